# flags: --python-version 3.12
# Slices of tuples of unknown length: told where the part of unknown length doesn't matter.


def known(x: tuple[int, *tuple[str, ...], bytes]) -> None:
    reveal_type(x[:1])  # N: Revealed type is "tuple[int]"
    reveal_type(x[1:])  # N: Revealed type is "tuple[*tuple[str, ...], bytes]"
    reveal_type(x[-1:])  # N: Revealed type is "tuple[bytes]"
    reveal_type(x[::-1])  # N: Revealed type is "tuple[bytes, *tuple[str, ...], int]"
    x[2:]  # E: Ambiguous slice of a variadic tuple  [misc]
    x[::2]  # E: Ambiguous slice of a variadic tuple  [misc]


def first_goes[*Ts](x: tuple[int, *Ts]) -> tuple[*Ts]:
    return x[1:]


def flat(x: tuple[int, *tuple[str, bytes]]) -> None:
    reveal_type(x)  # N: Revealed type is "tuple[int, str, bytes]"
