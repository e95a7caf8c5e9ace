#include "python/messages/codes.h"

#include <catch2/catch_test_macros.hpp>
#include <string_view>

namespace codes = krait::messages::codes;

TEST_CASE("a code is found by the name that users write") {
    REQUIRE(codes::find("arg-type") != nullptr);
    CHECK(codes::find("arg-type")->code == codes::kArgType);
    CHECK(codes::find("no-such-code") == nullptr);
    CHECK(codes::find("") == nullptr);
}

TEST_CASE("a narrower code names the broader one that it is part of") {
    CHECK(codes::info(codes::kTypeddictUnknownKey)->parent == codes::kTypeddictItem);
    CHECK(codes::info(codes::kArgType)->parent == codes::kNone);
}

TEST_CASE("two codes may print alike and still be told apart") {
    CHECK(std::string_view(codes::kCallArg) == std::string_view(codes::kCallArgMisc));
    CHECK(codes::find("call-arg")->code == codes::kCallArg);
    CHECK(codes::info(codes::kCallArgMisc)->parent == codes::kMisc);
}

TEST_CASE("some codes wait to be enabled") {
    CHECK(codes::info(codes::kMisc)->default_enabled);
    CHECK_FALSE(codes::info(codes::kTruthyBool)->default_enabled);
}
