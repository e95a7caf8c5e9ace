# Bodies are checked wherever they stand: in methods that assign to attributes that are declared
# elsewhere, in the parts of a property, and behind overloads.

from typing import overload


class Account:
    balance: int

    def reset(self) -> None:
        self.balance = None  # E: Incompatible types in assignment (expression has type "None", variable has type "int")  [assignment]

    @property
    def owner(self) -> str:
        return 1  # E: Incompatible return value type (got "int", expected "str")  [return-value]

    @owner.setter
    def owner(self, name: str) -> None:
        name.missing  # E: "str" has no attribute "missing"  [attr-defined]

    @overload
    def pay(self, amount: int) -> int: ...
    @overload
    def pay(self, amount: str) -> str: ...
    def pay(self, amount: int | str) -> int | str:
        return b""  # E: Incompatible return value type (got "bytes", expected "int | str")  [return-value]


class Savings(Account):
    def reset(self) -> None:
        self.balance = ""  # E: Incompatible types in assignment (expression has type "str", variable has type "int")  [assignment]


@overload
def parse(text: str) -> int: ...
@overload
def parse(text: bytes) -> float: ...
def parse(text: str | bytes) -> float:
    return ""  # E: Incompatible return value type (got "str", expected "float")  [return-value]
