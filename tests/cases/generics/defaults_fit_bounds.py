# The default of a type variable fits its bound, or is one of its values.

from typing import Generic

from typing_extensions import TypeVar

A = TypeVar("A", bound=int, default=bool)
B = TypeVar("B", bound=int, default=str)  # E: TypeVar default must be a subtype of the bound type  [misc]
C = TypeVar("C", int, str, default=str)
D = TypeVar("D", int, str, default=bool)  # E: TypeVar default must be one of the constraint types  [misc]
E = TypeVar("E", wrong=True)  # E: Unexpected argument to "TypeVar()": "wrong"  [misc] # E: Unexpected keyword argument "wrong" for "TypeVar"  [call-arg]
