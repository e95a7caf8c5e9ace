// dataclasses_test.cpp

#include "python/special/class_hooks.h"

#include <catch2/catch_test_macros.hpp>

#include "../semantic/world.h"

using namespace krait;
using semantic::test::World;
using Lines = std::vector<std::string>;

namespace {

constexpr std::string_view kDataclasses = R"(
from typing import Any, Generic, TypeVar, Callable
_T = TypeVar("_T")
class Field(Generic[_T]): ...
class InitVar(Generic[_T]): ...
class KW_ONLY: ...
def dataclass(cls: Any = None, *, frozen: bool = False, order: bool = False) -> Any: ...
def field(*, default: Any = None, init: bool = True, kw_only: bool = False) -> Any: ...
)";

std::unique_ptr<World> analyzed(std::string_view text) {
    auto world = std::make_unique<World>();
    world->add_standard_library()
        .add("dataclasses", kDataclasses, true)
        .add("m", text)
        .analyze(&special::apply_class_hooks);
    return world;
}

}  // namespace

TEST_CASE("a dataclass gets an __init__ from its fields") {
    auto world = analyzed(R"(
from dataclasses import dataclass, field
from typing import ClassVar
@dataclass
class A:
    x: int
    y: str = ""
    z: ClassVar[int] = 0
    w: int = field(default=1, init=False)
    v: int = field(default=1, kw_only=True)
@dataclass
class B(A):
    u: str = ""
)");
    CHECK(world->messages("m") == Lines{});
    CHECK(world->type_of("m.A.__init__") == "def (self: m.A, x: int, y: str =, *, v: int =)");
    CHECK(world->type_of("m.B.__init__") ==
          "def (self: m.B, x: int, y: str =, u: str =, *, v: int =)");
}

TEST_CASE("type variables of a generic dataclass are those of the class that inherits it") {
    auto world = analyzed(R"(
from dataclasses import dataclass
from typing import Generic, TypeVar
T = TypeVar("T")
@dataclass
class A(Generic[T]):
    x: T
@dataclass
class B(A[int]):
    y: str
)");
    CHECK(world->messages("m") == Lines{});
    CHECK(world->type_of("m.B.__init__") == "def (self: m.B, x: int, y: str)");
}

TEST_CASE("what dataclasses forbid is reported") {
    auto world = analyzed(R"(
from dataclasses import dataclass
@dataclass(frozen=True)
class A:
    x: int = 0
    y: int
@dataclass
class B(A): ...
)");
    CHECK(world->messages("m") ==
          Lines{"6: error: Attributes without a default cannot follow attributes with one  [misc]",
                "8: error: Attributes without a default cannot follow attributes with one  [misc]",
                "8: error: Non-frozen dataclass cannot inherit from a frozen dataclass  [misc]"});
}
