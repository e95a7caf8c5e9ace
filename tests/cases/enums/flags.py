# Operators of flags give the flag's own class.

from enum import Flag, IntFlag


class Permission(Flag):
    READ = 1
    WRITE = 2
    ALL = READ | WRITE


class Mode(IntFlag):
    FAST = 1
    SAFE = 2


def combine(first: Permission, second: Permission, mode: Mode) -> None:
    reveal_type(first | second)  # N: Revealed type is "main.Permission"
    reveal_type(first & ~Permission.READ)  # N: Revealed type is "main.Permission"
    reveal_type(mode ^ Mode.FAST)  # N: Revealed type is "main.Mode"
    mode = mode | Mode.SAFE
