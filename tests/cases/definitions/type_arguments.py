from typing import AnyStr, Generic, TypeVar

class Base: ...
class Derived(Base): ...
B = TypeVar("B", bound=Base)

class Box(Generic[B]): ...
class Text(Generic[AnyStr]): ...

good: Box[Derived]
bad: Box[int]  # E: Type argument "int" of "Box" must be a subtype of "Base"  [type-var]
text: Text[bytes]
number: Text[int]  # E: Value of type variable "AnyStr" of "Text" cannot be "int"  [type-var]

def inside(x: "list[Box[str]]") -> None:  # E: Type argument "str" of "Box" must be a subtype of "Base"  [type-var]
    y: Box[float]  # E: Type argument "float" of "Box" must be a subtype of "Base"  [type-var]

Boxes = list[Box[B]]
alias: Boxes[int]  # E: Type argument "int" of "Boxes" must be a subtype of "Base"  [type-var]

class Sub(Box[int]): ...  # E: Type argument "int" of "Box" must be a subtype of "Base"  [type-var]
