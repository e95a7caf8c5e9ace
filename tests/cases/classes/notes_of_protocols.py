# What a type lacks for a protocol: overloads in full, setters apart, and what slashes leave of self.

from typing import Protocol, overload


class Reader(Protocol):
    @overload
    def read(self, size: int, /) -> str: ...
    @overload
    def read(self, size: str, /) -> bytes: ...


class File:
    def read(self, size: int, /) -> str:
        return ""


reader: Reader = File()  # E: Incompatible types in assignment (expression has type "File", variable has type "Reader")  [assignment]
# N: Following member(s) of "File" have conflicts:
# N:     Expected:
# N:         @overload
# N:         def read(self, int, /) -> str
# N:         @overload
# N:         def read(self, str, /) -> bytes
# N:     Got:
# N:         def read(self, int, /) -> str


class Named(Protocol):
    name: int


class Person:
    @property
    def name(self) -> int:
        return 0

    @name.setter
    def name(self, given: str) -> None: ...


named: Named = Person()  # E: Incompatible types in assignment (expression has type "Person", variable has type "Named")  [assignment]
# N: Following member(s) of "Person" have conflicts:
# N:     name: expected setter type "int", got "str"
