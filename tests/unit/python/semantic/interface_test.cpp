// interface_test.cpp

#include <catch2/catch_test_macros.hpp>

#include "world.h"

using namespace krait;
using namespace krait::semantic::test;
using Lines = std::vector<std::string>;

TEST_CASE("the small standard library analyses without a complaint") {
    World world;
    world.add_standard_library().analyze();
    for (const char* module : {"builtins", "typing", "abc", "enum", "collections", "types"}) {
        CHECK(world.messages(module) == Lines{});
    }
    CHECK(world.mro_of("builtins.bool") ==
          Lines{"builtins.bool", "builtins.int", "builtins.object"});
    CHECK(world.mro_of("builtins.str") == Lines{"builtins.str", "typing.Sequence",
                                                "typing.Iterable", "builtins.object"});
}

TEST_CASE("annotations become types") {
    auto world = analyzed(R"(
from typing import Any, Callable, Literal, Optional, Union, List
a: int
b: list[str]
c: Optional[int]
d: Union[int, str]
e: int | None
f: Callable[[int, str], bool]
g: tuple[int, str]
h: tuple[int, ...]
i: type[int]
j: Literal[1, "x", True]
k: "list[C]"
l: List[int]
m: Any
n: Callable[..., int]
class C: ...
)");
    CHECK(world->messages("m") == Lines{});
    CHECK(world->type_of("m.a") == "builtins.int");
    CHECK(world->type_of("m.b") == "builtins.list[builtins.str]");
    CHECK(world->type_of("m.c") == "builtins.int | None");
    CHECK(world->type_of("m.d") == "builtins.int | builtins.str");
    CHECK(world->type_of("m.e") == "builtins.int | None");
    CHECK(world->type_of("m.f") == "def (builtins.int, builtins.str) -> builtins.bool");
    CHECK(world->type_of("m.g") == "tuple[builtins.int, builtins.str]");
    CHECK(world->type_of("m.h") == "builtins.tuple[builtins.int, ...]");
    CHECK(world->type_of("m.i") == "type[builtins.int]");
    CHECK(world->type_of("m.j") == "Literal[1] | Literal['x'] | Literal[True]");
    CHECK(world->type_of("m.k") == "builtins.list[m.C]");
    CHECK(world->type_of("m.l") == "builtins.list[builtins.int]");
    CHECK(world->type_of("m.m") == "Any");
    CHECK(world->type_of("m.n") == "def (*Any, **Any) -> builtins.int");
}

TEST_CASE("a function's signature has its parameters and binds its type variables") {
    auto world = analyzed(R"(
from typing import TypeVar
T = TypeVar("T")
def f(a: int, b: str = "", *args: int, c: bool, d: bool = True, **kw: str) -> None: ...
def g(x: T, y: list[T]) -> T: ...
def h(a, b): ...
def i[U](x: U) -> U: ...
async def j() -> int: ...
)");
    CHECK(world->messages("m") == Lines{});
    CHECK(world->type_of("m.f") ==
          "def (a: builtins.int, b: builtins.str =, *args: builtins.int, c: builtins.bool, d: "
          "builtins.bool =, **kw: builtins.str)");
    CHECK(world->type_of("m.g") == "def [T] (x: T, y: builtins.list[T]) -> T");
    CHECK(world->type_of("m.h") == "None");
    CHECK(world->type_of("m.i") == "def [U] (x: U) -> U");
    CHECK(world->type_of("m.j") == "def () -> typing.Coroutine[Any, Any, builtins.int]");
}

