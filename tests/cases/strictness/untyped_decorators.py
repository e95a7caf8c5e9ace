# flags: --disallow-untyped-decorators
from typing import Callable

class Typed:
    def __call__(self, function: Callable[[], int]) -> Callable[[], int]:
        return function

class Untyped:
    def __call__(self, function):
        return function

class NoCall:
    pass

@Typed()
def first() -> int:
    return 1

@Untyped()  # E: Untyped decorator makes function "second" untyped  [untyped-decorator]
def second() -> int:
    return 1

@NoCall()  # E: "NoCall" not callable  [operator]
def third() -> int:
    return 1
