# A sign before a literal number makes another one.

from typing import Literal


def step(direction: Literal[-1, 1]) -> None: ...


step(-1)
step(+1)
step(-2)  # E: Argument 1 to "step" has incompatible type "Literal[-2]"; expected "Literal[-1, 1]"  [arg-type]
back: Literal[-1] = -1
number = -1
reveal_type(number)  # N: Revealed type is "int"
reveal_type(-(-1))  # N: Revealed type is "Literal[1]?"
