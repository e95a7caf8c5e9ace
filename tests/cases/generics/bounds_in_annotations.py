# flags: --python-version 3.12
# Arguments of generic classes and aliases must satisfy the bounds and values of their variables,
# wherever the type is written.

from typing import Callable, Generic, TypeVar, Union


class Animal: ...
class Dog(Animal): ...


A = TypeVar("A", bound=Animal)
V = TypeVar("V", int, str)
S = TypeVar("S")


class Cage(Generic[A]): ...
class Cell(Generic[V]): ...


Row = dict[A, list[S]]

fine: Cage[Dog]
one: Cage[int]  # E: Type argument "int" of "Cage" must be a subtype of "Animal"  [type-var]
text: "list[Cage[str]]"  # E: Type argument "str" of "Cage" must be a subtype of "Animal"  [type-var]
cell: Cell[bytes]  # E: Value of type variable "V" of "Cell" cannot be "bytes"  [type-var]
both: Cell[Union[int, str]]  # E: Invalid type argument value for "Cell"  [type-var]
row: Row[int, str]  # E: Type argument "int" of "Row" must be a subtype of "Animal"  [type-var]


class Zoo(Cage[int]):  # E: Type argument "int" of "Cage" must be a subtype of "Animal"  [type-var]
    def feed(self, cage: Cage[S]) -> S: ...  # E: Missing return statement  [empty-body]  # E: Type argument "S" of "Cage" must be a subtype of "Animal"  [type-var]


class Pair(Cage[A], Cell[V]): ...


class Box[Q: Animal]:
    def put(self, other: "Box[int]") -> None:  # E: Type argument "int" of "Box" must be a subtype of "Animal"  [type-var]
        inside: Callable[[Cage[int]], None]  # E: Type argument "int" of "Cage" must be a subtype of "Animal"  [type-var]

