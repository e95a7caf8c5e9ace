# What stands below `if TYPE_CHECKING:` isn't there at run time: its bodies may be empty.

from typing import TYPE_CHECKING

if TYPE_CHECKING:

    def shown() -> int: ...

    class Shape:
        def area(self) -> float: ...

        def name(self) -> str:
            def inner() -> str: ...  # E: Missing return statement  [empty-body]

            return inner()

else:

    def shown() -> str: ...


def hidden() -> int: ...  # E: Missing return statement  [empty-body]


class Circle:
    if TYPE_CHECKING:

        def area(self) -> float: ...

    def radius(self) -> float:
        if TYPE_CHECKING:

            def guess() -> float: ...

        return guess()
