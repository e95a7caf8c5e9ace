# flags: --allow-redefinition --local-partial-types --warn-unreachable
# A parameter that a branch narrowed has its whole type again behind the branch.


class Shape:
    pass


class Square(Shape):
    side: int = 0


class Box(Shape):
    inner: Square | None = None


def unwrap(shape: Shape) -> int:
    if isinstance(shape, Box) and shape.inner:
        shape = shape.inner
    if isinstance(shape, Square):
        return shape.side
    return 0


def first(words: list[str] | None = None, strict: bool = False) -> str:
    if strict:
        assert words is None
    if words is None:
        words = ["a"]
    return words[0]
