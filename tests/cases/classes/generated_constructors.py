# A constructor that a decorator makes is defined nowhere that a note could point at.
from records import Plain, Record, Row

Record(x=1, y=2)  # E: Unexpected keyword argument "y" for "Record"  [call-arg]
Row(x=1, y=2)  # E: Unexpected keyword argument "y" for "Row"  [call-arg]
Plain(x=1, y=2)  # E: Unexpected keyword argument "y" for "Plain"  [call-arg] # N: "Plain" defined in "records"

# file: records.py
from dataclasses import dataclass
from typing import NamedTuple


@dataclass
class Record:
    x: int


class Row(NamedTuple):
    x: int


class Plain:
    def __init__(self, x: int) -> None: ...
