# Keys that aren't known: only subscripts report them under a code of their own.
from typing import TypedDict


class Row(TypedDict, total=False):
    a: int


def use(row: Row, key: str) -> None:
    row[key]  # E: TypedDict key must be a string literal; expected one of ("a")  [literal-required]
    del row[key]  # E: Expected TypedDict key to be string literal  [misc]
    row.pop(key)  # E: Expected TypedDict key to be string literal  [misc]
    row.setdefault(key, 1)  # E: Expected TypedDict key to be string literal  [misc]
    made: Row = {key: 1}  # E: Expected TypedDict key to be string literal  [misc]
