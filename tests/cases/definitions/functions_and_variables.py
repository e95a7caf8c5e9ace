# A function that redefines a variable is checked as any other, wherever it stands.
first = 1


def first() -> int:  # E: Name "first" already defined on line 2  [no-redef]
    return ""  # E: Incompatible return value type (got "str", expected "int")  [return-value]


try:
    second = 1
except NameError:

    def second() -> int:  # E: Incompatible redefinition (redefinition with type "Callable[[], int]", original type "int")  [misc]
        return ""  # E: Incompatible return value type (got "str", expected "int")  [return-value]


class Both:
    third = 1

    def third(self) -> int:  # E: Name "third" already defined on line 18  [no-redef]
        return ""  # E: Incompatible return value type (got "str", expected "int")  [return-value]


if int():
    Fourth = 1
else:

    class Fourth:  # E: Name "Fourth" already defined on line 25  [no-redef]
        def method(self) -> int:
            return ""  # E: Incompatible return value type (got "str", expected "int")  [return-value]


# edit: main.py: replace `third = 1` by `fifth = 1`
