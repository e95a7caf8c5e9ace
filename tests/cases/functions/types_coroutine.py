# @types.coroutine makes a generator function whose calls can be awaited and delegated to.
import types
from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")


@types.coroutine
def pause(value: T) -> Generator[T, str, bytes]:
    yield value
    return b""


class Trap:
    @types.coroutine
    def wait(self) -> Generator[int, str, bytes]:
        reveal_type((yield 1))  # N: Revealed type is "str"
        return b""


async def use(trap: Trap) -> None:
    reveal_type(await pause(1))  # N: Revealed type is "bytes"
    reveal_type(await trap.wait())  # N: Revealed type is "bytes"


def delegate(trap: Trap) -> Generator[int, str, bytes]:
    return (yield from trap.wait())
