#include "python/messages/wording.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

using namespace krait::messages;
using namespace std::string_literals;
using Names = std::vector<std::string>;

TEST_CASE("repr prefers single quotes, and escapes what Python escapes") {
    CHECK(python_repr("plain") == "'plain'");
    CHECK(python_repr("it's") == "\"it's\"");
    CHECK(python_repr("both ' and \"") == "'both \\' and \"'");
    CHECK(python_repr("a\\b\n\x01") == "'a\\\\b\\n\\x01'");
    CHECK(python_repr("caf\u00e9") == "'caf\u00e9'");
    CHECK(python_repr("\u200b\u00ad") == "'\\u200b\\xad'");
    CHECK(python_repr("\U000e0001") == "'\\U000e0001'");
    CHECK(python_repr("\xff") == "'\\xff'");
}

TEST_CASE("bytes are printed by their content, every byte for itself") {
    CHECK(bytes_repr_content("a\n\xc3\xa9"s) == "a\\n\\xc3\\xa9");
    CHECK(bytes_repr_content("'") == "'");
    CHECK(bytes_repr_content("'\"") == "\\'\"");
}

TEST_CASE("names are listed with a conjunction before the last") {
    CHECK(pretty_seq(Names{"a"}, "or") == "\"a\"");
    CHECK(pretty_seq(Names{"a", "b"}, "or") == "\"a\" or \"b\"");
    CHECK(pretty_seq(Names{"a", "b", "c"}, "or") == "\"a\", \"b\", or \"c\"");
}

TEST_CASE("long lists are cut short") {
    CHECK(format_string_list(Names{"a", "b", "c"}) == "a, b and c");
    CHECK(format_string_list(Names{"a", "b", "c", "d", "e", "f"}) ==
          "a, b, ... and f (3 methods suppressed)");
    CHECK(format_item_name_list(Names{"a", "b"}) == "(\"a\", \"b\")");
    CHECK(format_item_name_list(Names{"a", "b", "c", "d", "e", "f"}) ==
          "(\"a\", \"b\", \"c\", \"d\", \"e\", ...)");
}

TEST_CASE("keys are counted in words") {
    CHECK(format_key_list(Names{}) == "no TypedDict keys");
    CHECK(format_key_list(Names{"x"}, true) == "key \"x\"");
    CHECK(format_key_list(Names{"x", "y"}) == "TypedDict keys (\"x\", \"y\")");
}

TEST_CASE("type arguments are counted in words") {
    CHECK(wrong_type_arg_count(0, 0, "1", "int") ==
          "\"int\" expects no type arguments, but 1 given");
    CHECK(wrong_type_arg_count(1, 1, "2", "list") ==
          "\"list\" expects 1 type argument, but 2 given");
    CHECK(wrong_type_arg_count(1, 3, "0", "C") ==
          "\"C\" expects between 1 and 3 type arguments, but none given");
}

TEST_CASE("the class is taken out of a method's name") {
    CHECK(extract_type("\"m\" of \"C\"") == "\"C\"");
    CHECK(extract_type("\"f\"") == "\"f\"");
    CHECK(strip_quotes("\"f\"") == "f");
    CHECK(capitalize("argument") == "Argument");
}

TEST_CASE("a misspelt name finds those that are alike, most alike first") {
    const Names options{"append", "extend", "insert", "appends", "pop"};
    CHECK(best_matches("apend", options, 3) == Names{"append", "appends"});
    CHECK(best_matches("apend", options, 1) == Names{"append"});
    CHECK(best_matches("xyz", options, 3).empty());
    CHECK(best_matches("", options, 3).empty());
}

TEST_CASE("likeness is difflib's: matching blocks, not an edit distance") {
    // difflib gives 12/13 for the second pair and 2/3 for the first
    CHECK(best_matches("vemore", Names{"remove"}, 3).empty());
    CHECK(best_matches("removee", Names{"remove"}, 3) == Names{"remove"});
}
