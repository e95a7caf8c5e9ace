# hasattr() of a module: it may have more than its file says.
import sys
import plain

if hasattr(sys, "real_prefix"):
    reveal_type(sys.real_prefix)  # N: Revealed type is "Any"
    reveal_type(sys.version)  # N: Revealed type is "str"
else:
    sys.real_prefix  # E: Module has no attribute "real_prefix"  [attr-defined]


def of_a_file() -> None:
    if hasattr(plain, "other"):
        reveal_type(plain.other)  # N: Revealed type is "Any"
        plain.third  # E: Module has no attribute "third"  [attr-defined]
    if hasattr(plain, "x"):
        reveal_type(plain.x)  # N: Revealed type is "int"


# file: plain.py
x = 1
