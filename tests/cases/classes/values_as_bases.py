# flags: --disallow-subclassing-any --check-untyped-defs
# A base that is a value is invalid, which is said once more than that it is no type.
from typing import Any

number = 1
anything: Any


class OfNumber(number): ...  # E: Variable "main.number" is not valid as a type  [valid-type] # N: See https://mypy.readthedocs.io/en/stable/common_issues.html#variables-vs-type-aliases # E: Invalid base class "number"  [misc]


class OfAnything(anything): ...  # E: Class cannot subclass "anything" (has type "Any")  [misc]


def make(base):
    class Made(base): ...  # E: Variable "base" is not valid as a type  [valid-type] # N: See https://mypy.readthedocs.io/en/stable/common_issues.html#variables-vs-type-aliases # E: Invalid base class "base"  [misc]

    return Made
