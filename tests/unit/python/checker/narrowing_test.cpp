// narrowing_test.cpp: what conditions say about variables.

#include <catch2/catch_test_macros.hpp>

#include "program.h"

using namespace krait;
using namespace krait::checker::test;

namespace {

void check_program(std::string_view program, const config::Options& options = {}) {
    CHECK(findings(program, options) == expected(program));
}

}  // namespace

TEST_CASE("a test for None splits an optional type") {
    check_program(R"(
def f(x: int | None) -> int:
    reveal_type(x)  # N: Revealed type is "int | None"
    if x is None:
        reveal_type(x)  # N: Revealed type is "None"
        return 0
    reveal_type(x)  # N: Revealed type is "int"
    return x
def g(x: int | None) -> int:
    if x is not None and x > 1:
        return x
    return x  # E: Incompatible return value type (got "int | None", expected "int")  [return-value]
def h(x: str | None) -> str:
    return x or ""
def i(x: str | None) -> None:
    if x:
        reveal_type(x)  # N: Revealed type is "str"
    else:
        reveal_type(x)  # N: Revealed type is "Literal[''] | None"
    assert x is not None
    reveal_type(x)  # N: Revealed type is "str"
)");
}

TEST_CASE("isinstance splits a union") {
    check_program(R"(
class A: ...
class B(A):
    only_b = 1
def f(x: int | str | list[int]) -> None:
    if isinstance(x, int):
        reveal_type(x)  # N: Revealed type is "int"
    elif isinstance(x, (str, float)):
        reveal_type(x)  # N: Revealed type is "str"
    else:
        reveal_type(x)  # N: Revealed type is "list[int]"
def g(a: A) -> None:
    if isinstance(a, B):
        reveal_type(a.only_b)  # N: Revealed type is "int"
    a.only_b  # E: "A" has no attribute "only_b"  [attr-defined]
def h(x: object) -> int:
    if not isinstance(x, int):
        return 0
    return x
)");
}

TEST_CASE("assignments narrow, and branches meet again") {
    check_program(R"(
def f(c: bool, x: int | str) -> None:
    x = 1
    reveal_type(x)  # N: Revealed type is "int"
    if c:
        x = ""
        reveal_type(x)  # N: Revealed type is "str"
    reveal_type(x)  # N: Revealed type is "int | str"
def g(xs: list[int | None]) -> None:
    last: int | None = None
    for x in xs:
        if last is None:
            last = x
        reveal_type(last)  # N: Revealed type is "int | None"
)");
}

TEST_CASE("attributes and items are narrowed too, until what they belong to changes") {
    check_program(R"(
class A:
    x: int | None = None
def f(a: A, d: dict[str, int | None]) -> None:
    if a.x is not None:
        reveal_type(a.x)  # N: Revealed type is "int"
        a = A()
        reveal_type(a.x)  # N: Revealed type is "int | None"
    if d["k"] is not None:
        reveal_type(d["k"])  # N: Revealed type is "int"
)");
}

TEST_CASE("literals and enums are told apart by ==") {
    check_program(R"(
from typing import Literal
from enum import Enum
class Color(Enum):
    RED = 1
    BLUE = 2
def f(c: Color) -> None:
    if c is Color.RED:
        reveal_type(c)  # N: Revealed type is "Literal[m.Color.RED]"
    else:
        reveal_type(c)  # N: Revealed type is "Literal[m.Color.BLUE]"
def g(x: Literal["a", "b"]) -> None:
    if x == "a":
        reveal_type(x)  # N: Revealed type is "Literal['a']"
    else:
        reveal_type(x)  # N: Revealed type is "Literal['b']"
)");
}

TEST_CASE("what can't be reached is reported on demand") {
    config::Options options;
    options.warn_unreachable = true;
    check_program(R"(
def f(x: int) -> int:
    if isinstance(x, int):
        return 1
    return 2  # E: Statement is unreachable  [unreachable]
)",
                  options);
}
