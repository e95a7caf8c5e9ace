# flags: --enable-error-code unimported-reveal
# reveal_locals says what the scope's names stand for.


def outer(size: int) -> None:
    text = ""
    reveal_locals()  # N: Revealed local types are:
    # N:     size: int
    # N:     text: str
    # E: Name "reveal_locals" is not defined  [unimported-reveal]
    later = b""


def plain() -> None:
    reveal_locals()  # N: There are no locals to reveal
    # E: Name "reveal_locals" is not defined  [unimported-reveal]
