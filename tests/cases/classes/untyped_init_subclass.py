# flags: --disallow-untyped-calls --warn-unused-ignores
# A class statement calls __init_subclass__; a comment on any line of the class silences that.
class Base:
    def __init_subclass__(cls, y=1):
        return None


class Plain(Base):  # E: Call to untyped function "__init_subclass__" in typed context  [no-untyped-call]
    x = 1


class Silenced(Base):
    x = 1

    y = 2  # type: ignore[no-untyped-call]


class Keys:
    def __delitem__(self, key):
        return None


def drop(keys: Keys) -> None:
    del keys[1]  # E: Call to untyped function "__delitem__" in typed context  [no-untyped-call]
