# Type variables of a protocol must declare the variance that its members have.
from typing import Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)


class Source(Protocol[T_co]):
    def get(self) -> T_co: ...


class Sink(Protocol[T]):  # E: Invariant type variable "T" used in protocol where contravariant one is expected  [misc]
    def put(self, value: T) -> None: ...


class Pair(Protocol[T_co, T_contra]):
    def get(self) -> T_co: ...
    def put(self, value: T_contra) -> None: ...


class Base:
    @property
    def size(self) -> int:
        return 0

    @size.setter
    def size(self, value: int) -> None:
        pass


class ReadOnly(Base):
    @property  # E: Read-only property cannot override read-write property  [misc]
    def size(self) -> int:
        return 1


class Declared:
    x: int


class Redeclared(Declared):
    x: str  # E: Incompatible types in assignment (expression has type "str", base class "Declared" defined the type as "int")  [assignment]
