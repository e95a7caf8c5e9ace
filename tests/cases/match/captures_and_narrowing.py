# flags: --warn-unreachable
# A pattern narrows the subject and gives names to its parts.
from dataclasses import dataclass
from typing import Sequence


@dataclass
class Point:
    x: int
    y: str


class Tagged:
    __match_args__ = ("tag",)

    def __init__(self, tag: bytes) -> None:
        self.tag = tag


def classes(value: Point | Tagged | None) -> str:
    match value:
        case Point(0, name):
            reveal_type(value)  # N: Revealed type is "main.Point"
            return name
        case Point(x=count):
            reveal_type(count)  # N: Revealed type is "int"
            return ""
        case Tagged(tag):
            reveal_type(tag)  # N: Revealed type is "bytes"
            return ""
        case None:
            return ""
    print()  # E: Statement is unreachable  [unreachable]


def sequences(pair: tuple[int, str, bytes], many: Sequence[int | str]) -> None:
    match pair:
        case [first, *rest]:
            reveal_type(first)  # N: Revealed type is "int"
            reveal_type(rest)  # N: Revealed type is "list[str | bytes]"
    match many:
        case [int() as a, b]:
            reveal_type(a)  # N: Revealed type is "int"
            reveal_type(b)  # N: Revealed type is "int | str"


def mappings(table: dict[str, int]) -> None:
    match table:
        case {"key": value, **others}:
            reveal_type(value)  # N: Revealed type is "int"
            reveal_type(others)  # N: Revealed type is "dict[str, int]"


def alternatives(value: int | str | bytes) -> None:
    match value:
        case (int() | str()) as known if known:
            reveal_type(known)  # N: Revealed type is "int | str"
        case other:
            reveal_type(other)  # N: Revealed type is "int | str | bytes"


def no_such(value: Point) -> None:
    match value:
        case Point(z=1):  # E: Class "main.Point" has no attribute "z"  [misc]
            pass
        case Point(1, "", 3):  # E: Too many positional patterns for class pattern  [misc]
            pass  # E: Statement is unreachable  [unreachable]


def taken(value: int, name: str) -> None:
    match value:
        case name:  # E: Incompatible types in capture pattern (pattern captures type "int", variable has type "str")  [misc]
            pass
