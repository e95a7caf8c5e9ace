# Bytes in Literal[...] are the bytes that an expression means, escapes included.
from typing import Literal

Separator = Literal[b"\r\n", b"\n"]


def split(at: Separator = b"\r\n") -> None:
    at = b"\n"
    reveal_type(at)  # N: Revealed type is "Literal[b'\\n']"
    at = b"\t"  # E: Incompatible types in assignment (expression has type "Literal[b'\\t']", variable has type "Literal[b'\\r\\n', b'\\n']")  [assignment]


def show(quotes: Literal[b'"', b"'", b"\\"]) -> None:
    reveal_type(quotes)  # N: Revealed type is "Literal[b'"'] | Literal[b"'"] | Literal[b'\\\\']"
