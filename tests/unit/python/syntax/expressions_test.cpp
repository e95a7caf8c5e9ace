#include <catch2/catch_test_macros.hpp>

#include "render.h"

using namespace krait;
using namespace krait::syntax;
using namespace krait::syntax::testing;

TEST_CASE("tight operators hold their operands against loose ones") {
    CHECK(expression("a + b * c") == "(Add a (Mult b c))");
    CHECK(expression("a * b + c") == "(Add (Mult a b) c)");
    CHECK(expression("a | b ^ c & d << e + f * -g ** h") ==
          "(BitOr a (BitXor b (BitAnd c (LShift d (Add e (Mult f (USub (Pow g h))))))))");
    CHECK(expression("(a + b) * c") == "(Mult (Add a b) c)");
}

TEST_CASE("operators of one precedence group from the left, powers from the right") {
    CHECK(expression("a - b - c") == "(Sub (Sub a b) c)");
    CHECK(expression("a / b // c % d @ e") == "(MatMult (Mod (FloorDiv (Div a b) c) d) e)");
    CHECK(expression("a ** b ** c") == "(Pow a (Pow b c))");
    CHECK(expression("a << b >> c") == "(RShift (LShift a b) c)");
}

TEST_CASE("unary operators bind tighter than products and looser than powers") {
    CHECK(expression("-a * b") == "(Mult (USub a) b)");
    CHECK(expression("-a ** b") == "(USub (Pow a b))");
    CHECK(expression("a ** -b") == "(Pow a (USub b))");
    CHECK(expression("~+a") == "(Invert (UAdd a))");
    CHECK(expression("not a == b") == "(Not (Compare Eq a b))");
    CHECK(expression("not not a and b") == "(And (Not (Not a)) b)");
}

TEST_CASE("and and or are flat, and and is tighter") {
    CHECK(expression("a or b or c") == "(Or a b c)");
    CHECK(expression("a or b and c or d") == "(Or a (And b c) d)");
    CHECK(expression("(a or b) or c") == "(Or (Or a b) c)");
}

TEST_CASE("comparisons chain in one node") {
    CHECK(expression("a < b <= c") == "(Compare Lt LtE a b c)");
    CHECK(expression("a is not b not in c in d is e") == "(Compare IsNot NotIn In Is a b c d e)");
    CHECK(expression("a == b != c > d >= e") == "(Compare Eq NotEq Gt GtE a b c d e)");
    CHECK(expression("a < b | c") == "(Compare Lt a (BitOr b c))");
}

TEST_CASE("conditional expressions and lambdas reach as far as they can") {
    CHECK(expression("a if b else c if d else e") == "(IfExp a b (IfExp c d e))");
    CHECK(expression("lambda: a if b else c") == "(Lambda (arguments) (IfExp a b c))");
    CHECK(expression("lambda x, /, y=1, *z, w, **v: x") ==
          "(Lambda (arguments (posonly x) (arg y 1) (* z) (kwonly w) (** v)) x)");
    CHECK(expression("(a := b if c else d)") == "(NamedExpr a (IfExp b c d))");
}

TEST_CASE("chains of calls, subscripts and attributes") {
    CHECK(expression("a.b(c)[d].e") == "(.e (Subscript (Call (.b a) c) d))");
    CHECK(expression("f(a, *b, c=d, **e)") == "(Call f a (Starred b) (keyword c d) (keyword e))");
    CHECK(expression("await a.b") == "(Await (.b a))");
    CHECK(expression("-await a ** b") == "(USub (Pow (Await a) b))");
}

TEST_CASE("keywords and positional arguments may alternate and keep their order") {
    base::SourceText source("f(a=1, *b, c=2)\n");
    Tree tree = parse_module(source);
    CallView call = tree.call(tree.expr_value(tree.body()[0]));
    REQUIRE(call.args.size() == 1);
    REQUIRE(call.keywords.size() == 2);
    CHECK(base::text_of(tree.keyword(call.keywords[0]).arg) == "a");
    CHECK(base::text_of(tree.keyword(call.keywords[1]).arg) == "c");
    CHECK(tree.is(call.args[0], NodeKind::Starred));
}

