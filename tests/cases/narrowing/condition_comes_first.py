# The condition of a conditional expression runs before its branches, so that it may define what
# they use.


def shortest(words: dict[str, str], key: str) -> str:
    return word if (word := words.get(key)) is not None else ""
