# Methods of a TypedDict know the item that a literal key names.
from typing import Any, Literal, TypedDict, Union


class Movie(TypedDict, total=False):
    name: str
    year: int


class Shelf(TypedDict):
    title: str
    movies: list[int]


def read(movie: Movie, shelf: Shelf, key: str, either: Literal["name", "year"]) -> None:
    reveal_type(movie.get("name"))  # N: Revealed type is "str | None"
    reveal_type(movie.get("year", "never"))  # N: Revealed type is "int | Literal['never']?"
    reveal_type(movie.get(either))  # N: Revealed type is "str | int | None"
    reveal_type(shelf.get("movies", []))  # N: Revealed type is "list[int]"
    reveal_type(movie.setdefault("year", 1))  # N: Revealed type is "int"
    movie.setdefault("year", "")  # E: Argument 2 to "setdefault" of "TypedDict" has incompatible type "str"; expected "int"  [typeddict-item]
    reveal_type(movie.pop("year"))  # N: Revealed type is "int"
    movie.pop("yeer")  # E: TypedDict "Movie" has no key "yeer"  [typeddict-item]
    shelf.pop("title")  # E: Key "title" of TypedDict "Shelf" cannot be deleted  [misc]
    del shelf["title"]  # E: Key "title" of TypedDict "Shelf" cannot be deleted  [misc]
    del movie["name"]


def merge(movie: Movie, shelf: Shelf, anything: dict[str, Any]) -> None:
    movie.update({"year": 1})
    movie.update({"year": "1"})  # E: Incompatible types (expression has type "str", TypedDict item "year" has type "int")  [typeddict-item]
    reveal_type(movie | {"name": "a"})  # N: Revealed type is "TypedDict(main.Movie, {'name'?: str, 'year'?: int})"
    Shelf(**shelf)
    again: Shelf = {**shelf, "title": "b"}
    wrong: Shelf = {**movie}  # E: Missing keys ("title", "movies") for TypedDict "Shelf"  [typeddict-item]
    # E: Extra keys ("name", "year") for TypedDict "Shelf"  [typeddict-unknown-key]


