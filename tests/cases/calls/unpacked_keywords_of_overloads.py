# Variants of an overload are listed with the keys that they unpack.
from typing import Any, TypedDict, Unpack, overload


class Extra(TypedDict, total=False):
    key: int


@overload
def field(default: int, **extra: Unpack[Extra]) -> int: ...
@overload
def field(default: str, **extra: Unpack[Extra]) -> str: ...
def field(default: Any, **extra: Any) -> Any: ...


field(b"")  # E: No overload variant of "field" matches argument type "bytes"  [call-overload]
# N: Possible overload variants:
# N:     def field(default: int, *, key: int = ...) -> int
# N:     def field(default: str, *, key: int = ...) -> str
