from abc import ABCMeta
Any = 0
Union = 0
Optional = 0
TypeVar = 0
Generic = 0
Protocol = 0
Callable = 0
Type = 0
ClassVar = 0
Final = 0
Literal = 0
NoReturn = 0
Never = 0
Tuple = 0
NamedTuple = 0
TypedDict = 0
Concatenate = 0
ParamSpec = 0
TypeVarTuple = 0
Unpack = 0
Self = 0
TypeGuard = 0
Required = 0
NotRequired = 0
ReadOnly = 0
TypeAlias = 0
def overload(f): ...
def final(f): ...
T_co = TypeVar("T_co", covariant=True)
KT = TypeVar("KT")
VT_co = TypeVar("VT_co", covariant=True)
class Sized(Protocol):
    def __len__(self) -> int: ...
class Hashable(Protocol):
    def __hash__(self) -> int: ...
class Iterable(Protocol[T_co]):
    def __iter__(self) -> Iterator[T_co]: ...
class Iterator(Iterable[T_co], Protocol[T_co]):
    def __next__(self) -> T_co: ...
class Collection(Iterable[T_co], Protocol[T_co]): ...
class Sequence(Collection[T_co], Generic[T_co]):
    def __getitem__(self, i: int, /) -> T_co: ...
    def __len__(self) -> int: ...
class Mapping(Collection[KT], Generic[KT, VT_co]):
    def __getitem__(self, key: KT, /) -> VT_co: ...
T = TypeVar("T")
VT = TypeVar("VT")
class MutableSequence(Sequence[T], Generic[T]): ...
class MutableMapping(Mapping[KT, VT], Generic[KT, VT]): ...
class Awaitable(Protocol[T_co]): ...
class Coroutine(Awaitable[T_co], Generic[T_co]): ...
class _TypedDict(Mapping[str, object]): ...
class _SpecialForm: ...
