import other
from other import MISSING

def take(value: str | other.MISSING) -> None:
    if value is MISSING:
        reveal_type(value)  # N: Revealed type is "MISSING"
    else:
        reveal_type(value)  # N: Revealed type is "str"

# file: other.py
from typing_extensions import Sentinel

MISSING = Sentinel("MISSING")

# edit: other.py: replace `MISSING = Sentinel("MISSING")` by `MISSING = None`
