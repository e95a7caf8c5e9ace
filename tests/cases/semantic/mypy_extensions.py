# flags: --strict
from __future__ import annotations
from typing import TypeVar
from mypy_extensions import FlexibleAlias, i64, u8

T = TypeVar("T")
Bogus = FlexibleAlias[T, T]

def same(x: Bogus[int], y: Bogus[list[str] | None] = None) -> int:
    reveal_type(y)  # N: Revealed type is "list[str] | None"
    return x

same(1, ["a"])
same("a")  # E: Argument 1 to "same" has incompatible type "str"; expected "int"  [arg-type]

def machine(n: int, b: bool) -> i64:
    x: i64 = n
    x = b
    y: u8 = 3
    x = "a"  # E: Incompatible types in assignment (expression has type "str", variable has type "i64")  [assignment]
    m: int = x
    x += 1
    return n + m
