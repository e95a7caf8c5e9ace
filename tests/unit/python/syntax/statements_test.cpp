#include <catch2/catch_test_macros.hpp>

#include "render.h"

using namespace krait;
using namespace krait::syntax;
using namespace krait::syntax::testing;

TEST_CASE("assignments in all forms") {
    CHECK(module("a = b = c\n") == "(Assign a b c)\n");
    CHECK(module("a, *b = c\n") == "(Assign (Tuple a (Starred b)) c)\n");
    CHECK(module("a: int\nb: str = c\n") == "(AnnAssign a int)\n(AnnAssign b str c)\n");
    CHECK(module("a @= b\na **= b\na //= b\na >>= b\na -= yield\n") ==
          "(AugAssign MatMult a b)\n(AugAssign Pow a b)\n(AugAssign FloorDiv a b)\n"
          "(AugAssign RShift a b)\n(AugAssign Sub a (Yield))\n");
}

TEST_CASE("only a bare name is annotated simply") {
    auto simple = [](std::string text) {
        base::SourceText source(std::move(text));
        Tree tree = parse_module(source);
        return tree.ann_assign(tree.body()[0]).simple;
    };
    CHECK(simple("a: int"));
    CHECK_FALSE(simple("(a): int"));
    CHECK_FALSE(simple("a.b: int"));
}

TEST_CASE("targets are stored into, deleted ones deleted") {
    base::SourceText source("a.b, [c] = d\ndel e[f]\n");
    Tree tree = parse_module(source);
    NodeId target = tree.assign(tree.body()[0]).targets[0];
    CHECK(tree.context(target) == Context::Store);
    NodeId attribute = tree.elements(target)[0];
    CHECK(tree.context(attribute) == Context::Store);
    CHECK(tree.context(tree.attribute(attribute).value) == Context::Load);
    CHECK(tree.context(tree.elements(tree.elements(target)[1])[0]) == Context::Store);
    CHECK(tree.context(tree.delete_targets(tree.body()[1])[0]) == Context::Del);
    CHECK(tree.context(tree.assign(tree.body()[0]).value) == Context::Load);
}

TEST_CASE("simple statements share lines") {
    CHECK(module("pass; a = 1; return\n") == "pass\n(Assign a 1)\n(Return)\n");
    CHECK(module("if a: b; c;\nd\n") == "(If a (Expr b) (Expr c))\n(Expr d)\n");
}

TEST_CASE("imports") {
    CHECK(module("import a.b as c, d\n") == "(Import (alias a.b as c) (alias d))\n");
    CHECK(module("from a.b import (c as d, e,)\n") ==
          "(ImportFrom a.b 0 (alias c as d) (alias e))\n");
    CHECK(module("from ... import a\n") == "(ImportFrom 3 (alias a))\n");
    CHECK(module("from .... a import *\n") == "(ImportFrom a 4 (alias *))\n");
    CHECK(module("from . match import case\n") == "(ImportFrom match 1 (alias case))\n");
    CHECK(module("lazy import a\nlazy = 1\n") == "(Import (alias a))\n(Assign lazy 1)\n");
}

TEST_CASE("names in imports and definitions have their places") {
    std::string text = "import a.b as c\nfrom  x.y import z as w\ndef f(p): pass\nclass C: pass\n";
    base::SourceText source(text);
    Tree tree = parse_module(source);
    AliasView alias = tree.alias(tree.import(tree.body()[0]).names[0]);
    CHECK(text.substr(alias.name_start, 3) == "a.b");
    CHECK(text.substr(alias.asname_start, 1) == "c");
    CHECK(text.substr(tree.import_from(tree.body()[1]).module_start, 3) == "x.y");
    CHECK(text[tree.function(tree.body()[2]).name_start] == 'f');
    CHECK(text[tree.class_def(tree.body()[3]).name_start] == 'C');
}

