# flags: --allow-redefinition-old
# An assignment in the same block makes a new variable of a name that was read.
def parameter(value: str) -> int:
    value = len(value)
    reveal_type(value)  # N: Revealed type is "int"
    return value


def other_block(flag: bool) -> None:
    x = 1
    print(x)
    if flag:
        x = ""  # E: Incompatible types in assignment (expression has type "str", variable has type "int")  [assignment]


def never_read() -> None:
    y = 1
    y = ""  # E: Incompatible types in assignment (expression has type "str", variable has type "int")  [assignment]
    print(y)
