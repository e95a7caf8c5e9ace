from typing import (
    AsyncIterator as AsyncIterator,
    Awaitable as Awaitable,
    Callable as Callable,
    Iterable as Iterable,
    Iterator as Iterator,
    Sequence as Sequence,
)
