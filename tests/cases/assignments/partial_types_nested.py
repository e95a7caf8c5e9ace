# flags: --local-partial-types
# The argument that completes a partial type opens scopes of its own.
def appended(names: list[str]) -> None:
    found = []
    found.append([(lambda: [str(len(n)) for n in names])() for _ in names])
    reveal_type(found)  # N: Revealed type is "list[list[list[str]]]"
    table = {}
    table["a"] = (lambda: [(lambda: n)() for n in names])()
    reveal_type(table)  # N: Revealed type is "dict[str, list[str]]"
