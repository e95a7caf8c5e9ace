#include "python/syntax/decoding.h"

#include <catch2/catch_test_macros.hpp>

using namespace krait::syntax;

TEST_CASE("a coding cookie counts in the first two lines, if only comments stand before it") {
    CHECK(declared_encoding("# -*- coding: latin-1 -*-\n") == "latin-1");
    CHECK(declared_encoding("#!/bin/x\n# vim: set fileencoding=Latin_1 :\n") == "latin-1");
    CHECK(declared_encoding("x = 1\n# coding: latin-1\n") == "utf-8");
    CHECK(declared_encoding("\n\n# coding: latin-1\n") == "utf-8");
    CHECK(declared_encoding("x = 1  # coding: latin-1\n") == "utf-8");
    CHECK(declared_encoding("") == "utf-8");
}

TEST_CASE("sources become UTF-8 without a byte order mark") {
    CHECK(decode_source("\xEF\xBB\xBFx = 1\n").value() == "x = 1\n");
    CHECK(decode_source("# coding: latin-1\n\xE9").value() == "# coding: latin-1\n\xC3\xA9");
    CHECK(decode_source("# coding: cp1252\n\x80").value() == "# coding: cp1252\n\xE2\x82\xAC");
    CHECK(decode_source("# coding: iso-8859-15\n\xA4").value() ==
          "# coding: iso-8859-15\n\xE2\x82\xAC");
    CHECK(decode_source("\xC3\xA9").value() == "\xC3\xA9");
}

TEST_CASE("bytes that aren't in their encoding are told with their position") {
    CHECK(decode_source("ab\xFF").error().message ==
          "'utf-8' codec can't decode byte 0xff in position 2: invalid start byte");
    CHECK(decode_source("\xC3(").error().message ==
          "'utf-8' codec can't decode byte 0xc3 in position 0: invalid continuation byte");
    CHECK(decode_source("\xE2\x82").error().message ==
          "'utf-8' codec can't decode byte 0xe2 in position 0: unexpected end of data");
    CHECK(decode_source("# coding: ascii\n\x80").error().message ==
          "'ascii' codec can't decode byte 0x80 in position 16: ordinal not in range(128)");
    CHECK(decode_source("# coding: no-such\n").error().message == "unknown encoding: no-such");
}

TEST_CASE("surrogates and overlong forms aren't UTF-8") {
    CHECK_FALSE(decode_source("\xED\xA0\x80"));
    CHECK_FALSE(decode_source("\xE0\x80\x80"));
    CHECK_FALSE(decode_source("\xF4\x90\x80\x80"));
    CHECK(decode_source("\xF4\x8F\xBF\xBF"));
}
