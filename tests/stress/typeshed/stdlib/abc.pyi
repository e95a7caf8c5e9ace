from typing import Any, TypeVar

_F = TypeVar("_F")

class ABCMeta(type):
    def register(cls, subclass: Any) -> Any: ...

def abstractmethod(funcobj: _F) -> _F: ...

class ABC(metaclass=ABCMeta): ...
