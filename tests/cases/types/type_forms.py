# Where a TypeForm is expected, an expression that spells a type is that type; a value is none.

from typing import Any, Optional

from typing_extensions import TypeForm

a: TypeForm[str | None] = str | None
b: TypeForm[int] = str  # E: Incompatible types in assignment (expression has type "TypeForm[str]", variable has type "TypeForm[int]")  [assignment]
c: TypeForm[Any] = Optional[int]
d: TypeForm[Any] = None
e: TypeForm[list[int]] = list[int]
number = 1
g: TypeForm[Any] = "a \\. b"  # E: Incompatible types in assignment (expression has type "str", variable has type "TypeForm[Any]")  [assignment]
f: TypeForm[Any] = number  # E: Incompatible types in assignment (expression has type "int", variable has type "TypeForm[Any]")  [assignment]


def take(form: TypeForm[Any] | int) -> None: ...


take(number)
take("int")
take(list[str])
