# flags: --strict
# What --strict wants of functions without annotations, and of calls to them.


class Base:
    def __init_subclass__(cls):  # E: Function is missing a return type annotation  [no-untyped-def]
        # N: Use "-> None" if function does not return a value
        pass

    def __str__(self):  # E: Function is missing a type annotation  [no-untyped-def]
        return ""

    def show(self):  # E: Function is missing a return type annotation  [no-untyped-def]
        return ""


class Derived(Base):  # E: Call to untyped function "__init_subclass__" in typed context  [no-untyped-call]
    pass
