# What __init__ of a dataclass takes, and what may change about fields in a subclass.
from __future__ import annotations

import functools
from dataclasses import KW_ONLY, dataclass, replace
from typing import Optional

from typing_extensions import Self


class Setter:
    def __get__(self, instance: object, owner: object) -> int:
        return 0

    def __set__(self, instance: object, value: str) -> None:
        pass


@dataclass
class Node:
    value: int
    parent: Optional[Self] = None
    _: KW_ONLY
    weight: Setter = Setter()


@dataclass
class Leaf(Node):
    pass


Leaf(1, Leaf(2), weight="heavy")
Leaf(1, Node(2))  # E: Argument 2 to "Leaf" has incompatible type "Node"; expected "Leaf | None"  [arg-type]
replace(Leaf(1), value="x")  # E: Argument "value" to "replace" of "Leaf" has incompatible type "str"; expected "int"  [arg-type]


@functools.total_ordering
class Ordered:
    def __lt__(self, other: Ordered) -> bool:
        return True


reveal_type(Ordered() >= Ordered())  # N: Revealed type is "bool"
