from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shop.orders import Order


class Customer:
    def __init__(self, name: str) -> None:
        self.name = name
        self.orders: list[Order] = []

    def spent(self) -> int:
        return sum(order.total().cents for order in self.orders)

    def greeting(self) -> str:
        return "Hello " + self.name + ", you have " + len(self.orders) + " orders"