TEST_CASE("elif is an if in the else branch of the one before") {
    CHECK(module("if a:\n  b\nelif c:\n  d\nelse:\n  e\n") ==
          "(If a (Expr b) (If c (Expr d) (Expr e)))\n");
    base::SourceText source("if a: b\nelif c: d\n");
    Tree tree = parse_module(source);
    IfView first = tree.if_stmt(tree.body()[0]);
    CHECK_FALSE(first.is_elif);
    REQUIRE(first.orelse.size() == 1);
    CHECK(tree.if_stmt(first.orelse[0]).is_elif);
    CHECK(tree.range(first.orelse[0]) == base::TextRange{8, 17});
}

TEST_CASE("loops with else") {
    CHECK(module("for a, b in c, d:\n  e\nelse: f\n") ==
          "(For (Tuple a b) (Tuple c d) (Expr e) (Expr f))\n");
    CHECK(module("while a:\n  break\nelse:\n  continue\n") == "(While a (Break) (Continue))\n");
    CHECK(module("for x in *a, b: pass\n") == "(For x (Tuple (Starred a) b) pass)\n");
}

TEST_CASE("with takes its items with and without parentheses") {
    CHECK(module("with a as b, c: pass\n") == "(With (withitem a b) (withitem c) pass)\n");
    CHECK(module("with (a as b, c as d,): pass\n") ==
          "(With (withitem a b) (withitem c d) pass)\n");
    CHECK(module("with (a, b): pass\n") == "(With (withitem a) (withitem b) pass)\n");
    CHECK(module("with (a, b) as c: pass\n") == "(With (withitem (Tuple a b) c) pass)\n");
    CHECK(module("with (a): pass\n") == "(With (withitem a) pass)\n");
    CHECK(module("with (a), (b): pass\n") == "(With (withitem a) (withitem b) pass)\n");
    CHECK(module("with (a).b() as c: pass\n") == "(With (withitem (Call (.b a)) c) pass)\n");
    CHECK(module("with (yield a): pass\n") == "(With (withitem (Yield a)) pass)\n");
    CHECK(module("with (a := b): pass\n") == "(With (withitem (NamedExpr a b)) pass)\n");
    CHECK(module("with (a for b in c): pass\n") ==
          "(With (withitem (GeneratorExp a (comprehension b c))) pass)\n");
    CHECK(module("with (*a, b): pass\n") == "(With (withitem (Tuple (Starred a) b)) pass)\n");
    CHECK(module("with (): pass\n") == "(With (withitem (Tuple)) pass)\n");
}

TEST_CASE("try with every clause") {
    CHECK(module("try: a\nexcept B as c: d\nexcept: e\nelse: f\nfinally: g\n") ==
          "(Try (Expr a) (except c B (Expr d)) (except (Expr e)) (Expr f) (Expr g))\n");
    CHECK(module("try: a\nexcept* B: c\n") == "(TryStar (Expr a) (except B (Expr c)))\n");
    CHECK(module("try: a\nexcept A, B: c\n") == "(Try (Expr a) (except (Tuple A B) (Expr c)))\n");
}

