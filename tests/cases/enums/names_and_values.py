# `name` and `value` of a member that is known, and of one that isn't.
from enum import Enum, auto


class Level(Enum):
    LOW = 1
    HIGH = 2


class Mixed(Enum):
    NUMBER = 1
    TEXT = "x"


class Auto(Enum):
    ONE = auto()


def use(level: Level, mixed: Mixed) -> None:
    reveal_type(Level.LOW.name)  # N: Revealed type is "Literal['LOW']?"
    reveal_type(Level.LOW.value)  # N: Revealed type is "Literal[1]?"
    reveal_type(level.value)  # N: Revealed type is "Literal[1]? | Literal[2]?"
    reveal_type(mixed.value)  # N: Revealed type is "Any"
    reveal_type(Auto.ONE.value)  # N: Revealed type is "int"


class More(Level):  # E: Cannot extend enum with existing members: "Level"  [misc]
    EXTRA = 3


class Data:
    def __new__(cls) -> "Data":
        return object.__new__(cls)


class After(Enum, Data): ...  # E: No non-enum mixin classes are allowed after "enum.Enum"  [misc]
