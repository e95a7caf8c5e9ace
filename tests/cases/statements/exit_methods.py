# `__exit__` that never gives True should not say that it may.
class Never:
    def __enter__(self) -> None: ...

    def __exit__(self, *args: object) -> bool:  # E: "bool" is invalid as return type for "__exit__" that always returns False  [exit-return] # N: Use "typing.Literal[False]" as the return type or change it to "None" # N: If return type of "__exit__" implies that it may return True, the context manager may swallow exceptions
        return False


class Sometimes:
    def __enter__(self) -> None: ...

    def __exit__(self, *args: object) -> bool:
        return bool(args)