TEST_CASE("subscripts take slices, tuples of them, and stars") {
    CHECK(expression("a[b]") == "(Subscript a b)");
    CHECK(expression("a[b, c]") == "(Subscript a (Tuple b c))");
    CHECK(expression("a[b:]") == "(Subscript a (Slice b))");
    CHECK(expression("a[::c]") == "(Subscript a (Slice c))");
    CHECK(expression("a[b:c:d, e]") == "(Subscript a (Tuple (Slice b c d) e))");
    CHECK(expression("a[*b]") == "(Subscript a (Tuple (Starred b)))");
    CHECK(expression("a[b := c]") == "(Subscript a (NamedExpr b c))");
}

TEST_CASE("displays and comprehensions") {
    CHECK(expression("()") == "(Tuple)");
    CHECK(expression("(a)") == "a");
    CHECK(expression("(a,)") == "(Tuple a)");
    CHECK(expression("[a, *b]") == "(List a (Starred b))");
    CHECK(expression("{a, b}") == "(Set a b)");
    CHECK(expression("{}") == "(Dict)");
    CHECK(expression("{a: b, **c, d: e}") == "(Dict a b c d e)");
    CHECK(expression("[a for b in c if d if e for f in g]") ==
          "(ListComp a (comprehension b c d e) (comprehension f g))");
    CHECK(expression("{a: b for c, d in e}") == "(DictComp a b (comprehension (Tuple c d) e))");
    CHECK(expression("{a for b in c}") == "(SetComp a (comprehension b c))");
    CHECK(expression("f(a for b in c)") == "(Call f (GeneratorExp a (comprehension b c)))");
}

TEST_CASE("an unpacked value of a dictionary has no key") {
    Tree tree = parse_expression("{**a, b: c}", 0);
    DictView dict = tree.dict(tree.expression());
    REQUIRE(dict.keys.size() == 2);
    CHECK(dict.keys[0] == NodeId::None);
    CHECK(tree.is(dict.keys[1], NodeKind::Name));
}

TEST_CASE("places are those of CPython's ast") {
    std::string_view text = "x = (a + (b)).c[1](d for d in e)";
    base::SourceText source{std::string(text)};
    Tree tree = parse_module(source);
    AssignView assign = tree.assign(tree.body()[0]);
    CallView call = tree.call(assign.value);
    CHECK(covered(tree, assign.value, text) == "(a + (b)).c[1](d for d in e)");
    CHECK(covered(tree, call.args[0], text) == "(d for d in e)");
    SubscriptView subscript = tree.subscript(call.func);
    CHECK(covered(tree, call.func, text) == "(a + (b)).c[1]");
    AttributeView attribute = tree.attribute(subscript.value);
    CHECK(text.substr(attribute.attr_start, 1) == "c");
    CHECK(covered(tree, attribute.value, text) == "a + (b)");
    CHECK(tree.parenthesized(attribute.value));
    CHECK(covered(tree, tree.bin_op(attribute.value).right, text) == "b");
}

TEST_CASE("an expression inside other text has that text's places") {
    Tree tree = parse_expression(" List[\n int]", 100);
    CHECK(tree.errors().empty());
    CHECK(tree.start(tree.expression()) == 101);
    CHECK(tree.end(tree.expression()) == 112);
    CHECK(tree.start(tree.subscript(tree.expression()).slice) == 108);
}

TEST_CASE("a text that is more or less than an expression is an error") {
    CHECK(expression("a b") == "a ! Unexpected token at the end of an expression");
    CHECK(expression("") == "(ErrorExpr) ! Expected an expression");
    CHECK(expression("a +") == "(Add a (ErrorExpr)) ! Expected an expression");
}
