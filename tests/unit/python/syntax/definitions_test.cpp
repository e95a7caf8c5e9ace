#include <catch2/catch_test_macros.hpp>

#include "render.h"

using namespace krait;
using namespace krait::syntax;
using namespace krait::syntax::testing;

namespace {

FunctionFacts facts_of(std::string text) {
    base::SourceText source(std::move(text));
    Tree tree = parse_module(source);
    CHECK(tree.errors().empty());
    return tree.function(tree.body()[0]).facts;
}

}  // namespace

TEST_CASE("parameters keep their order, kinds, annotations and defaults") {
    CHECK(module("def f(a, b: int = 1, /, c=2, *d: *Ts, e: str, f=3, **g: int) -> h: pass\n") ==
          "(FunctionDef f (arguments (posonly a) (posonly b int 1) (arg c 2) "
          "(* d (Starred Ts)) (kwonly e str) (kwonly f 3) (** g int)) h pass)\n");
    CHECK(module("def f(*, a): pass\n") == "(FunctionDef f (arguments (kwonly a)) pass)\n");
    CHECK(module("async def f(): pass\n") == "(AsyncFunctionDef f (arguments) pass)\n");
}

TEST_CASE("a parameter's place leaves out its default") {
    std::string text = "def f(a: int = 1): pass\n";
    base::SourceText source(text);
    Tree tree = parse_module(source);
    NodeId args = tree.function(tree.body()[0]).args;
    CHECK(covered(tree, tree.arguments(args).args[0], text) == "a: int");
}

TEST_CASE("classes, decorators and type parameters") {
    CHECK(module("@a.b\n@c(1)\nclass D[T: int = str, *Ts, **P](E, m=F): pass\n") ==
          "(ClassDef D (.b a) (Call c 1) (TypeVar T int str) (TypeVarTuple Ts) (ParamSpec P) E "
          "(keyword m F) pass)\n");
    CHECK(module("class A(): pass\n") == "(ClassDef A pass)\n");
    CHECK(module("@a\nasync def f(): pass\n") == "(AsyncFunctionDef f a (arguments) pass)\n");
}

TEST_CASE("a definition starts at its keyword, not at its decorators") {
    std::string text = "@a\ndef f(): pass\n";
    base::SourceText source(text);
    Tree tree = parse_module(source);
    CHECK(covered(tree, tree.body()[0], text) == "def f(): pass");
}

TEST_CASE("wrong parameters are told") {
    CHECK(module("def f(a, a): pass\n").find("! 1:10 Duplicate parameter \"a\" in function") !=
          std::string::npos);
    CHECK(module("def f(a=1, b): pass\n").find("! 1:12 Parameter without a default") !=
          std::string::npos);
    CHECK(module("def f(a=1, *, b): pass\n").find('!') == std::string::npos);
    CHECK(module("def f(*): pass\n").find("Expected one or more keyword parameter") !=
          std::string::npos);
    CHECK(module("def f(/, a): pass\n").find("not allowed as first parameter") !=
          std::string::npos);
    CHECK(module("def f(*a, /): pass\n").find("'/' parameter must appear before '*'") !=
          std::string::npos);
    CHECK(module("def f(*a, *b): pass\n").find("Only one '*' parameter allowed") !=
          std::string::npos);
    CHECK(module("def f(**a, b): pass\n").find("cannot follow var-keyword parameter") !=
          std::string::npos);
}

TEST_CASE("parameters whose names are missing don't repeat each other") {
    CHECK(module("def f(: int, : str): pass\n").find("Duplicate") == std::string::npos);
    CHECK(module("def f(**, **): pass\n").find("Duplicate") == std::string::npos);
    CHECK(module("lambda a, b, a: 1\n").find("! 1:14 Duplicate parameter \"a\"") !=
          std::string::npos);
}

TEST_CASE("a generator is known by its own yields only") {
    CHECK(facts_of("def f(): yield 1\n").has_yield);
    CHECK(facts_of("def f(): yield from a\n").has_yield_from);
    CHECK(facts_of("def f(): x = yield\n").is_generator());
    CHECK_FALSE(facts_of("def f():\n  def g(): yield 1\n  return g\n").is_generator());
    CHECK_FALSE(facts_of("def f(): return lambda: (yield)\n").is_generator());
    CHECK_FALSE(facts_of("def f(): return 1\n").is_generator());
}

TEST_CASE("awaiting shows in the function that does it") {
    CHECK(facts_of("async def f(): await a\n").has_await);
    CHECK(facts_of("async def f():\n  async for a in b: pass\n").has_await);
    CHECK(facts_of("async def f():\n  async with a: pass\n").has_await);
    CHECK(facts_of("async def f(): [a async for a in b]\n").has_await);
    CHECK_FALSE(facts_of("async def f():\n  async def g(): await a\n").has_await);
}

TEST_CASE("binding an attribute of the first parameter shows") {
    CHECK(facts_of("def f(self): self.x = 1\n").assigns_self);
    CHECK(facts_of("def f(me, /): a, [me.x] = b\n").assigns_self);
    CHECK(facts_of("def f(self): self.x: int\n").assigns_self);
    CHECK(facts_of("def f(self): self.x += 1\n").assigns_self);
    CHECK(facts_of("def f(self):\n  for self.x in y: pass\n").assigns_self);
    CHECK(facts_of("def f(self):\n  with a as self.x: pass\n").assigns_self);
    CHECK(facts_of("def f(self):\n  def g(): self.x = 1\n").assigns_self);
    CHECK_FALSE(facts_of("def f(self): self.x.y = 1\n").assigns_self);
    CHECK_FALSE(facts_of("def f(self, other): other.x = 1\n").assigns_self);
    CHECK_FALSE(facts_of("def f(self): self.x\n").assigns_self);
    CHECK_FALSE(facts_of("def f(*self): self.x = 1\n").assigns_self);
    CHECK_FALSE(facts_of("def f(*self: int): self.x = 1\n").assigns_self);
    CHECK_FALSE(facts_of("def f(*, self): self.x = 1\n").assigns_self);
    CHECK_FALSE(facts_of("def f(**self): self.x = 1\n").assigns_self);
}

TEST_CASE("other facts that show outside a body") {
    CHECK(facts_of("def f():\n  global a\n").declares_global);
    CHECK(facts_of("def f():\n  nonlocal a\n").declares_nonlocal);
    CHECK(facts_of("def f():\n  import a\n").has_import);
    CHECK(facts_of("def f():\n  from a import b\n").has_import);
    CHECK(facts_of("def f(): return 1\n").has_return_value);
    CHECK_FALSE(facts_of("def f(): return\n").has_return_value);
}

TEST_CASE("trivial bodies are known by their shape") {
    CHECK(facts_of("def f(): ...\n").shape == BodyShape::Ellipsis);
    CHECK(facts_of("def f(): pass\n").shape == BodyShape::Pass);
    CHECK(facts_of("def f(): 'doc'\n").shape == BodyShape::DocstringOnly);
    CHECK(facts_of("def f():\n  'doc'\n  ...\n").shape == BodyShape::Ellipsis);
    CHECK(facts_of("def f(): raise NotImplementedError\n").shape ==
          BodyShape::RaisesNotImplemented);
    CHECK(facts_of("def f(): raise NotImplementedError('x')\n").shape ==
          BodyShape::RaisesNotImplemented);
    CHECK_FALSE(facts_of("def f(): raise ValueError\n").is_trivial());
    CHECK_FALSE(facts_of("def f():\n  pass\n  pass\n").is_trivial());
    CHECK_FALSE(facts_of("def f(): return\n").is_trivial());
}
