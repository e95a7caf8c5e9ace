# flags: --python-version 3.12
# C[int] as a value: missing arguments are defaults, which may name earlier ones; a TypeVarTuple
# takes what is left.

from typing import Generic

from typing_extensions import TypeVar

Start = TypeVar("Start", default=int)
Stop = TypeVar("Stop", default=Start)


class Range(Generic[Start, Stop]): ...


reveal_type(Range[str]())  # N: Revealed type is "main.Range[str, str]"
reveal_type(Range[str, bytes]())  # N: Revealed type is "main.Range[str, bytes]"


class Row[First, *Rest]: ...


reveal_type(Row[int]())  # N: Revealed type is "main.Row[int]"
reveal_type(Row[int, str, bytes]())  # N: Revealed type is "main.Row[int, str, bytes]"
