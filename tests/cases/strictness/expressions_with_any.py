# flags: --disallow-any-expr
from typing import TypeVar

T = TypeVar("T")

# A type variable without a default has no Any in it.
def same(value: T) -> T:
    return value
