# A module's variable that begins as None gets its type from whoever assigns to it first, a function
# inside a function included.
opened = None
closed = None

def outer() -> None:
    def inner() -> None:
        global opened
        opened = [1]
        reveal_type(opened)  # N: Revealed type is "list[int]"
    inner()

def maker():  # nothing in it is checked, and nothing inferred from it
    def untyped(*args):
        global closed
        closed = [args]
    return untyped

class Holder:
    def method(self) -> None:
        def inner() -> None:
            global opened
            opened = None
            opened = [2]
        inner()

reveal_type(opened)  # N: Revealed type is "list[int] | None"
