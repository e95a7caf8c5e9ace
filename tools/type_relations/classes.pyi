from typing import Any, Union, TypeVar, ParamSpec, TypeVarTuple, Generic, Protocol, Callable, Literal, Never, TypedDict, NamedTuple, Concatenate, Unpack, Self, TypeGuard, Required, NotRequired, ReadOnly, overload, Sized, Hashable, Iterable, Iterator, Sequence, Mapping, Awaitable
from enum import Enum
T = TypeVar("T")
S = TypeVar("S", bound="A")
V = TypeVar("V", int, str)
U = TypeVar("U")
W = TypeVar("W")
P = ParamSpec("P")
Q = ParamSpec("Q")
Ts = TypeVarTuple("Ts")
Us = TypeVarTuple("Us")
T_co = TypeVar("T_co", covariant=True)
T_contra = TypeVar("T_contra", contravariant=True)
class A: ...
class B(A): ...
class C(B): ...
class X: ...
class Box(Generic[T]):
    content: T
class Source(Generic[T_co]): ...
class Sink(Generic[T_contra]): ...
class Color(Enum):
    RED = 1
    BLUE = 2
class Closeable(Protocol):
    def close(self) -> None: ...
class File:
    def close(self) -> None: ...
class Named(Protocol):
    name: str
class Has(Protocol[T_co]):
    def get(self) -> T_co: ...
class HasInt:
    def get(self) -> int: ...
class HasOf(Generic[T]):
    def get(self) -> T: ...
class CallBack(Protocol[T_contra]):
    def __call__(self, x: T_contra, /) -> int: ...
class D(A, X): ...
class E(A, X): ...
class SubBox(Box[T]): ...
class Var(Generic[Unpack[Ts]]): ...
class VarI(Generic[T, Unpack[Ts]]): ...
class Spec(Generic[P]): ...
class TD1(TypedDict):
    x: int
class TD2(TypedDict):
    x: int
    y: NotRequired[str]
class TD3(TypedDict):
    x: str
class TD4(TypedDict, total=False):
    x: int
    z: ReadOnly[A]
LA = list[A]
LG = list[T]
J = Union[int, list["J"]]
JG = Union[T, list["JG[T]"]]
NT = tuple[A, Union[None, "NT"]]
class P2(NamedTuple):
    x: int
    y: str
class P3(NamedTuple):
    a: A
    y: B
