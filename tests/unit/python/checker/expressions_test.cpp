// expressions_test.cpp: calls, attributes, operators, subscripts, displays.

#include <catch2/catch_test_macros.hpp>

#include "program.h"

using namespace krait;
using namespace krait::checker::test;

namespace {

void check_program(std::string_view program, const config::Options& options = {}) {
    CHECK(findings(program, options) == expected(program));
}

}  // namespace

TEST_CASE("arguments must fit parameters in number, name and type") {
    check_program(R"(
def f(a: int, b: str = "") -> bool:
    return True
f(1)
f(1, "x")
f("x")  # E: Argument 1 to "f" has incompatible type "str"; expected "int"  [arg-type]
f()  # E: Missing positional argument "a" in call to "f"  [call-arg]
f(1, "", 2)  # E: Too many arguments for "f"  [call-arg]
f(1, c=2)  # E: Unexpected keyword argument "c" for "f"  [call-arg]
f(1, b=2)  # E: Argument "b" to "f" has incompatible type "int"; expected "str"  [arg-type]
f(b="")  # E: Missing positional argument "a" in call to "f"  [call-arg]
def g(*, k: int) -> None: ...
g()  # E: Missing named argument "k" for "g"  [call-arg]
g(1)  # E: Too many positional arguments for "g"  [call-arg]
args = [1, 2]
f(*args)  # E: Argument 1 to "f" has incompatible type "*list[int]"; expected "str"  [arg-type]
1()  # E: "int" not callable  [operator]
)");
}

TEST_CASE("type variables are inferred from arguments and from what is expected") {
    check_program(R"(
from typing import Callable, TypeVar
T = TypeVar("T")
S = TypeVar("S")
def same(x: T) -> T:
    return x
def first(xs: list[T]) -> T:
    return xs[0]
def apply(f: Callable[[T], S], x: T) -> S:
    return f(x)
reveal_type(same(1))  # N: Revealed type is "int"
reveal_type(first(["a"]))  # N: Revealed type is "str"
reveal_type(apply(lambda x: [x], 1))  # N: Revealed type is "list[int]"
reveal_type(apply(len, "abc"))  # N: Revealed type is "int"
def empty() -> list[int]:
    return list()
x: list[float] = [1]
reveal_type(x)  # N: Revealed type is "list[float]"
reveal_type(sorted([3, 1]))  # N: Revealed type is "list[int]"
)");
}

TEST_CASE("an overload's item is chosen by the arguments") {
    check_program(R"(
from typing import overload
@overload
def f(x: int) -> str: ...
@overload
def f(x: str) -> int: ...
def f(x: int | str) -> int | str:
    return x
reveal_type(f(1))  # N: Revealed type is "str"
reveal_type(f(""))  # N: Revealed type is "int"
f(1.5)  # E: No overload variant of "f" matches argument type "float"  [call-overload] # N: Possible overload variants: # N:     def f(x: int) -> str # N:     def f(x: str) -> int
def g(x: int | str) -> None:
    reveal_type(f(x))  # N: Revealed type is "str | int"
d = {"a": 1}
reveal_type(d.get("a"))  # N: Revealed type is "int | None"
reveal_type(d.get("a", 0))  # N: Revealed type is "int"
)");
}

TEST_CASE("attributes of instances, classes and unions") {
    check_program(R"(
class A:
    x: int = 1
    def __init__(self, y: str) -> None:
        self.y = y
        self.z = [y]
    def m(self, n: int) -> "A":
        return self
    @property
    def p(self) -> int:
        return 1
    @classmethod
    def make(cls) -> "A":
        return cls("")
    @staticmethod
    def s(v: int) -> str:
        return ""
a = A("")
reveal_type(a.x)  # N: Revealed type is "int"
reveal_type(a.y)  # N: Revealed type is "str"
reveal_type(a.z)  # N: Revealed type is "list[str]"
reveal_type(a.m(1).p)  # N: Revealed type is "int"
reveal_type(A.make())  # N: Revealed type is "m.A"
reveal_type(a.s(1))  # N: Revealed type is "str"
a.q  # E: "A" has no attribute "q"  [attr-defined]
a.p = 1  # E: Property "p" defined in "A" is read-only  [misc]
a.x = ""  # E: Incompatible types in assignment (expression has type "str", variable has type "int")  [assignment]
A(1)  # E: Argument 1 to "A" has incompatible type "int"; expected "str"  [arg-type]
def f(u: A | None) -> None:
    u.x  # E: Item "None" of "A | None" has no attribute "x"  [union-attr]
)");
}

