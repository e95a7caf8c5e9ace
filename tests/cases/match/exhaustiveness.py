# What no case takes falls through, and is missing a return.
from enum import Enum
from typing import Literal


class Color(Enum):
    RED = 1
    BLUE = 2


def all_members(color: Color) -> int:
    match color:
        case Color.RED:
            return 1
        case Color.BLUE:
            return 2


def one_missing(color: Color) -> int:  # E: Missing return statement  [return]
    match color:
        case Color.RED:
            return 1


def with_guard(text: Literal["a", "b"], really: bool) -> int:
    match text:
        case "a" if really:
            return 1
        case "b":
            return 2
    reveal_type(text)  # N: Revealed type is "Literal['a']"
    return 3


def without_a_name(number: int | str) -> int:
    match (number, 1):
        case (int(), _):
            reveal_type(number)  # N: Revealed type is "int"
            return number
        case (rest, _):
            reveal_type(rest)  # N: Revealed type is "str"
            return 0
