"""What mypy answers for every pair of a list of types.

Run it with an interpreter that has mypy 2.4.1:

    python oracle.py > subtype_matrix.inc
    python oracle.py --operations > operations.txt

The second makes a quarter of a million lines, too many to keep; operations_test.cpp reads them from the file
that the environment variable KRAIT_TYPES_ORACLE names.

The types are written as type_text.h reads them, and the classes are those of test_world.h.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from mypy import build
from mypy.erasetype import erase_type
from mypy.join import join_types
from mypy.meet import is_overlapping_types, meet_types, narrow_declared_type
from mypy.modulefinder import BuildSource
from mypy.options import Options
from mypy.subtypes import (
    is_proper_subtype,
    is_same_type,
    is_subtype,
    restrict_subtype_away,
)
from mypy.typeops import false_only, make_simplified_union, true_only, true_or_false
from mypy.types import Type

PROGRAM = '''
from __future__ import annotations
from enum import Enum
from typing import *

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)

class A: ...
class B(A): ...
class C(B): ...
class X: ...
class Box(Generic[T]):
    content: T
class Source(Generic[T_co]): ...
class Sink(Generic[T_contra]): ...
class Color(Enum):
    RED = 1
    BLUE = 2
class Closeable(Protocol):
    def close(self) -> None: ...
class File:
    def close(self) -> None: ...
class Named(Protocol):
    name: str
class Supplier(Protocol[T_co]):
    def get(self) -> T_co: ...
class IntSupplier:
    def get(self) -> int: ...
class BoxSupplier(Generic[T]):
    def get(self) -> T: ...
class Callback(Protocol):
    def __call__(self, x: int) -> str: ...
class Caller:
    def __call__(self, x: int) -> str: ...
class Linked(Protocol[T_co]):
    def head(self) -> T_co: ...
    def tail(self) -> Linked[T_co]: ...
class IntLinked:
    def head(self) -> int: ...
    def tail(self) -> IntLinked: ...
class Point(NamedTuple):
    x: int
    y: int
class OtherPoint(NamedTuple):
    x: int
    y: int
class DictXY(TypedDict):
    x: int
    y: int
class DictX(TypedDict):
    x: int
class DictObject(TypedDict):
    x: object
class DictMaybe(TypedDict, total=False):
    x: int
class DictRead(TypedDict):
    x: ReadOnly[object]
class DictY(TypedDict):
    y: str
class Variadic(Generic[Unpack[Ts]]): ...
class Handler(Generic[P]): ...
Deep: TypeAlias = "int | Source[Deep]"
Deeper: TypeAlias = "int | Source[Deeper]"
DeepStr: TypeAlias = "str | Source[DeepStr]"
Chain: TypeAlias = "tuple[int, Chain] | None"
'''

TYPES = """
object
int
bool
str
float
complex
None
Any
Never
A
B
C
X
Color
Literal[Color.RED]
Literal[Color.RED, Color.BLUE]
Literal[1]
Literal[1, 2]
Literal["a"]
Literal[True]
Literal[True, False]
int | str
int | None
A | B
A | X
str | int | None
float | None
Any | None
list[int]
list[bool]
list[Any]
list[A]
list[B]
list[int | str]
list[Any | None]
list[list[int]]
list[list[Any]]
Sequence[int]
Sequence[A]
Sequence[Any]
Sequence[object]
dict[str, int]
Mapping[str, object]
Mapping[str, int]
Iterable[int]
Iterable[str]
Iterable[A]
Source[A]
Source[B]
Source[Any]
Sink[A]
Sink[B]
Box[A]
Box[B]
Box[Any]
tuple[int, str]
tuple[bool, str]
tuple[int, ...]
tuple[Any, ...]
tuple[object, ...]
tuple[()]
tuple[int]
tuple[int, int]
tuple[int, *tuple[int, ...]]
tuple[int, *tuple[Any, ...]]
tuple[int, *tuple[str, ...]]
tuple[*tuple[int, ...], str]
tuple[str, *tuple[int, ...], str]
tuple[A, B]
tuple[B, B]
type
type[A]
type[B]
type[Any]
type[int] | type[str]
type[object]
Closeable
File
Named
Callable[[int], str]
Callable[[], None]
Callable[[], A]
Callable[[], B]
Callable[..., Any]
Callable[..., int]
Callable[[object], bool]
Callable[[int], int]
Callable[[int, int], int]
Callable[[*tuple[int, ...]], int]
Callable[[int, *tuple[int, ...]], int]
Callable[[int, *tuple[int, str]], int]
def() -> int
def(x: int) -> int
def(y: int) -> int
def(x: int, /) -> int
def(x: int, y: int) -> int
def(x: int, y: int = ...) -> int
def(x: int = ..., y: int = ...) -> int
def(*, x: int) -> int
def(*, x: int = ...) -> int
def(x: int, *, y: int) -> int
def(x: int, *, y: int = ...) -> int
def(*args: int) -> int
def(*args: object) -> int
def(*args: Any) -> int
def(x: int, *args: int) -> int
def(x: int, /, *args: int) -> int
def(**kwargs: int) -> int
def(**kwargs: object) -> int
def(*args: int, **kwargs: int) -> int
def(*args: Any, **kwargs: Any) -> int
def(*args: object, **kwargs: object) -> int
def(x: int, *args: Any, **kwargs: Any) -> int
def(x: str, *args: Any, **kwargs: Any) -> int
def(x: int, *args: int, **kwargs: int) -> int
def(*args: int, x: int) -> int
def(x: int, **kwargs: int) -> int
def(x: object) -> bool
def(a: int, b: str, c: int = ...) -> int
def(b: int, a: str) -> int
def[T](x: T) -> T
def[T](x: T, /) -> T
def[T](x: T, y: T) -> T
def[T](x: list[T]) -> T
def[T: A](x: T) -> T
def[T](x: int) -> T
def[T]() -> list[T]
def[T](x: T) -> list[T]
def[T, S](x: T, y: S) -> T
def[T](f: Callable[[int], T]) -> T
def(f: Callable[[int], str]) -> str
def[**P](f: Callable[P, int], *args: P.args, **kwargs: P.kwargs) -> int
def[*Ts](*args: *Ts) -> int
def[*Ts](x: int, *args: *Ts) -> int
def[*Ts](x: tuple[*Ts]) -> int
def(x: object) -> bool
def(x: object) -> TypeGuard[int]
def(x: object) -> TypeGuard[bool]
def(x: object) -> TypeIs[int]
def(x: object) -> TypeIs[bool]
Supplier[int]
Supplier[bool]
Supplier[str]
Supplier[Any]
IntSupplier
BoxSupplier[int]
BoxSupplier[bool]
BoxSupplier[Any]
Callback
Caller
Linked[int]
Linked[object]
Linked[str]
IntLinked
Variadic[int, str]
Variadic[bool, str]
Variadic[int]
Variadic[*tuple[int, ...]]
Variadic[*tuple[Any, ...]]
Variadic[int, *tuple[int, ...]]
Handler[[int]]
Handler[[bool]]
Handler[[int, str]]
Handler[...]
Deep
Deeper
DeepStr
Source[Deep]
Source[Source[Deep]]
Chain
tuple[int, Chain]
tuple[int, None]
tuple[int, tuple[int, None]]
Point
OtherPoint
tuple[object, object]
DictXY
DictX
DictObject
DictMaybe
DictRead
DictY
overload(def(x: int) -> int; def(x: str) -> str)
overload(def(x: str) -> str; def(x: int) -> int)
overload(def(x: int) -> int; def(x: object) -> object)
overload(def(x: bool) -> int; def(x: str) -> str)
overload(def(x: int) -> int; def(y: str) -> str; def(x: None) -> None)
def(x: int | str) -> int | str
def(x: str) -> str
"""

# Pairs for which mypy's answer depends on the order of a set, and so on the process.
UNSTABLE = {
    (
        "def[**P](f: Callable[P, int], *args: P.args, **kwargs: P.kwargs) -> int",
        "def(*args: Any) -> int",
    )
}


def program(types: list[str]) -> str:
    lines = [PROGRAM]
    for i, text in enumerate(types):
        if text.startswith("def"):
            lines.append(re.sub(r"^def", f"def v{i}", text) + ": ...")
        elif text.startswith("overload("):
            for item in text.removeprefix("overload(").removesuffix(")").split("; "):
                lines.append("@overload\n" + re.sub(r"^def", f"def v{i}", item) + ": ...")
            lines.append(f"def v{i}(*args: Any, **kwargs: Any) -> Any: ...")
        else:
            lines.append(f"v{i}: {text}")
    return "\n".join(lines)


SINGLE: dict[str, Callable[[Type], object]] = {
    "str": str,
    "erase": erase_type,
    "true": true_only,
    "false": false_only,
    "true_or_false": lambda x: true_or_false(true_only(x)),
}
DOUBLE: dict[str, Callable[[Type, Type], object]] = {
    "union": lambda x, y: make_simplified_union([x, y]),
    "join": join_types,
    "meet": meet_types,
    "overlap": is_overlapping_types,
    "away": restrict_subtype_away,
    "narrow": narrow_declared_type,
    "same": is_same_type,
}


def print_operations(types: list[str], values: list[Type]) -> None:
    for a, x in zip(types, values):
        for single, function in SINGLE.items():
            print(single, a, function(x), sep=" ~ ")
    for a, x in zip(types, values):
        for b, y in zip(types, values):
            for double, operation in DOUBLE.items():
                print(double, a, b, operation(x, y), sep=" ~ ")


def print_matrix(types: list[str], values: list[Type]) -> None:
    print("// What mypy 2.4.1 answers, by oracle.py: for each type, of which types (in this order) it is")
    print("// a subtype (1), a proper subtype as well (2), a proper one only (3), or neither (0).")
    print("// clang-format off")
    print("constexpr MatrixRow kMatrix[] = {")
    for text, left in zip(types, values):
        row = ""
        for other, right in zip(types, values):
            if (text, other) in UNSTABLE:
                row += "?"
                continue
            try:
                plain, proper = is_subtype(left, right), is_proper_subtype(left, right)
            except Exception as error:  # a crash of mypy is nobody's answer
                print(f"{text}: {error!r}", file=sys.stderr)
                row += "?"
                continue
            row += "0132"[plain + 2 * proper]
        print(f'    {{R"({text})", "{row}"}},')
    print("};")


def main() -> None:
    types = [line for line in TYPES.strip().splitlines() if line]
    options = Options()
    options.incremental = False
    options.show_traceback = True
    options.python_version = (3, 13)
    options.export_types = True
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "m.py")
        path.write_text(program(types))
        result = build.build([BuildSource(str(path), "m", None)], options)
        if unexpected := [e for e in result.errors if not re.search(r"\[(empty-body|type-var|overload-cannot-match|overload-overlap)\]", e)]:
            print("\n".join(unexpected), file=sys.stderr)
        names = result.files["m"].names
        values: list[Type] = []
        for i in range(len(types)):
            typ = getattr(names[f"v{i}"].node, "type")
            assert isinstance(typ, Type)
            values.append(typ)
    if "--operations" in sys.argv:
        print_operations(types, values)
    else:
        print_matrix(types, values)


main()
