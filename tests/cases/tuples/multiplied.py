# A tuple times a number that is known has known items.
def look(pair: tuple[str, int], words: tuple[str, ...], number: int) -> None:
    reveal_type(pair * 2)  # N: Revealed type is "tuple[str, int, str, int]"
    reveal_type(2 * pair)  # N: Revealed type is "tuple[str, int, str, int]"
    reveal_type(-1 * pair)  # N: Revealed type is "tuple[()]"
    reveal_type(words * 2)  # N: Revealed type is "tuple[str, ...]"
    reveal_type(pair * number)  # N: Revealed type is "tuple[str | int, ...]"
