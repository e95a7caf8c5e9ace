# A written exponent says whether a power of integers is an integer; a sign keeps what is known.
import enum
from typing import Final, Literal

reveal_type(2**128)  # N: Revealed type is "int"
reveal_type(2**-128)  # N: Revealed type is "float"
exponent = 30
reveal_type(2**exponent)  # N: Revealed type is "Any"
SIZES: Final = {"kilo": 10**3, "exa": 10**18}
reveal_type(SIZES)  # N: Revealed type is "dict[str, int]"


def signs(few: Literal[1, 2]) -> None:
    reveal_type(-few)  # N: Revealed type is "Literal[-1] | Literal[-2]"
    reveal_type(+few)  # N: Revealed type is "Literal[1] | Literal[2]"
    three: Final = 3
    back: Literal[-3] = -three


class Color(enum.Enum):
    RED = enum.member(1)


reveal_type(Color.RED.value)  # N: Revealed type is "Literal[1]?"
