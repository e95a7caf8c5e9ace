# flags: --python-version 3.13
# The same for type parameters of functions and classes.


class Box[T: int = str]:  # E: TypeVar default must be a subtype of the bound type  [misc]
    item: T


class Pair[T: (int, str) = bytes]:  # E: TypeVar default must be one of the constraint types  [misc]
    item: T


def first[T: int = str](items: list[T]) -> T:  # E: TypeVar default must be a subtype of the bound type  [misc]
    return items[0]
