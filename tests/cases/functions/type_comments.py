# `# type:` below the head of a function gives a type to each parameter, self left aside.


def one():  # E: Type signature has too many parameters  [syntax]
    # type: (int) -> None
    pass


def two(x, y):  # E: Type signature has too few parameters  [syntax]
    # type: (int) -> None
    pass


class A:
    def all_right(self, x):
        # type: (int) -> None
        reveal_type(x)  # N: Revealed type is "int"

    def few(self, x, y):  # E: Type signature has too few parameters  [syntax]
        # type: (int) -> None
        pass


def twice(x: int):  # E: Function has duplicate type signatures  [syntax]
    # type: (int) -> None
    pass


def bad(x):  # E: Syntax error in type comment "None -> None"  [syntax]
    # type: None -> None
    pass


z = 0  # type: x y  # E: Syntax error in type comment "x y"  [syntax] # E: Invalid type comment or annotation  [valid-type]