TEST_CASE("newer syntax is read for older versions, and reported without blocking") {
    auto problem = [](std::string text, std::uint8_t minor) {
        base::SourceText source(std::move(text));
        Tree tree = parse_module(source, {.python_minor = minor});
        if (tree.errors().empty()) return std::string();
        CHECK_FALSE(tree.errors()[0].blocker);
        return tree.errors()[0].message;
    };
    CHECK(problem("type X = int\n", 11) ==
          "\"type\" statements: requires Python 3.12 or newer (current target: Python 3.11)");
    CHECK(problem("type X = int\n", 12).empty());
    base::SourceText late("x\ntype X = int\n");
    CHECK(parse_module(late, {.python_minor = 11}).errors()[0].range == base::TextRange{2, 3});
    CHECK(problem("def f[T](): pass\n", 11).starts_with("Improved type parameter syntax"));
    CHECK(problem("class C[T = int]: pass\n", 12).starts_with("Type parameter defaults"));
    CHECK(problem("try: a\nexcept* B: c\n", 10).starts_with("Exception groups"));
    CHECK(problem("try: a\nexcept* B: c\n", 11).empty());
    CHECK(problem("x[*a]\n", 10).starts_with("Star unpack syntax"));
    CHECK(problem("x[*a]\n", 11).empty());
    CHECK(problem("def f[T](): pass\n", 12).empty());
    CHECK(problem("class C[T]: pass\n", 11).starts_with("Improved type parameter syntax"));
    CHECK(problem("class C[T = int]: pass\n", 13).empty());
    CHECK(problem("type X[T = int] = T\n", 12).starts_with("Type parameter defaults"));
    CHECK(problem("try: a\nexcept A, B: c\n", 13) ==
          "Multiple exception types must be parenthesized");
    CHECK(problem("try: a\nexcept A, B: c\n", 14).empty());
}

TEST_CASE("a stub may be written in newer syntax than its target has") {
    CHECK(module("type X = int\ntry: a\nexcept* B: c\n", {.python_minor = 9, .is_stub = true})
              .find('!') == std::string::npos);
}

TEST_CASE("lines are joined by brackets and backslashes, and end with any line end") {
    CHECK(module("a = (1,\n  2)\n") == "(Assign a (Tuple 1 2))\n");
    CHECK(module("a = \\\n  1\n") == "(Assign a 1)\n");
    CHECK(module("a = 1\r\nb = 2\rc = 3") == "(Assign a 1)\n(Assign b 2)\n(Assign c 3)\n");
    CHECK(module("\r\na\r\n\r\nb\r\n  \r\nif c:\r\n\r\n d\r\n\r\n e\r\n") ==
          "(Expr a)\n(Expr b)\n(If c (Expr d) (Expr e))\n");
    CHECK(module("if a:\r    b\r    c\rd") == "(If a (Expr b) (Expr c))\n(Expr d)\n");
    CHECK(module("\f\na\n\f  # x\nb\n") == "(Expr a)\n(Expr b)\n");
    CHECK(module("\xEF\xBB\xBF"
                 "a\n") == "(Expr a)\n");
    CHECK(module("") == "");
    CHECK(module("# only a comment") == "");
}

TEST_CASE("names are letters of any script, equal in their normal form") {
    CHECK(module("\xC3\xA9t\xC3\xA9 = 1\n") == "(Assign \xC3\xA9t\xC3\xA9 1)\n");
    CHECK(module("\xEF\xAC\x81 = 1\n") == "(Assign fi 1)\n");     // the ligature fi
    CHECK(module("e\xCC\x81 = 1\n") == "(Assign \xC3\xA9 1)\n");  // e and an acute accent
    CHECK(module("a\xE2\x82\xAC\n").find("Got unexpected token") != std::string::npos);
}

TEST_CASE("soft keywords are names elsewhere") {
    CHECK(module("match = case = type = 1\n") == "(Assign match case type 1)\n");
    CHECK(module("type(x)\ntype[x] = y\n") ==
          "(Expr (Call type x))\n(Assign (Subscript type x) y)\n");
    CHECK(module("type X[T] = int\n") == "(TypeAlias X (TypeVar T) int)\n");
    CHECK(module("match(x)\nmatch[x:y]\nmatch -x\nmatch.a\n") ==
          "(Expr (Call match x))\n(Expr (Subscript match (Slice x y)))\n(Expr (Sub match x))\n"
          "(Expr (.a match))\n");
    CHECK(module("match not in x\nmatch not x:\n  case y: z\n") ==
          "(Expr (Compare NotIn match x))\n(Match (Not x) (match_case (MatchAs y) (Expr z)))\n");
    CHECK(module("match[x]: int = 1\n") == "(AnnAssign (Subscript match x) int 1)\n");
}
