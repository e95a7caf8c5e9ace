# A function within a method may speak of Self: it is generic in it.
from collections.abc import Callable
from typing import Self


class Notifier:
    def __init__(self, on_update: Callable[[Self], None] | None = None) -> None: ...


class Session(Notifier):
    modified = False

    def __init__(self) -> None:
        def on_update(self: Self) -> None:
            self.modified = True

        reveal_type(on_update)  # N: Revealed type is "def [Self <: main.Session] (self: Self)"
        super().__init__(on_update)
        on_update(self)
