#include "base/arena.h"

#include <catch2/catch_test_macros.hpp>

#include "base/assert.h"

using namespace krait::base;

TEST_CASE("an arena keeps what was copied into it") {
    Arena arena;
    std::string_view text;
    {
        std::string gone_soon(10'000, 'x');
        text = arena.copy(gone_soon);
    }
    CHECK(text == std::string(10'000, 'x'));
    CHECK(arena.contains(text.data()));
    CHECK(arena.size() >= 10'000);
}

TEST_CASE("a frozen arena gives no memory") {
    Arena arena;
    arena.make<int>(1);
    arena.freeze();
    CHECK_THROWS_AS(arena.make<int>(2), InternalError);
}

TEST_CASE("a moved arena takes its blocks along") {
    Arena arena;
    int* number = arena.make<int>(7);
    Arena other = std::move(arena);
    CHECK(other.contains(number));
    CHECK(*number == 7);
    CHECK(arena.size() == 0);
}
