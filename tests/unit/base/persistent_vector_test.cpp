#include "base/persistent_vector.h"

#include <catch2/catch_test_macros.hpp>
#include <memory>
#include <string>

using krait::base::PersistentVector;

TEST_CASE("a fork keeps what it saw while the other goes on") {
    PersistentVector<std::string> first;
    first.set(0, "a");
    first.set(33, "b");
    PersistentVector<std::string> fork = first;
    fork.set(33, "changed");
    fork.set(40'000, "far");
    CHECK(first[33] == "b");
    CHECK(first[40'000].empty());
    CHECK(first.size() == 34);
    CHECK(fork[0] == "a");
    CHECK(fork[33] == "changed");
    CHECK(fork[40'000] == "far");
    CHECK(fork.size() == 40'001);
}

TEST_CASE("what was never set is empty, inside and past the end") {
    PersistentVector<int> numbers;
    CHECK(numbers[0] == 0);
    CHECK(numbers.empty());
    numbers.set(1'000'000, 7);
    CHECK(numbers[999'999] == 0);
    CHECK(numbers[5] == 0);
    CHECK(numbers[2'000'000] == 0);
    CHECK(numbers[1'000'000] == 7);
}

TEST_CASE("every index finds its own entry across leaf and level borders") {
    PersistentVector<std::size_t> numbers;
    const std::size_t count = 40'000;  // four levels
    for (std::size_t i = 0; i < count; ++i) numbers.set(i, i + 1);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < count; ++i) wrong += numbers[i] != i + 1;
    CHECK(wrong == 0);
    CHECK(numbers.size() == count);
}

TEST_CASE("an entry lives as long as the last fork that holds it") {
    auto entry = std::make_shared<int>(1);
    std::weak_ptr<int> watch = entry;
    PersistentVector<std::shared_ptr<int>> now;
    now.set(3, std::move(entry));
    {
        auto pinned = now;
        now.set(3, nullptr);
        CHECK_FALSE(watch.expired());
    }
    CHECK(watch.expired());
}
