class Point:
    x: int
    tags: dict[str, str]

class Money:
    def __format__(self, spec: str) -> str:
        return spec

def show(p: Point, m: Money, n: int, s: str, names: list[str], options: dict[str, int]) -> None:
    "{} {}".format(n, s)
    "{} {}".format(n)  # E: Cannot find replacement for positional format specifier 1  [str-format]
    "{}".format(n, s)  # E: Not all arguments converted during string formatting  [str-format]
    "{n} {}".format(s, n=n)
    "{m}".format(n=n)  # E: Cannot find replacement for named format specifier "m"  [str-format] # E: Not all arguments converted during string formatting  [str-format]
    "{0} {}".format(n, s)  # E: Cannot combine automatic field numbering and manual field specification  [str-format]
    "{:d}".format(s)  # E: Incompatible types in string interpolation (expression has type "str", placeholder has type "int")  [str-format]
    "{.x} {0.tags[a]}".format(p) if n else "{0.x:d}{0.tags[a]}".format(p)  # E: Cannot combine automatic field numbering and manual field specification  [str-format]
    "{.y}".format(p)  # E: "Point" has no attribute "y"  [attr-defined]
    "{[0]:d}".format(names)  # E: Incompatible types in string interpolation (expression has type "str", placeholder has type "int")  [str-format]
    "{:yen}".format(m)
    "{:yen}".format(n)  # E: Unrecognized format specification "yen"  [str-format]
    "{!q}".format(n)  # E: Invalid conversion type "q", must be one of "r", "s" or "a"  [str-format]
    "{".format(n)  # E: Invalid conversion specifier in format string: unmatched {  [str-format]
    "{:>{}}".format(s, n)
    "{} {x}".format(*names, **options)
    "{:+}".format(s)  # E: Numeric flags are only allowed for numeric types  [str-format]

def raw(b: bytes, maybe: bytes | None) -> None:
    f"{b!r}"
    f"{b}"  # E: If x = b'abc' then f"{x}" or "{}".format(x) produces "b'abc'", not "abc". If this is desired behavior, use f"{x!r}" or "{!r}".format(x). Otherwise, decode the bytes  [str-bytes-safe]
    "{}".format(b)  # E: If x = b'abc' then f"{x}" or "{}".format(x) produces "b'abc'", not "abc". If this is desired behavior, use f"{x!r}" or "{!r}".format(x). Otherwise, decode the bytes  [str-bytes-safe]
