# Two `with` statements may use one name for different things, if nothing else sees it.
class Text:
    def __enter__(self) -> str:
        return ""

    def __exit__(self, *args: object) -> None: ...


class Data:
    def __enter__(self) -> bytes:
        return b""

    def __exit__(self, *args: object) -> None: ...


def apart() -> None:
    with Text() as f:
        reveal_type(f)  # N: Revealed type is "str"
    with Data() as f:
        reveal_type(f)  # N: Revealed type is "bytes"


def seen_outside() -> None:
    with Text() as f:
        pass
    with Data() as f:  # E: Incompatible types in assignment (expression has type "bytes", variable has type "str")  [assignment]
        pass
    print(f)
