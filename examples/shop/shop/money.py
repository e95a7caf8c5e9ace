from __future__ import annotations


class Money:
    def __init__(self, cents: int) -> None:
        self.cents = cents

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + other.cents)

    def times(self, count: int) -> Money:
        return Money(self.cents * count)

    def __str__(self) -> str:
        return f"{self.cents / 100:.2f}"
