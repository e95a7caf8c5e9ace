# `is None` splits an optional type.
def first(items: list[str] | None) -> str:
    if items is None:
        return ""
    reveal_type(items)  # N: Revealed type is "list[str]"
    return items[0]


def careless(items: list[str] | None) -> str:
    return items[0]  # E: Value of type "list[str] | None" is not indexable  [index]

# edit: main.py: replace `return items[0]  # E` by `return ""  # E`
