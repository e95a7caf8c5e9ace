# Of Annotated[...] only the first part is a type, wherever it stands; the rest may be anything.
from dataclasses import dataclass
from typing import Annotated, NamedTuple, NewType, TypeVar, cast


@dataclass
class AtLeast:
    value: int


Positive = Annotated[int, AtLeast(1)]
Several = list[Annotated[int, AtLeast(1)]]
Bounded = TypeVar("Bounded", bound=Annotated[int, AtLeast(1)])
Point = NamedTuple("Point", [("x", Annotated[int, AtLeast(1)])])
Own = NewType("Own", Annotated[int, AtLeast(1)])


class Items(list[Annotated[int, AtLeast(1)]]): ...


def use(one: Positive, many: Several, point: Point, given: object) -> None:
    reveal_type(one)  # N: Revealed type is "int"
    reveal_type(many)  # N: Revealed type is "list[int]"
    reveal_type(point.x)  # N: Revealed type is "int"
    reveal_type(Items()[0])  # N: Revealed type is "int"
    cast(Annotated[int, AtLeast(1)], given)  # E: Cast target is not a type  [misc]
