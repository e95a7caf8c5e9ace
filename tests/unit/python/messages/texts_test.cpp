#include "python/messages/texts.h"

#include <catch2/catch_test_macros.hpp>

using namespace krait::messages;

TEST_CASE("placeholders are filled from left to right, and values are not read again") {
    CHECK(fill(texts::kNarrowedTypeNotSubtype, {"\"{}\"", "\"int\""}) ==
          "Narrowed type \"{}\" is not a subtype of input type \"int\"");
}

TEST_CASE("braces that are not placeholders stay") {
    CHECK(fill(texts::kInvalidTypeddictArgs, {}) ==
          "Expected keyword arguments, {...}, or dict(...) in TypedDict constructor");
}

TEST_CASE("a text without a code of its own leaves the code to the reporter") {
    CHECK(texts::kNotCallable.code == codes::kNone);
    CHECK(texts::kReturnValueExpected.code == codes::kReturnValue);
}
