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
    CHECK(world.mro_of("builtins.str") ==
          Lines{"builtins.str", "typing.Sequence", "typing.Iterable", "builtins.object"});
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
    CHECK(world->type_of("m.a") == "int");
    CHECK(world->type_of("m.b") == "list[str]");
    CHECK(world->type_of("m.c") == "int | None");
    CHECK(world->type_of("m.d") == "int | str");
    CHECK(world->type_of("m.e") == "int | None");
    CHECK(world->type_of("m.f") == "def (int, str) -> bool");
    CHECK(world->type_of("m.g") == "tuple[int, str]");
    CHECK(world->type_of("m.h") == "tuple[int, ...]");
    CHECK(world->type_of("m.i") == "type[int]");
    CHECK(world->type_of("m.j") == "Literal[1] | Literal['x'] | Literal[True]");
    CHECK(world->type_of("m.k") == "list[m.C]");
    CHECK(world->type_of("m.l") == "list[int]");
    CHECK(world->type_of("m.m") == "Any");
    CHECK(world->type_of("m.n") == "def (*Any, **Any) -> int");
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
          "def (a: int, b: str =, *args: int, c: bool, d: bool =, **kw: str)");
    CHECK(world->type_of("m.g") == "def [T] (x: T, y: list[T]) -> T");
    CHECK(world->type_of("m.h") == "None");
    CHECK(world->type_of("m.i") == "def [U] (x: U) -> U");
    CHECK(world->type_of("m.j") == "def () -> typing.Coroutine[Any, Any, int]");
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
    CHECK(world->mro_of("m.H") == Lines{"m.H", "m.G", "m.B", "m.A", "builtins.object"});
    CHECK(world->type_of("m.B.x") == "int");
    CHECK(world->type_of("m.B.m") == "def (self: m.B, a: int) -> m.B");
    CHECK(world->type_of("m.B.make") == "def (cls: type[m.B]) -> m.B");
    CHECK(world->type_of("m.B.s") == "def (a: int) -> int");
    CHECK(world->type_of("m.B.p") == "def (self: m.B) -> int");
    CHECK(world->type_of("m.G.get") == "def (self: m.G[T]) -> T");
    CHECK(world->type_of("m.P.put") == "def (self: m.P[K], k: K)");
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
    CHECK(world->type_of("m.A.s") == "str");
    // `set` brings nothing new.
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
    CHECK(
        has("3: error: Module \"typing\" has no attribute \"Optionl\"; maybe \"Optional\"?  "
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
        .add("lib",
             "__all__ = ['f', '_g']\ndef f() -> int: ...\ndef _g() -> int: ...\n"
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
    CHECK(world->type_of("m.x") == "int");
    CHECK(world->type_of("m.y") == "str");
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
    CHECK(world->type_of("m.A") == "list[int]");
    CHECK(world->type_of("m.a") == "list[int]");
    CHECK(world->type_of("m.b") == "int | list[str]");
    CHECK(world->type_of("m.c") == "dict[str, m.D]");
    CHECK(world->type_of("m.e") == "dict[str, int]");
    CHECK(world->type_of("m.f") == "int | None");
}

TEST_CASE("a decorated function that has no name yet is no overload of what stands before it") {
    World world;
    world.add_standard_library();
    world.add("m", R"(
class Box:
    size: int = 1
    @property
    def= take(
    def after(self) -> int: ...
)");
    world.analyze();
    CHECK(world.type_of("m.Box.size") == "int");
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
          "Overload(def (x: int) -> int, def (x: str) -> "
          "str)");
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
        CHECK(world->show(variable->type) == "str");
    }
    CHECK(found_parameter);
    auto other = world->analyze_body("m", "f");
    REQUIRE(other.diagnostics.size() == 1);
    CHECK(other.diagnostics[0].message == "Name \"global_name\" is not defined");
}

TEST_CASE("named tuples, TypedDicts, new types and functional enums are classes") {
    auto world = analyzed(R"(
from typing import NamedTuple, TypedDict, NewType, NotRequired
from collections import namedtuple
from enum import Enum
class P(NamedTuple):
    x: int
    y: str = ""
    def both(self) -> str: ...
Q = namedtuple("Q", "a b")
R = NamedTuple("R", [("a", int)])
class D(TypedDict):
    k: int
    o: NotRequired[str]
class E(D, total=False):
    z: int
F = TypedDict("F", {"a": int, "b-c": str})
U = NewType("U", int)
Color = Enum("Color", "RED GREEN")
p: P
d: D
e: E
f: F
u: U
)");
    CHECK(world->messages("m") == Lines{});
    CHECK(world->type_of("m.p") == "tuple[int, str, fallback=m.P]");
    CHECK(world->mro_of("m.P")[0] == "m.P");
    CHECK(world->find("m.P.both") != nullptr);
    CHECK(world->type_of("m.P.x") == "int");
    CHECK(world->find("m.Q._replace") != nullptr);
    CHECK(world->type_of("m.d") == "TypedDict(m.D, {'k': int, 'o'?: str})");
    CHECK(world->type_of("m.e") == "TypedDict(m.E, {'k': int, 'o'?: str, 'z'?: int})");
    CHECK(world->type_of("m.f") == "TypedDict(m.F, {'a': int, 'b-c': str})");
    CHECK(world->type_of("m.u") == "m.U");
    CHECK(world->mro_of("m.U") == Lines{"m.U", "builtins.int", "builtins.object"});
    CHECK(world->find("m.Color.RED") != nullptr);
}

TEST_CASE("abstract methods and protocols are known for what they are") {
    auto world = analyzed(R"(
from abc import ABCMeta, abstractmethod
from typing import Protocol, Self
class A(metaclass=ABCMeta):
    @abstractmethod
    def f(self) -> int: ...
class B(A):
    def f(self) -> int: return 1
class P(Protocol):
    x: int
    def m(self) -> None: ...
class S:
    def me(self) -> Self: return self
)");
    CHECK(world->messages("m") == Lines{});
    CHECK(world->find_as<types::ClassInfo>("m.A")->is_abstract);
    CHECK_FALSE(world->find_as<types::ClassInfo>("m.B")->is_abstract);
    CHECK(world->find_as<types::ClassInfo>("m.P")->is_protocol);
    CHECK(world->find_as<types::ClassInfo>("m.P")->abstract_attributes.size() == 2);
    CHECK(world->type_of("m.S.me") == "def [Self <: m.S] (self: Self) -> Self");
}

TEST_CASE("mistakes in types are named as mypy names them") {
    auto world = analyzed(R"(
from typing import Callable, ClassVar, Literal, Optional, TypeVar, Final
T = TypeVar("X")
U = TypeVar("U")
a: Optional[int, str]
b: Callable[int]
c: ClassVar[int]
d: U
e: Literal[3.5]
f: [int]
g: 3
h: Final
class A(int, int): ...
class B(3): ...
break
return 1
)");
    CHECK(
        world->messages("m") ==
        Lines{
            "3: error: String argument 1 \"X\" to TypeVar(...) does not match variable name \"T\"  "
            "[misc]",
            "5: error: Optional[...] must have exactly one type argument  [valid-type]",
            "6: error: Please use \"Callable[[<parameters>], <return type>]\" or \"Callable\"  "
            "[misc]",
            "7: error: ClassVar can only be used for assignments in class body  [misc]",
            "8: error: Type variable \"m.U\" is unbound  [valid-type]",
            "8: note: (Hint: Use \"Generic[U]\" or \"Protocol[U]\" base class to bind \"U\" inside "
            "a class)  [valid-type]",
            "8: note: (Hint: Use \"U\" in function signature to bind \"U\" inside a function)  "
            "[valid-type]",
            "9: error: Invalid type: Literal[...] cannot contain arbitrary expressions  "
            "[valid-type]",
            "10: error: Bracketed expression \"[...]\" is not valid as a type  [valid-type]",
            "10: note: Did you mean \"List[...]\"?  [misc]",
            "11: error: Invalid type: try using Literal[3] instead?  [valid-type]",
            "12: error: Type in Final[...] can only be omitted if there is an initializer  [misc]",
            "13: error: Duplicate base class \"int\"  [misc]",
            "14: error: Invalid type: try using Literal[3] instead?  [valid-type]",
            "15: error: \"break\" outside loop", "16: error: \"return\" outside function  [misc]"});
}
