# Callable[..., T] binds T itself where nothing around does; functions bind variables in any order.
from collections.abc import Callable
from typing import Generic, ParamSpec

from typing_extensions import TypeVar

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., T])
E = TypeVar("E", bound=BaseException, default=BaseException)
P = ParamSpec("P")


def raises(expected: type[E], func: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> E: ...  # E: Missing return statement  [empty-body]


class Context(Generic[E, T]): ...  # E: "T" cannot appear after "E" in type parameter list because it has no default type  [misc]
