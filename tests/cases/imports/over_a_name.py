# An import over a name that is there already is an assignment to it: the name keeps its type.

try:
    from fast import parse
except ImportError:
    from slow import parse  # E: Incompatible import of "parse" (imported name has type "Callable[[str, int], list[str]]", local name has type "Callable[[str], list[str]]")  [assignment]

limit: int = 0
from fast import limit  # E: Incompatible import of "limit" (imported name has type "str", local name has type "int")  [assignment]
from slow import size
from fast import size

name: str = ""
from slow import *  # E: Incompatible import of "name" (imported name has type "bytes", local name has type "str")  [assignment]
# E: Incompatible import of "parse" (imported name has type "Callable[[str, int], list[str]]", local name has type "Callable[[str], list[str]]")  [assignment]


def inside() -> None:
    from fast import limit as it
    from slow import size as it  # E: Incompatible import of "it" (imported name has type "int", local name has type "str")  [assignment]


# file: fast.py
limit: str = ""
size: int = 0


def parse(text: str) -> list[str]:
    return [text]


# file: slow.py
size: int = 1
name: bytes = b""


def parse(text: str, depth: int) -> list[str]:
    return [text]
