# What the stub of builtins imports for itself is not there for others.
def given(x: Any) -> None:  # E: Name "Any" is not defined  [name-defined]
    # N: Did you forget to import it from "typing"? (Suggestion: "from typing import Any")
    sys.exit()  # E: Name "sys" is not defined  [name-defined]
    types  # E: Name "types" is not defined; did you mean "type"?  [name-defined]


class Pair:
    def __delitem__(self, key: int) -> None: ...


reveal_type(divmod(7, 2.0))  # N: Revealed type is "tuple[float, float]"
divmod(Pair(), 1)  # E: Unsupported operand types for divmod ("Pair" and "int")  [operator]
