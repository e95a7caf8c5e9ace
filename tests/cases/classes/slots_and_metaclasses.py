# What a class as a whole must be: attributes within its slots, one metaclass for all its bases.
class Slotted:
    __slots__ = ("a",)

    def __init__(self) -> None:
        self.a = 1
        self.b = 2  # E: Trying to assign name "b" that is not in "__slots__" of type "main.Slotted"  [misc]


class MetaA(type):
    pass


class MetaB(type):
    pass


class A(metaclass=MetaA):
    pass


class B(metaclass=MetaB):
    pass


class C(A, B):  # E: Metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases  [metaclass]
    # N: "main.MetaA" (metaclass of "main.A") conflicts with "main.MetaB" (metaclass of "main.B")
    pass


class Registered:
    def __init_subclass__(cls, name: str) -> None:
        pass


class Named(Registered, name="n"):
    pass


class Unnamed(Registered):  # E: Missing positional argument "name" in call to "__init_subclass__" of "Registered"  [call-arg]
    pass


class Made:
    def __new__(cls) -> int:  # E: Incompatible return type for "__new__" (returns "int", but must return a subtype of "Made")  [misc]
        return 1

    def __getattr__(self, name: int) -> str:  # E: Invalid signature "Callable[[Made, int], str]" for "__getattr__"  [misc]
        return ""
