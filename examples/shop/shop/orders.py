from __future__ import annotations

from shop.catalogue import Catalogue
from shop.customers import Customer
from shop.money import Money


class Order:
    def __init__(self, customer: Customer) -> None:
        self.customer = customer
        self.lines: list[tuple[str, int, Money]] = []

    def add(self, catalogue: Catalogue, name: str, count: int) -> None:
        article = catalogue.find(name)
        if not article.is_available(count):
            raise ValueError(name)
        self.lines.append((name, count, article.price))

    def total(self) -> Money:
        total = Money(0)
        for _, count, price in self.lines:
            total = total + price.times(count)
        return total
