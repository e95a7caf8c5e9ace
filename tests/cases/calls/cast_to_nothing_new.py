# flags: --warn-redundant-casts
from typing import Any, cast

x = Any
y = Any

def look(value: int, anything: x | y) -> None:
    cast(int, value)  # E: Redundant cast to "int"  [redundant-cast]
    cast(x | y, anything)