TEST_CASE("classes have bases, type variables and methods") {
    auto world = analyzed(R"(
from typing import Generic, TypeVar
T = TypeVar("T")
class A: ...
class B(A):
    x = 1
    def m(self, a: int) -> "B": ...
    @classmethod
    def make(cls) -> "B": ...
    @staticmethod
    def s(a: int) -> int: ...
    @property
    def p(self) -> int: ...
class G(Generic[T]):
    def get(self) -> T: ...
class H(G[int], B): ...
class P[K]: 
    def put(self, k: K) -> None: ...
)");
    CHECK(world->messages("m") == Lines{});
    CHECK(world->mro_of("m.H") ==
          Lines{"m.H", "m.G", "m.B", "m.A", "builtins.object"});
    CHECK(world->type_of("m.B.x") == "builtins.int");
    CHECK(world->type_of("m.B.m") == "def (self: m.B, a: builtins.int) -> m.B");
    CHECK(world->type_of("m.B.make") == "def (cls: type[m.B]) -> m.B");
    CHECK(world->type_of("m.B.s") == "def (a: builtins.int) -> builtins.int");
    CHECK(world->type_of("m.B.p") == "def (self: m.B) -> builtins.int");
    CHECK(world->type_of("m.G.get") == "def (self: m.G[T`1]) -> T`1");
    CHECK(world->type_of("m.P.put") == "def (self: m.P[K`1], k: K`1)");
}

TEST_CASE("attributes of self come from methods, which then shape the interface") {
    auto world = analyzed(R"(
class A:
    def __init__(self, n: int) -> None:
        self.n = n
        self.s: str = ""
    def set(self) -> None:
        self.n = 2
    def plain(self) -> None:
        undefined_name
)");
    CHECK(world->find("m.A.n") != nullptr);
    CHECK(world->type_of("m.A.s") == "builtins.str");
    CHECK(world->draft("m").shaping.size() == 1);
    CHECK(world->messages("m") == Lines{});
}

TEST_CASE("what is not there is reported where it is used") {
    auto world = analyzed(R"(
import nowhere
from typing import Optionl
from m2 import thing
a: undefined
b: int[str]
c: list[int, str]
d: len
print(x)
lenn
)");
    Lines messages = world->messages("m");
    CHECK(messages.size() >= 6);
    auto has = [&](std::string_view text) {
        for (const std::string& line : messages) {
            if (line == text) return true;
        }
        return false;
    };
    CHECK(has("3: error: Module \"typing\" has no attribute \"Optionl\"; maybe \"Optional\"?  "
              "[attr-defined]"));
    CHECK(has("5: error: Name \"undefined\" is not defined  [name-defined]"));
    CHECK(has("6: error: \"int\" expects no type arguments, but 1 given  [type-arg]"));
    CHECK(has("7: error: \"list\" expects 1 type argument, but 2 given  [type-arg]"));
    CHECK(has("8: error: Function \"builtins.len\" is not valid as a type  [valid-type]"));
    CHECK(has("9: error: Name \"x\" is not defined  [name-defined]"));
    CHECK(has("10: error: Name \"lenn\" is not defined; did you mean \"len\"?  [name-defined]"));
}

TEST_CASE("names are defined once") {
    auto world = analyzed(R"(
def f() -> None: ...
def f() -> None: ...
class C: ...
class C: ...
x: int = 1
x: str = ""
if len(""):
    def g() -> None: ...
else:
    def g() -> None: ...
)");
    CHECK(world->messages("m") ==
          Lines{"3: error: Name \"f\" already defined on line 2  [no-redef]",
                "5: error: Name \"C\" already defined on line 4  [no-redef]",
                "7: error: Name \"x\" already defined on line 6  [no-redef]"});
}

TEST_CASE("modules of a cycle see each other's names whatever their order") {
    World world;
    world.add_standard_library()
        .add("a", "from b import B\nclass A:\n    def b(self) -> B: ...\nx: B\n")
        .add("b", "from a import A\nimport a\nclass B(A): ...\ny: a.A\n")
        .analyze();
    CHECK(world.messages("a") == Lines{});
    CHECK(world.messages("b") == Lines{});
    CHECK(world.mro_of("b.B") == Lines{"b.B", "a.A", "builtins.object"});
    CHECK(world.type_of("a.x") == "b.B");
    CHECK(world.type_of("b.y") == "a.A");
    CHECK(world.type_of("a.A.b") == "def (self: a.A) -> b.B");
}