TEST_CASE("operators are methods, of the left operand or of the right") {
    check_program(R"(
reveal_type(1 + 2)  # N: Revealed type is "int"
reveal_type(1 + 1.5)  # N: Revealed type is "float"
1 + ""  # E: Unsupported operand types for + ("int" and "str")  [operator]
"" + 1  # E: Unsupported operand types for + ("str" and "int")  [operator]
reveal_type([1] + [2])  # N: Revealed type is "list[int]"
reveal_type((1,) + ("a",))  # N: Revealed type is "tuple[Literal[1]?, Literal['a']?]"
-""  # E: Unsupported operand type for unary - ("str")  [operator]
1 < ""  # E: Unsupported operand types for < ("int" and "str")  [operator]
reveal_type(1 in [1])  # N: Revealed type is "bool"
1 in 2  # E: Unsupported right operand type for in ("int")  [operator]
reveal_type(not 1)  # N: Revealed type is "bool"
reveal_type("" or 1)  # N: Revealed type is "Literal['']? | Literal[1]?"
x = 1
x += 1
x += ""  # E: Unsupported operand types for + ("int" and "str")  [operator]
)");
}

TEST_CASE("subscripts") {
    check_program(R"(
xs = [1, 2]
reveal_type(xs[0])  # N: Revealed type is "int"
reveal_type(xs[0:1])  # N: Revealed type is "list[int]"
t = (1, "a", 2.5)
reveal_type(t[1])  # N: Revealed type is "str"
reveal_type(t[-1])  # N: Revealed type is "float"
reveal_type(t[0:2])  # N: Revealed type is "tuple[int, str]"
t[3]  # E: Tuple index out of range  [misc]
d = {"a": 1}
d[1]  # E: Invalid index type "int" for "dict[str, int]"; expected type "str"  [index]
d["b"] = ""  # E: Incompatible types in assignment (expression has type "str", target has type "int")  [assignment]
1[0]  # E: Value of type "int" is not indexable  [index]
)");
}

TEST_CASE("comprehensions, conditional expressions, f-strings, walrus") {
    check_program(R"(
reveal_type([x + 1 for x in [1, 2]])  # N: Revealed type is "list[int]"
reveal_type({k: len(k) for k in ["a"]})  # N: Revealed type is "dict[str, int]"
reveal_type({1 for _ in ""})  # N: Revealed type is "set[int]"
reveal_type((c for c in "ab"))  # N: Revealed type is "typing.Generator[str, None, None]"
xs = [1]
reveal_type(1 if xs else "")  # N: Revealed type is "Literal[1]? | Literal['']?"
reveal_type(f"{xs!r}")  # N: Revealed type is "str"
if (n := len("abc")) > 1:
    reveal_type(n)  # N: Revealed type is "int"
[y for y in 1]  # E: "int" has no attribute "__iter__"; maybe "__int__"? (not iterable)  [attr-defined]
)");
}

TEST_CASE("coroutines are awaited") {
    check_program(R"(
async def f() -> int:
    return 1
async def g() -> None:
    x = await f()
    reveal_type(x)  # N: Revealed type is "int"
    f()  # E: Value of type "Coroutine[Any, Any, int]" must be used  [unused-coroutine] # N: Are you missing an await?
    await 1  # E: Incompatible types in "await" (actual type "int", expected type "Awaitable[Any]")  [misc]
def h() -> None:
    f().x  # E: "Coroutine[Any, Any, int]" has no attribute "x"  [attr-defined]
)");
}
