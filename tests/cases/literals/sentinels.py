# A sentinel (PEP 661) is a value that is a type of its own.
from typing_extensions import Sentinel, assert_type

MISSING = Sentinel("MISSING")
OTHER = Sentinel("MISSING")
ALIAS = MISSING

class Settings:
    UNSET = Sentinel("UNSET")

def take(value: int | MISSING = MISSING) -> int:
    reveal_type(value)  # N: Revealed type is "int | MISSING"
    if value is MISSING:
        assert_type(value, MISSING)
        return 0
    reveal_type(value)  # N: Revealed type is "int"
    return value

take()
take(ALIAS)
take(OTHER)  # E: Argument 1 to "take" has incompatible type "OTHER"; expected "int | MISSING"  [arg-type]

def look(value: Settings.UNSET | None) -> None:
    reveal_type(value)  # N: Revealed type is "Settings.UNSET | None"
    if value:
        assert_type(value, Settings.UNSET)
    else:
        reveal_type(value)  # N: Revealed type is "None"

MISSING = 1  # E: Cannot assign to final name "MISSING"  [misc]  # E: Incompatible types in assignment (expression has type "Literal[1]", variable has type "MISSING")  [assignment]

def local() -> None:
    here = Sentinel("here")
    reveal_type(here)  # N: Revealed type is "typing_extensions.sentinel"
