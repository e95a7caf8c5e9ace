#include <catch2/catch_test_macros.hpp>
#include <limits>

#include "render.h"

using namespace krait;
using namespace krait::syntax;
using namespace krait::syntax::testing;

TEST_CASE("integers in every radix, with underscores") {
    CHECK(expression("1_000") == "1000");
    CHECK(expression("0xFf") == "255");
    CHECK(expression("0o17") == "15");
    CHECK(expression("0b1_01") == "5");
    CHECK(expression("00") == "0");
}

TEST_CASE("an integer has a value as long as it fits in 63 bits") {
    CHECK(expression("9223372036854775807") == "9223372036854775807");
    CHECK(expression("9223372036854775808") == "big");
    CHECK(expression("0x7FFFFFFFFFFFFFFF") == "9223372036854775807");
    CHECK(expression("0x8000000000000000") == "big");
}

TEST_CASE("floats and imaginary numbers") {
    auto value = [](std::string_view text) {
        Tree tree = parse_expression(text, 0);
        return tree.float_value(tree.expression());
    };
    CHECK(value("1.5") == 1.5);
    CHECK(value("1.") == 1.0);
    CHECK(value(".5e1") == 5.0);
    CHECK(value("1_0.2_5e-0_1") == 1.025);
    CHECK(value("1e400") == std::numeric_limits<double>::infinity());
    CHECK(value("1e-400") == 0.0);
    Tree tree = parse_expression("2.5J", 0);
    CHECK(tree.complex_value(tree.expression()) == 2.5);
}

TEST_CASE("a number with leading zeros is none") {
    CHECK(module("x = 012\n") ==
          "(Assign x (ErrorExpr))\n! 1:5 Invalid decimal integer literal\n"
          "! 1:8 Expected a statement\n");
}

TEST_CASE("escapes are decoded") {
    CHECK(expression(R"('\n\t\\\'\"\a\b\f\v\r')") == "'\n\t\\'\"\a\b\f\v\r'");
    CHECK(expression(R"('\x41\101\0')") == std::string("'AA\0'", 5));
    CHECK(expression("'\\u00e9\\U0001F600'") == "'\xC3\xA9\xF0\x9F\x98\x80'");
    CHECK(expression("'a\\\nb'") == "'ab'");
    CHECK(expression(R"('\d')") == R"('\d')");
    CHECK(expression(R"(r'\n')") == R"('\n')");
    CHECK(expression("'''a\r\nb\rc'''") == "'a\nb\nc'");
}

TEST_CASE("bytes know fewer escapes") {
    CHECK(expression(R"(b'\x41\u0041\N{X}')") == R"(b'A\u0041\N{X}')");
    CHECK(expression("b'\\377'") == "b'\xFF'");
    CHECK(module("b'\xC3\xA9'\n").find("Bytes can only contain ASCII literal characters") !=
          std::string::npos);
}

TEST_CASE("a broken escape is an error at its place, and the string stays") {
    CHECK(module("x = '\\x4'\n").find("! 1:9 Got unexpected unicode") != std::string::npos);
    CHECK(module("x = '\\N{a'\n").find("! 1:10 Missing `}` in Unicode escape sequence") !=
          std::string::npos);
    CHECK(module("x = '\\N'\n").find("Missing `{` in Unicode escape sequence") !=
          std::string::npos);
}

TEST_CASE("only letters that go together are a prefix") {
    for (const char* prefix :
         {"r", "R", "b", "u", "f", "t", "rb", "bR", "Br", "fr", "rF", "tr", "rt"}) {
        INFO(prefix);
        CHECK(expression(std::string(prefix) + "'x'").find('!') == std::string::npos);
    }
    for (const char* word : {"ur", "ru", "bu", "fb", "bf", "bb", "rr", "ff", "tf", "a", "brf"}) {
        INFO(word);
        CHECK(module(std::string(word) + "'x'\n")
                  .starts_with("(Expr " + std::string(word) + ")\n(Expr 'x')\n! 1:"));
    }
}

TEST_CASE("strings in a row are one") {
    CHECK(expression("'a' \"b\" r'\\c'") == "'ab\\c'");
    CHECK(expression("b'a' b'b'") == "b'ab'");
    CHECK(expression("b'a' 'b'") ==
          "b'ab' ! Bytes literal cannot be mixed with non-bytes literals");
}

TEST_CASE("a string knows where its value stands in the source, if it does") {
    auto offset = [](std::string_view text) {
        Tree tree = parse_expression(text, 0);
        return tree.str_source_offset(tree.expression());
    };
    CHECK(offset("'abc'") == 1u);
    CHECK(offset("r'''abc'''") == 4u);
    CHECK_FALSE(offset("'a\\tb'"));
    CHECK_FALSE(offset("'a' 'b'"));
}

