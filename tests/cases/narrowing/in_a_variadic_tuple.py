def look(value: int | None, allowed: tuple[int, *tuple[int, ...]]) -> None:
    if value in allowed:
        reveal_type(value)  # N: Revealed type is "int"
