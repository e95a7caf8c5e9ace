# What is assigned in a class's body to a name of a base class is expected to be what that is.
from typing import Callable

class Base:
    items: list[int | str] = []
    handler: Callable[[int], str]

    def method(self, x: int) -> list[int | str]:
        return []

class Derived(Base):
    items = [1]
    method = lambda self, x: [x]

reveal_type(Derived().items)  # N: Revealed type is "list[int | str]"
reveal_type(Derived().method)  # N: Revealed type is "def (x: int) -> list[int | str]"

class Other:
    items: list[int] = []

# Bases that disagree say nothing.
class Both(Base, Other):
    items = [1]  # E: Incompatible types in assignment (expression has type "list[int]", base class "Base" defined the type as "list[int | str]")  [assignment] # N: "list" is invariant -- see https://mypy.readthedocs.io/en/stable/common_issues.html#variance # N: Consider using "Sequence" instead, which is covariant