TEST_CASE("an unclosed string ends with its line") {
    CHECK(module("x = 'abc\ny = 1\n") ==
          "(Assign x 'abc')\n(Assign y 1)\n! 1:5 Missing closing quote in string literal\n");
}

TEST_CASE("fields of f-strings are expressions") {
    CHECK(expression("f'a{b}c'") == "(JoinedStr 'a' ({} b) 'c')");
    CHECK(expression("f'{b!r:>{w}.2f}'") == "(JoinedStr ({} !r b (JoinedStr '>' ({} w) '.2f')))");
    CHECK(expression("f'{{{b}}}'") == "(JoinedStr '{' ({} b) '}')");
    CHECK(expression("f'{a!s}{b!a}'") == "(JoinedStr ({} !s a) ({} !a b))");
    CHECK(expression("f'{a[\"b\"]}'") == "(JoinedStr ({} (Subscript a 'b')))");
    CHECK(expression("f'{a['b']}'") == "(JoinedStr ({} (Subscript a 'b')))");
    CHECK(expression("f'{f'{f'{1}'}'}'") == "(JoinedStr ({} (JoinedStr ({} (JoinedStr ({} 1))))))");
    CHECK(expression("f'{a != b}'") == "(JoinedStr ({} (Compare NotEq a b)))");
    CHECK(expression("f'{(lambda x: x)}'") == "(JoinedStr ({} (Lambda (arguments (arg x)) x)))");
    CHECK(expression("f'{a:=5}'") == "(JoinedStr ({} a (JoinedStr '=5')))");
    CHECK(expression("f'{(a:=5)}'") == "(JoinedStr ({} (NamedExpr a 5)))");
    CHECK(expression("f'''{\na\n}'''") == "(JoinedStr ({} a))");
    CHECK(expression("rf'\\{a}'") == "(JoinedStr '\\' ({} a))");
}

TEST_CASE("escapes and doubled braces in f-strings are those of their kind of string") {
    CHECK(expression("f'\\t{a}\\n'") == "(JoinedStr '\t' ({} a) '\n')");
    CHECK(expression("f'\\N{DIGIT ONE}{a}b'") == "(JoinedStr '\xEF\xBF\xBD' ({} a) 'b')");
    CHECK(expression("rf'\\N{a}\\n'") == "(JoinedStr '\\N' ({} a) '\\n')");
    CHECK(expression("rf'{{\\n}}\\t'") == "(JoinedStr '{\\n}\\t')");
    CHECK(expression("f'''{{\n'{a}'\n}}'''") == "(JoinedStr '{\n'' ({} a) ''\n}')");
    CHECK(expression("f'''a'b'c''d'''") == "(JoinedStr 'a'b'c''d')");
    CHECK(expression("f'''a\r\nb\rc'''") == "(JoinedStr 'a\nb\nc')");
}

TEST_CASE("a field that documents itself brings its text") {
    CHECK(expression("f'{a = }'") == "(JoinedStr 'a = ' ({} !r a))");
    CHECK(expression("f'{a=!s}'") == "(JoinedStr 'a=' ({} !s a))");
    CHECK(expression("f'{a=:3}'") == "(JoinedStr 'a=' ({} a (JoinedStr '3')))");
}

TEST_CASE("texts around fields are joined, empty ones dropped") {
    CHECK(expression("'a' f'b{c}' 'd' f''") == "(JoinedStr 'ab' ({} c) 'd')");
    CHECK(expression("f''") == "(JoinedStr)");
}

TEST_CASE("t-strings keep the text of their fields") {
    CHECK(expression("t'a{b + 1!r}'") == "(TemplateStr 'a' ({b + 1} !r (Add b 1)))");
    CHECK(expression("t'a' 'b'").find("Cannot mix t-string literals") != std::string::npos);
    base::SourceText source("x = t'{a}'\n");
    CHECK(parse_module(source).uses_template_strings());
    CHECK(module("x = t''\n", {.python_minor = 13}).find("T-strings: requires Python 3.14") !=
          std::string::npos);
}

TEST_CASE("broken f-strings say what is missing") {
    CHECK(module("f'{'\n") ==
          "(Expr (JoinedStr ({} (ErrorExpr))))\n! 1:4 Expected an expression\n");
    CHECK(module("f'}'\n").find("F-string: single `}` is not allowed") != std::string::npos);
    CHECK(module("f'{a!x}'\n").find("! 1:6 F-string: invalid conversion character") !=
          std::string::npos);
    CHECK(module("f'{a'\nb = 1\n").find("(Assign b 1)\n! 1:5 F-string: expecting `}`") !=
          std::string::npos);
    CHECK(module("f'''abc\nb = 1\n").find("F-string: unterminated triple-quoted string") !=
          std::string::npos);
    CHECK(module("f'abc").find("F-string: unterminated string") != std::string::npos);
    CHECK(module("f'abc\nb = 1\n").find("F-string: unterminated string") != std::string::npos);
}
