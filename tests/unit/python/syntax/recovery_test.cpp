#include <catch2/catch_test_macros.hpp>

#include "render.h"

using namespace krait;
using namespace krait::syntax;
using namespace krait::syntax::testing;

TEST_CASE("a statement that is half typed costs one message and leaves the others alone") {
    CHECK(module("a = 1\nb = \nc = 3\n") ==
          "(Assign a 1)\n(Assign b (ErrorExpr))\n(Assign c 3)\n! 2:5 Expected an expression\n");
    CHECK(module("x.\ny = 1\n") == "(Expr (. x))\n(Assign y 1)\n! 1:3 Expected an identifier\n");
    CHECK(module("import \ny = 1\n") ==
          "(Import)\n(Assign y 1)\n! 1:8 Expected one or more symbol names after import\n");
    CHECK(module("def f(a, \ny = 1\n").ends_with("! 3:1 Unexpected EOF while parsing\n"));
}

TEST_CASE("an unclosed bracket ends where a statement must begin") {
    CHECK(module("foo(a\ndef f(): pass\n") ==
          "(Expr (Call foo a))\n(FunctionDef f (arguments) pass)\n! 1:6 Expected `)`, found "
          "newline\n");
    CHECK(module("x = [1, 2\nclass A: pass\ny = 1\n") ==
          "(Assign x (List 1 2))\n(ClassDef A pass)\n(Assign y 1)\n! 1:10 Expected `]`, found "
          "newline\n");
    CHECK(module("f(g(h(\nreturn 1\n").find("(Return 1)") != std::string::npos);
}

TEST_CASE("a bracket too many is skipped") {
    CHECK(module("x = 1)\ny = 2\n") ==
          "(Assign x 1)\n(Assign y 2)\n! 1:6 Expected a statement\n! 1:7 Expected a statement\n");
}

TEST_CASE("a missing colon still gives the body") {
    CHECK(module("if x\n    y\nz\n") ==
          "(If x (Expr y))\n(Expr z)\n! 1:5 Expected `:`, found newline\n");
    CHECK(module("class A\n    def f(self) -> int\n        return 1\n").find("(Return 1)") !=
          std::string::npos);
}

TEST_CASE("a header without a body is told where the body should be") {
    CHECK(module("def f():\nx = 1\n") ==
          "(FunctionDef f (arguments))\n(Assign x 1)\n! 2:1 Expected an indented block after "
          "function definition\n");
    CHECK(module("if x:\n") == "(If x)\n! 1:6 Expected an indented block after `if` statement\n");
    CHECK(module("try:\n  x\ny\n").find("! 3:1 Expected `except` or `finally` after `try`") !=
          std::string::npos);
}

TEST_CASE("lines that are indented for no reason, or not enough") {
    CHECK(module("x\n  y\nz\n") == "(Expr x)\n(Expr y)\n(Expr z)\n! 2:1 Unexpected indentation\n");
    CHECK(module("if x:\n    y\n  z\nw\n")
              .find("! 3:1 Unindent does not match any outer indentation level") !=
          std::string::npos);
}

TEST_CASE("elements that are missing leave the others in place") {
    CHECK(module("x = [a, , b]\n") ==
          "(Assign x (List a b))\n! 1:9 Expected an expression or a ']'\n");
    CHECK(module("f(a b)\n") == "(Expr (Call f a b))\n! 1:5 Expected `,`, found name\n");
    CHECK(module("x = {a: 1, b}\n") ==
          "(Assign x (Dict a 1 b (ErrorExpr)))\n! 1:13 Expected `:`, found `}`\n");
}

TEST_CASE("wrong targets are told, and kept") {
    CHECK(module("f() = 1\n") == "(Assign (Call f) 1)\n! 1:1 Invalid assignment target\n");
    CHECK(module("[a, 1] = b\n").find("! 1:5 Invalid assignment target") != std::string::npos);
    CHECK(module("a + b += 1\n").find("! 1:1 Invalid augmented assignment target") !=
          std::string::npos);
    CHECK(module("del f()\n").find("! 1:5 Invalid delete target") != std::string::npos);
    CHECK(module("(a, b): int\n").find("Only single target (not tuple) can be annotated") !=
          std::string::npos);
    CHECK(module("for 1 in x: pass\n").find("! 1:5 Invalid assignment target") !=
          std::string::npos);
}

TEST_CASE("wrong calls are told") {
    CHECK(module("f(a=1, b)\n").find("! 1:8 Positional argument cannot follow keyword argument") !=
          std::string::npos);
    CHECK(module("f(**a, b)\n").find("cannot follow keyword argument unpacking") !=
          std::string::npos);
    CHECK(module("f(**a, *b)\n").find("Iterable argument unpacking cannot follow") !=
          std::string::npos);
    CHECK(module("f(a=1, a=2)\n").find("! 1:8 Duplicate keyword argument \"a\"") !=
          std::string::npos);
    CHECK(module("f(a for a in b, c)\n").find("! 1:3 Unparenthesized generator expression") !=
          std::string::npos);
    CHECK(module("f(*a, b, c=d, *e)\n").find('!') == std::string::npos);
}

