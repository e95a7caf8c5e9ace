# flags: --disable-error-code empty-body --disable-error-code override
class Money:
    def __add__(self, other: int) -> "Money": ...
    def __iadd__(self, other: str) -> "Money": ...  # E: Signatures of "__iadd__" and "__add__" are incompatible  [misc]
    def __radd__(self, other: "Coin") -> int: ...  # E: Signatures of "__radd__" of "Money" and "__add__" of "Coin" are unsafely overlapping  [misc]

class Coin:
    def __add__(self, other: object) -> str: ...

class Bag:
    def __getattr__(self, name: int) -> int: ...  # E: Invalid signature "Callable[[Bag, int], int]" for "__getattr__"  [misc]
    def __setattr__(self, name: str) -> None: ...  # E: Invalid signature "Callable[[Bag, str], None]" for "__setattr__"  [misc]
