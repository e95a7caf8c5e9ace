from typing import Any

def report(name: str, count: int, ratio: float, raw: bytes, row: tuple[str, int]) -> None:
    "%s: %d" % (name, count)
    "%s: %d" % row
    "%s: %d" % (name, name)  # E: Incompatible types in string interpolation (expression has type "str", placeholder has type "int | float | SupportsInt")  [str-format]
    "%x" % ratio  # E: Incompatible types in string interpolation (expression has type "float", placeholder has type "int")  [str-format]
    "%s and %s" % ratio  # E: Not enough arguments for format string  [str-format]
    "nothing" % name  # E: Not all arguments converted during string formatting  [str-format]
    "%*d" % (name, count)  # E: * wants int  [str-format]
    "%(name)s" % {"name": name}
    "%(nam)s" % {"name": name}  # E: Key "nam" not found in mapping  [str-format]
    "%(name)s %s" % {"name": name}  # E: String interpolation mixes specifier with and without mapping keys  [str-format]
    "%y" % count  # E: Unsupported format character "y"  [str-format]
    "%c" % "ab"  # E: "%c" requires int or char  [str-format]
    "100%%"

def mixed(raw: bytes, name: str) -> None:
    "%s" % raw  # E: If x = b'abc' then "%s" % x produces "b'abc'", not "abc". If this is desired behavior use "%r" % x. Otherwise, decode the bytes  [str-bytes-safe]
    "%r" % raw
    b"%s" % raw
    b"%s" % name  # E: On Python 3 b'%s' requires bytes, not string  [str-format]
