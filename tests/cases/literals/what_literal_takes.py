# Literal[...] takes literals, members of enums and aliases of these; a variable is not one of them,
# not even a Final one. LiteralString is str.

from enum import Enum
from typing import Final, Literal, LiteralString, TypeVar

three: Final = 3
T = TypeVar("T")


class Color(Enum):
    RED = 1
    __secret = 2

    def paint(self) -> None: ...


a: Literal[1, three]  # E: Parameter 2 of Literal[...] is invalid  [valid-type]
b: Literal[Color.RED]
c: Literal[Color.paint]  # E: Parameter 1 of Literal[...] is invalid  [valid-type]
d: Literal[Color.__secret]  # E: Parameter 1 of Literal[...] is invalid  [valid-type]
e: Literal[T]  # E: Parameter 1 of Literal[...] is invalid  [valid-type]
f: Literal[(1, (2,))]  # E: Parameter 2 of Literal[...] is invalid  [valid-type]
g: Literal[...]  # E: Parameter 1 of Literal[...] is invalid  [valid-type]
h: Literal[3.5]  # E: Invalid type: Literal[...] cannot contain arbitrary expressions  [valid-type]
H = Literal[3.5]  # E: Parameter 1 of Literal[...] cannot be of type "float"  [valid-type]


def shout(text: LiteralString) -> None:
    reveal_type(text)  # N: Revealed type is "str"
