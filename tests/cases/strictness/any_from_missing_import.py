# flags: --disallow-any-unimported --ignore-missing-imports
# What an import would have told is missing in a type: said where the type is written, not where it
# is used.
from typing import NamedTuple, NewType, TypedDict, TypeVar
from nowhere import Thing

class Direct(Thing):  # E: Base type Thing becomes "Any" due to an unfollowed import  [no-any-unimported]
    pass

class Nested(list[Thing]):  # E: Base type becomes "list[Any]" due to an unfollowed import  [no-any-unimported]
    pass

Things = list[Thing]  # E: Type alias target becomes "list[Any]" due to an unfollowed import  [no-any-unimported]

def use(things: Things) -> None:
    pass

Wrapped = NewType("Wrapped", list[Thing])  # E: Argument 2 to NewType(...) becomes "list[Any]" due to an unfollowed import  [no-any-unimported]
Keys = TypedDict("Keys", {"name": str, "thing": list[Thing]})  # E: Type of a TypedDict key becomes "list[Any]" due to an unfollowed import  [no-any-unimported]
Row = NamedTuple("Row", [("name", str), ("things", list[Thing])])  # E: NamedTuple type becomes "tuple[str, list[Any]]" due to an unfollowed import  [no-any-unimported]
T = TypeVar("T", bound=list[Thing])  # E: Upper bound of type variable becomes "list[Any]" due to an unfollowed import  [no-any-unimported]
S = TypeVar("S", int, list[Thing])  # E: Constraint 2 becomes "list[Any]" due to an unfollowed import  [no-any-unimported]

first, second = 1, Thing()  # type: int, Thing  # E: A type on this line becomes "Any" due to an unfollowed import  [no-any-unimported]
