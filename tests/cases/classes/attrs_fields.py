# The fields of an attrs class are the parameters of its __init__, bases first.
from typing import Optional

import attr


def number(text: str) -> int:
    return int(text)


@attr.s(auto_attribs=True)
class Point:
    x: int
    _y: str = "a"
    z: Optional[int] = attr.ib(default=None, kw_only=True)

    def far(self) -> bool:
        return self.x > 1


Point(1, "b")
Point(1, y="b", z=2)
Point()  # E: Missing positional argument "x" in call to "Point"  [call-arg]
Point("1")  # E: Argument 1 to "Point" has incompatible type "str"; expected "int"  [arg-type]


@attr.s(frozen=True)
class Parsed:
    value: int = attr.ib(converter=number)
    length: int = attr.ib()

    @length.default
    def _length_default(self) -> int:
        return 1

    @value.validator
    def _check(self, attribute: object, value: object) -> None:
        pass


parsed = Parsed("1")
parsed.value = 2  # E: Property "value" defined in "Parsed" is read-only  [misc]
reveal_type(parsed.value)  # N: Revealed type is "int"


@attr.s(auto_attribs=True)
class Point3(Point):
    w: int = 0


reveal_type(Point3)  # N: Revealed type is "def (x: int, y: str =, w: int =, *, z: int | None =) -> main.Point3"
reveal_type(Point3(1) < Point3(2))  # N: Revealed type is "bool"
attr.evolve(Point(1), x=2)
attr.evolve(Point(1), x="2")  # E: Argument "x" to "evolve" of "Point" has incompatible type "str"; expected "int"  [arg-type]

# file: attr/__init__.pyi
from typing import Any, Callable, Optional, TypeVar

_T = TypeVar("_T")

def s(*, auto_attribs: bool = ..., frozen: bool = ...) -> Callable[[_T], _T]: ...
def ib(
    default: object = ...,
    validator: object = ...,
    converter: object = ...,
    kw_only: bool = ...,
) -> Any: ...
def evolve(inst: _T, **changes: Any) -> _T: ...