TEST_CASE("star imports bring public names, and __all__ says which") {
    World world;
    world.add_standard_library()
        .add("lib", "__all__ = ['f', '_g']\ndef f() -> int: ...\ndef _g() -> int: ...\n"
                    "def h() -> int: ...\n")
        .add("m", "from lib import *\n")
        .analyze();
    CHECK(world.find("m.f") != nullptr);
    CHECK(world.find("m._g") != nullptr);
    CHECK(world.find("m.h") == nullptr);
}

TEST_CASE("code for other versions and platforms is not looked at") {
    auto world = analyzed(R"(
import sys
from typing import TYPE_CHECKING
if sys.version_info < (3,):
    x: undefined
else:
    x: int
if sys.platform == "win32":
    import nowhere
if TYPE_CHECKING:
    y: str
else:
    y: undefined
)");
    CHECK(world->messages("m") == Lines{});
    CHECK(world->type_of("m.x") == "builtins.int");
    CHECK(world->type_of("m.y") == "builtins.str");
}

TEST_CASE("aliases stand for types and may have parameters") {
    auto world = analyzed(R"(
from typing import TypeVar, Union, TypeAlias
T = TypeVar("T")
A = list[int]
B = Union[int, list[T]]
C: TypeAlias = "dict[str, D]"
class D: ...
type E[K] = dict[K, int]
F = int | None
a: A
b: B[str]
c: C
e: E[str]
f: F
)");
    CHECK(world->messages("m") == Lines{});
    CHECK(world->type_of("m.A") == "builtins.list[builtins.int]");
    CHECK(world->type_of("m.a") == "builtins.list[builtins.int]");
    CHECK(world->type_of("m.b") == "builtins.int | builtins.list[builtins.str]");
    CHECK(world->type_of("m.c") == "builtins.dict[builtins.str, m.D]");
    CHECK(world->type_of("m.e") == "builtins.dict[builtins.str, builtins.int]");
    CHECK(world->type_of("m.f") == "builtins.int | None");
}

TEST_CASE("overloads and properties are one definition each") {
    auto world = analyzed(R"(
from typing import overload
@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x): return x
class C:
    @property
    def p(self) -> int: return 1
    @p.setter
    def p(self, v: int) -> None: ...
@overload
def g(x: int) -> int: ...
@overload
def g(x: str) -> str: ...
)");
    CHECK(world->type_of("m.f") ==
          "Overload(def (x: builtins.int) -> builtins.int, def (x: builtins.str) -> "
          "builtins.str)");
    const auto* p = world->find_as<types::OverloadedInfo>("m.C.p");
    REQUIRE(p != nullptr);
    CHECK(p->is_property);
    CHECK(p->setter_index == 1);
    CHECK(world->messages("m") ==
          Lines{"13: error: An overloaded function outside a stub file must have an "
                "implementation  [no-overload-impl]"});
}

TEST_CASE("a body job resolves names through the published interface") {
    auto world = analyzed(R"(
class A:
    n: int
    def m(self, k: str) -> None:
        x = k
        for i in [1]:
            y = i
        def inner() -> None:
            z = x
        class Local: ...
        missing
def f() -> A:
    global_name
    return A()
)");
    CHECK(world->messages("m") == Lines{});
    auto body = world->analyze_body("m", "A.m");
    REQUIRE(body.diagnostics.size() == 1);
    CHECK(body.diagnostics[0].message == "Name \"missing\" is not defined");
    bool found_parameter = false;
    for (const auto& [node, fact] : body.bindings.names) {
        const auto* variable = types::as<types::VarInfo>(fact.definition);
        if (variable == nullptr || base::text_of(variable->name) != "k") continue;
        found_parameter = true;
        CHECK(world->show(variable->type) == "builtins.str");
    }
    CHECK(found_parameter);
    auto other = world->analyze_body("m", "f");
    REQUIRE(other.diagnostics.size() == 1);
    CHECK(other.diagnostics[0].message == "Name \"global_name\" is not defined");
}
