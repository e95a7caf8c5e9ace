#include <catch2/catch_test_macros.hpp>

#include "render.h"

using namespace krait;
using namespace krait::syntax;
using namespace krait::syntax::testing;

namespace {

/// The tree of a pattern.
std::string pattern(const std::string& text) {
    std::string whole = module("match x:\n  case " + text + ": pass\n");
    std::string before = "(Match x (match_case ";
    std::string after = " pass))\n";
    if (!whole.starts_with(before) || !whole.ends_with(after)) return whole;
    return whole.substr(before.size(), whole.size() - before.size() - after.size());
}

}  // namespace

TEST_CASE("patterns that compare") {
    CHECK(pattern("1") == "(MatchValue 1)");
    CHECK(pattern("-1.5") == "(MatchValue (USub 1.500000f))");
    CHECK(pattern("1 + 2j") == "(MatchValue (Add 1 2.000000j))");
    CHECK(pattern("-1 - 2j") == "(MatchValue (Sub (USub 1) 2.000000j))");
    CHECK(pattern("'a' 'b'") == "(MatchValue 'ab')");
    CHECK(pattern("a.b.c") == "(MatchValue (.c (.b a)))");
    CHECK(pattern("None") == "(MatchSingleton None)");
}

TEST_CASE("patterns that bind") {
    CHECK(pattern("a") == "(MatchAs a)");
    CHECK(pattern("_") == "(MatchAs)");
    CHECK(pattern("1 as a") == "(MatchAs a (MatchValue 1))");
    CHECK(pattern("1 | 2 | 3 as a") ==
          "(MatchAs a (MatchOr (MatchValue 1) (MatchValue 2) (MatchValue 3)))");
    CHECK(pattern("(a)") == "(MatchAs a)");
}

TEST_CASE("sequences") {
    CHECK(pattern("a, *b") == "(MatchSequence (MatchAs a) (MatchStar b))");
    CHECK(pattern("a,") == "(MatchSequence (MatchAs a))");
    CHECK(pattern("[a, [*_]]") == "(MatchSequence (MatchAs a) (MatchSequence (MatchStar)))");
    CHECK(pattern("(a,)") == "(MatchSequence (MatchAs a))");
    CHECK(pattern("()") == "(MatchSequence)");
    CHECK(pattern("[]") == "(MatchSequence)");
}

TEST_CASE("mappings and classes") {
    CHECK(pattern("{'a': b, -1: c, d.e: f, **g}") ==
          "(MatchMapping g 'a' (MatchAs b) (USub 1) (MatchAs c) (.e d) (MatchAs f))");
    CHECK(pattern("{}") == "(MatchMapping)");
    CHECK(pattern("A(b, c=1)") == "(MatchClass A (MatchAs b) c (MatchValue 1))");
    CHECK(pattern("a.B()") == "(MatchClass (.B a))");
    CHECK(pattern("_(x)") == "(MatchClass _ (MatchAs x))");
}

TEST_CASE("guards and subjects") {
    CHECK(module("match a, *b:\n  case c if d: e\n  case _: f\n") ==
          "(Match (Tuple a (Starred b)) (match_case (MatchAs c) d (Expr e)) "
          "(match_case (MatchAs) (Expr f)))\n");
    CHECK(module("match (a):\n  case b: c\n") == "(Match a (match_case (MatchAs b) (Expr c)))\n");
    CHECK(module("match -a:\n  case b: c\n") ==
          "(Match (USub a) (match_case (MatchAs b) (Expr c)))\n");
    CHECK(module("match match:\n  case case: c\n") ==
          "(Match match (match_case (MatchAs case) (Expr c)))\n");
}

TEST_CASE("wrong patterns are told") {
    CHECK(pattern("*a").find("Star pattern cannot be used here") != std::string::npos);
    CHECK(pattern("a as _").find("Cannot use '_' as a target") != std::string::npos);
    CHECK(pattern("{a: b}").find("Invalid mapping pattern key") != std::string::npos);
    CHECK(pattern("A(b=1, c)").find("Positional patterns cannot follow keyword patterns") !=
          std::string::npos);
    CHECK(pattern("1 + 2").find("Expected an imaginary number") != std::string::npos);
    CHECK(pattern("2j + 1j").find("Expected a real number") != std::string::npos);
    CHECK(pattern("{**a, **b}").find("Only one double star pattern") != std::string::npos);
    CHECK(pattern("[, a]").find("! 2:9 Expected a pattern") != std::string::npos);
    CHECK(pattern("(, a)").find("! 2:9 Expected a pattern") != std::string::npos);
    CHECK(pattern("1 + a").find("Expected an imaginary number") != std::string::npos);
    CHECK(pattern("{...: a}").find("Expected a pattern") != std::string::npos);
}
