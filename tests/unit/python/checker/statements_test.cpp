// statements_test.cpp: assignments, control flow, returns.

#include <catch2/catch_test_macros.hpp>

#include "program.h"

using namespace krait;
using namespace krait::checker::test;

namespace {

void check_program(std::string_view program, const config::Options& options = {}) {
    CHECK(findings(program, options) == expected(program));
}

}  // namespace

TEST_CASE("the small standard library itself is checked without a complaint") {
    CHECK(library_findings() == Lines{});
}

TEST_CASE("a value must fit the declared type of its target") {
    check_program(R"(
x: int = 1
y: int = ""  # E: Incompatible types in assignment (expression has type "str", variable has type "int")  [assignment]
x = "a"  # E: Incompatible types in assignment (expression has type "str", variable has type "int")  [assignment]
z = 1
z = "a"  # E: Incompatible types in assignment (expression has type "str", variable has type "int")  [assignment]
a: float = 1
b: list[int] = [1, ""]  # E: List item 1 has incompatible type "str"; expected "int"  [list-item]
c: dict[str, int] = {"a": ""}  # E: Dict entry 0 has incompatible type "str": "str"; expected "str": "int"  [dict-item]
d: int | None = None
)");
}

TEST_CASE("a new variable gets the type of its value") {
    check_program(R"(
a = 1
reveal_type(a)  # N: Revealed type is "int"
b = [1, 2]
reveal_type(b)  # N: Revealed type is "list[int]"
c = {"a": 1.5}
reveal_type(c)  # N: Revealed type is "dict[str, float]"
d = (1, "a")
reveal_type(d)  # N: Revealed type is "tuple[int, str]"
e, f = d
reveal_type(e)  # N: Revealed type is "int"
reveal_type(f)  # N: Revealed type is "str"
g = lambda x: x
)");
}

TEST_CASE("an empty container waits for what is put into it") {
    check_program(R"(
a = []
a.append(1)
reveal_type(a)  # N: Revealed type is "list[int]"
b = {}
b["k"] = 2
reveal_type(b)  # N: Revealed type is "dict[str, int]"
c = []  # E: Need type annotation for "c" (hint: "c: list[<type>] = ...")  [var-annotated]
d = None
d = 1
reveal_type(d)  # N: Revealed type is "int"
)");
}

TEST_CASE("what a function returns must fit its signature") {
    check_program(R"(
def f() -> int:
    return ""  # E: Incompatible return value type (got "str", expected "int")  [return-value]
def g() -> int:  # E: Missing return statement  [return]
    print("")
def h() -> None:
    return 1  # E: No return value expected  [return-value]
def i(x: int) -> str:
    if x:
        return "a"
    else:
        return "b"
def j() -> int:
    return  # E: Return value expected  [return-value]
def k(x: int) -> int:
    while True:
        if x > 1:
            return x
)");
}

TEST_CASE("the body of a function without annotations is not checked") {
    check_program(R"(
def f(x):
    return 1 + ""
def g():
    x: int = ""  # N: By default the bodies of untyped functions are not checked, consider using --check-untyped-defs  [annotation-unchecked]
)");
    config::Options options;
    options.check_untyped_defs = true;
    check_program(R"(
def f(x):
    return 1 + ""  # E: Unsupported operand types for + ("int" and "str")  [operator]
)",
                  options);
}

TEST_CASE("a loop's variable has the type of the items") {
    check_program(R"(
for a in [1, 2]:
    reveal_type(a)  # N: Revealed type is "int"
for b, c in {"a": 1.5}.items():
    reveal_type(c)  # N: Revealed type is "float"
for d in 1:  # E: "int" has no attribute "__iter__"; maybe "__int__"? (not iterable)  [attr-defined]
    pass
def f(xs: list[str]) -> str:
    last = ""
    for x in xs:
        if x == "stop":
            break
        last = x
    else:
        return "none"
    return last
)");
}

TEST_CASE("exceptions are classes, and their variables end with their handler") {
    check_program(R"(
try:
    pass
except ValueError as e:
    reveal_type(e)  # N: Revealed type is "ValueError"
except (KeyError, NotImplementedError) as err:
    reveal_type(err)  # N: Revealed type is "KeyError | NotImplementedError"
raise 1  # E: Exception must be derived from BaseException  [misc]
)");
}

TEST_CASE("with gives what __enter__ gives") {
    check_program(R"(
class Manager:
    def __enter__(self) -> int:
        return 1
    def __exit__(self, a: object, b: object, c: object) -> None: ...
with Manager() as m:
    reveal_type(m)  # N: Revealed type is "int"
with 1:  # E: "int" has no attribute "__enter__"  [attr-defined] # E: "int" has no attribute "__exit__"; maybe "__int__"?  [attr-defined]
    pass
)");
}
