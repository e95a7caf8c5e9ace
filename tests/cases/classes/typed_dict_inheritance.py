# A TypedDict that extends others must agree with them about its items.
from typing import TypedDict


class Base(TypedDict):
    x: int


class Other(TypedDict):
    x: str


class Both(Base, Other):  # E: Incompatible definitions of field "x" in base classes "Other" and "Base"  [misc]
    pass


class Again(Base):
    x: str  # E: Definition of field "x" incompatible with base class "Base"  [misc]


