# super() takes self as it is declared, where a body is checked once for each value of a variable.
from typing import Generic, TypeVar, overload

A = TypeVar("A", bytes, str)


class File(Generic[A]):
    @overload
    def write(self: "File[bytes]", data: bytes) -> int: ...
    @overload
    def write(self: "File[str]", data: str) -> int: ...
    def write(self, data: bytes | str) -> int:
        return 1

    def read(self) -> A:
        raise NotImplementedError


class Spooled(File[A]):
    state = None

    def write(self, data: bytes | str) -> int:
        return super().write(data)  # E: Invalid self argument "Spooled[A]" to attribute function "write" with type "Callable[[File[bytes], bytes], int]"  [misc]

    def read(self) -> A:
        self.state = "read"
        return super().read()  # E: Incompatible return value type (got "A", expected "bytes")  [return-value] # E: Incompatible return value type (got "A", expected "str")  [return-value]

    def show(self) -> None:
        reveal_type(self.state)  # N: Revealed type is "str | None"
