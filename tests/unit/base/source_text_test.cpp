#include "base/source_text.h"

#include <catch2/catch_test_macros.hpp>

using namespace krait::base;

TEST_CASE("lines end at \\n, \\r\\n and a lone \\r") {
    SourceText source("a\nbb\r\nccc\rd");
    CHECK(source.line_count() == 4);
    CHECK(source.line_text(1) == "bb");
    CHECK(source.line_text(2) == "ccc");
    CHECK(source.line_of(3) == 1);
    CHECK(source.line_start(3) == 10);
}

TEST_CASE("an empty text has one empty line") {
    SourceText source("");
    CHECK(source.line_count() == 1);
    CHECK(source.offset({0, 5}, ColumnUnit::Utf16) == 0);
}

TEST_CASE("columns count in the unit that was asked for") {
    SourceText source("x = '\xF0\x9F\x90\x8D\xC3\xA9'!");  // a snake (4 bytes) and an e acute (2)
    std::uint32_t bang = source.size() - 1;
    CHECK(source.position(bang, ColumnUnit::Utf8).column == 12);
    CHECK(source.position(bang, ColumnUnit::Utf16).column == 9);
    CHECK(source.position(bang, ColumnUnit::Utf32).column == 8);
    CHECK(source.offset({0, 9}, ColumnUnit::Utf16) == bang);
}

TEST_CASE("a position past the end of a line is the line's end, past the last line the text's end") {
    SourceText source("ab\ncd\n");
    CHECK(source.offset({0, 99}, ColumnUnit::Utf16) == 2);
    CHECK(source.offset({7, 0}, ColumnUnit::Utf16) == source.size());
}

TEST_CASE("a position inside a surrogate pair moves to the code point's start") {
    SourceText source("\xF0\x9F\x90\x8Dz");
    CHECK(source.offset({0, 1}, ColumnUnit::Utf16) == 0);
    CHECK(source.offset({0, 2}, ColumnUnit::Utf16) == 4);
}
