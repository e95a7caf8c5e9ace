# A comprehension with `async for` needs a coroutine around it; a generator expression doesn't.

from collections.abc import AsyncIterator


def outside(source: AsyncIterator[int]) -> None:
    [x async for x in source]  # E: "async for" outside async function  [syntax]
    {x: 1 async for x in source}  # E: "async for" outside async function  [syntax]
    (x async for x in source)