TEST_CASE("what must stand in parentheses is told where it doesn't") {
    const auto told = [](const std::string& text, const std::string& error) {
        INFO(text);
        return module(text).find(error) != std::string::npos;
    };
    CHECK(told("raise a, b\n", "! 1:7 Unparenthesized tuple expression"));
    CHECK_FALSE(told("raise (a, b)\n", "!"));
    CHECK(told("x[a := 1:2]\n", "! 1:3 Unparenthesized named expression"));
    CHECK_FALSE(told("x[(a := 1):2, b := 3]\n", "!"));
    CHECK(told("x[*a:2]\n", "! 1:3 Starred expression cannot be used here"));
    CHECK(told("{a := 1: 2}\n", "! 1:2 Unparenthesized named expression"));
    CHECK_FALSE(told("f((a for a in b), c)\n", "!"));
    CHECK(told("(a() := 1)\n", "! 1:2 Assignment expression target must be an identifier"));
    CHECK_FALSE(told("(a := 1)\n", "!"));
}

TEST_CASE("an unpacked comprehension stops the check at its beginning") {
    base::SourceText source("x = {**a for a in b}\n");
    Tree tree = parse_module(source);
    REQUIRE(tree.errors().size() == 1);
    CHECK(tree.errors()[0].message == "PEP 798 is not supported yet");
    CHECK(tree.errors()[0].range.start == 4);
    CHECK(tree.errors()[0].blocker);
    CHECK_FALSE(tree.errors()[0].shifted);
}

TEST_CASE("Python 2 is told as two statements on a line") {
    CHECK(module("print \"x\"\n")
              .ends_with("! 1:7 Simple statements must be separated by newlines or semicolons\n"));
}

TEST_CASE("syntax errors stop mypy, as shifted by one column as it prints them") {
    base::SourceText source("x = \n");
    Tree tree = parse_module(source);
    REQUIRE(tree.errors().size() == 1);
    CHECK(tree.errors()[0].blocker);
    CHECK(tree.errors()[0].shifted);
    CHECK(tree.has_error(tree.assign(tree.body()[0]).value) == false);
}

// --- what nests or goes on too far

namespace {

std::string repeated(std::string_view text, int times) {
    std::string result;
    for (int i = 0; i < times; ++i) result += text;
    return result;
}

std::string last_error(std::string text) {
    base::SourceText source(std::move(text));
    Tree tree = parse_module(source);
    return tree.errors().empty() ? "" : tree.errors().back().message;
}

}  // namespace

TEST_CASE("nesting has a limit, whatever nests") {
    const std::string too_deep = "Source is too deeply nested";
    for (int depth : {150, 100'000}) {
        const std::string expected = depth > 150 ? too_deep : "";
        CHECK(last_error("x = " + repeated("(", depth) + "1" + repeated(")", depth)) == expected);
        CHECK(last_error("x = " + repeated("[", depth) + repeated("]", depth)) == expected);
        CHECK(last_error("x = " + repeated("f(", depth) + repeated(")", depth)) == expected);
        CHECK(last_error("x = " + repeated("-", depth) + "1") == expected);
        CHECK(last_error("x = " + repeated("not ", depth) + "1") == expected);
        CHECK(last_error("x = " + repeated("lambda: ", depth) + "1") == expected);
        CHECK(last_error("x = " + repeated("a if b else ", depth) + "1") == expected);
        CHECK(last_error("x = " + repeated("a ** ", depth) + "1") == expected);
        CHECK(last_error("match x:\n case " + repeated("[", depth) + repeated("]", depth) +
                         ": pass") == expected);
    }
    CHECK(last_error("x = " + repeated("f'{", 100'000)) != "");
    std::string blocks;
    for (int i = 0; i < 2000; ++i)
        blocks += std::string(static_cast<std::size_t>(i), ' ') + "if x:\n";
    CHECK(last_error(blocks) == too_deep);
}

TEST_CASE("what only goes on is read without recursion, and cut where the tree gets too tall") {
    CHECK(last_error("x = a" + repeated(" + a", 2'000)) == "");
    CHECK(last_error("x = a" + repeated(".b", 2'000)) == "");
    CHECK(last_error("x = a" + repeated(" + a", 100'000)) == "Source is too deeply nested");
    CHECK(last_error("x = a" + repeated(".b()", 100'000)) == "Source is too deeply nested");
    CHECK(last_error("x = a" + repeated(" and a", 100'000)) == "");
    CHECK(last_error("x = a" + repeated(" < a", 100'000)) == "");
    CHECK(last_error("x = 'a'" + repeated(" 'a'", 100'000)) == "");
    CHECK(last_error("x = [" + repeated("a, ", 100'000) + "]") == "");
    CHECK(last_error("if a: b\n" + repeated("elif a: b\n", 2'000)) == "");
    CHECK(last_error("if a: b\n" + repeated("elif a: b\n", 100'000)) ==
          "Source is too deeply nested");
}

TEST_CASE("a tree that was cut can be walked by recursion") {
    base::SourceText source("x = a" + repeated(" + a", 20'000));
    Tree tree = parse_module(source);
    auto height = [&](auto& self, NodeId id) -> int {
        int tallest = 0;
        for_each_child(tree, id,
                       [&](NodeId child) { tallest = std::max(tallest, self(self, child)); });
        return tallest + 1;
    };
    CHECK(height(height, tree.body()[0]) <= 3001);
}

TEST_CASE("many unclosed brackets don't take quadratic time") {
    std::string text = repeated("foo(a, [b\nreturn 1\n", 20'000);
    base::SourceText source(text);
    Tree tree = parse_module(source);
    CHECK(tree.body().size() == 40'000);
    CHECK(tree.errors().size() >= 20'000);
}
