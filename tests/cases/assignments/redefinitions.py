# flags: --strict --allow-redefinition-new --local-partial-types --warn-unreachable
def first(types: list[int]) -> int:
    index = None
    for i, t in enumerate(types):
        if t:
            index = i
            break
    if index is None:
        return 3
    reveal_type(index)  # N: Revealed type is "int"
    return index


def branches(x: int) -> str:
    name = None
    if x:
        name = "a"
    else:
        reveal_type(name)  # N: Revealed type is "None"
    reveal_type(name)  # N: Revealed type is "None | str"
    if name and x:
        return name
    return "b"
