# A keyword that no variant of an overload knows is named, with what may have been meant; the
# variants follow unless that explains everything.

from typing import overload


@overload
def show(size: int, *, color: str = ...) -> int: ...
@overload
def show(size: str) -> str: ...
def show(size: object, *, color: str = "") -> object:
    return size


show(sise=1)  # E: Unexpected keyword argument "sise" for overloaded function "show"  [call-overload]
show(1, colour="red")  # E: Unexpected keyword argument "colour" for overloaded function "show"; did you mean "color"?  [call-overload]
# E: No overload variant of "show" matches argument types "int", "str"  [call-overload]
# N: Possible overload variants:
# N:     def show(size: int, *, color: str = ...) -> int
# N:     def show(size: str) -> str
show(1, x=b"", y=b"")  # E: Unexpected keyword arguments "x", "y" for overloaded function "show"  [call-overload]
# E: No overload variant of "show" matches argument types "int", "bytes", "bytes"  [call-overload]
# N: Possible overload variants:
# N:     def show(size: int, *, color: str = ...) -> int
# N:     def show(size: str) -> str
