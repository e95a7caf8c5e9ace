# flags: --warn-unreachable
# A value of one class that turns out to be of another is of a subclass of both, if there can be one.
from typing import final


class Left:
    def method(self) -> int:
        return 0


class Right:
    other: str = ""


class Contrary:
    def method(self) -> str:
        return ""


@final
class Last: ...


def both(value: Left) -> None:
    if isinstance(value, Right):
        reveal_type(value)  # N: Revealed type is "main.<subclass of "main.Left" and "main.Right">"
        value.method() + 1
        value.other + ""
        value.neither  # E: "<subclass of "main.Left" and "main.Right">" has no attribute "neither"  [attr-defined]


def impossible(value: Left) -> None:
    if isinstance(value, Contrary):  # E: Subclass of "Left" and "Contrary" cannot exist: would have incompatible method signatures  [unreachable]
        print()  # E: Statement is unreachable  [unreachable]
    if isinstance(value, Last):  # E: Subclass of "Left" and "Last" cannot exist: "Last" is final  [unreachable]
        print()  # E: Statement is unreachable  [unreachable]


def calls(value: Left) -> None:
    if callable(value):
        value("anything", goes=True)
        value.method()
