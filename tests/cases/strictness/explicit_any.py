# flags: --disallow-any-explicit
from typing import Any, NewType, TypedDict, TypeVar

class Base(list[Any]):  # E: Explicit "Any" is not allowed  [explicit-any]
    pass

Alias = list[Any]  # E: Explicit "Any" is not allowed  [explicit-any]

def use(alias: Alias) -> None:
    pass

Wrapped = NewType("Wrapped", list[Any])  # E: Explicit "Any" is not allowed  [explicit-any]
Keys = TypedDict("Keys", {"name": Any})  # E: Explicit "Any" is not allowed  [explicit-any]
T = TypeVar("T", bound=list[Any])  # E: Explicit "Any" is not allowed  [explicit-any]
S = TypeVar("S", int, list[Any])  # E: Explicit "Any" is not allowed  [explicit-any]
