# functools.partial of a function that takes what another one takes.
from collections.abc import Awaitable, Callable
from functools import partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def run(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    again = partial(function, *args, **kwargs)
    reveal_type(again)  # N: Revealed type is "functools.partial[T]"
    rest = partial(function)
    rest()  # E: Too few arguments  [call-arg]
    rest(*args, **kwargs)
    return again()


def use(one: Callable[[int, str], bytes]) -> None:
    whole = partial(run, one, 1, "")
    reveal_type(whole)  # N: Revealed type is "functools.partial[bytes]"
    partial(run, one, "", "")  # E: Argument 2 to "run" has incompatible type "str"; expected "int"  [arg-type]
