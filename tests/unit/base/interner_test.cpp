#include "base/interner.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <thread>
#include <vector>

using namespace krait::base;

TEST_CASE("equal texts get equal names, others others") {
    CHECK(intern("spam") == intern(std::string("sp") + "am"));
    CHECK(intern("spam") != intern("eggs"));
    CHECK(text_of(intern("spam")) == "spam");
    CHECK(intern("") == Name::Empty);
    CHECK(text_of(Name::Empty).empty());
}

TEST_CASE("threads that intern the same texts at once agree") {
    std::vector<std::vector<Name>> seen(4);
    std::vector<std::thread> threads;
    for (auto& names : seen) {
        threads.emplace_back([&names] {
            for (int i = 0; i < 20'000; ++i) names.push_back(intern("name" + std::to_string(i)));
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(seen[0] == seen[1]);
    CHECK(seen[0] == seen[3]);
    CHECK(text_of(seen[2][19'999]) == "name19999");
}
