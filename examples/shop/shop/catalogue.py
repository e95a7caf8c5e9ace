from __future__ import annotations

from dataclasses import dataclass

from shop.money import Money


@dataclass
class Article:
    name: str
    price: Money
    stock: int = 0

    def is_available(self, wanted: int = 1) -> bool:
        return self.stock >= wanted


class Catalogue:
    def __init__(self) -> None:
        self._articles: dict[str, Article] = {}

    def add(self, article: Article) -> None:
        self._articles[article.name] = article

    def find(self, name: str) -> Article | None:
        return self._articles.get(name)
