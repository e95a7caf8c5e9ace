from typing import TypeVar

_K = TypeVar("_K")
_V = TypeVar("_V")

class defaultdict(dict[_K, _V]): ...
class OrderedDict(dict[_K, _V]): ...
