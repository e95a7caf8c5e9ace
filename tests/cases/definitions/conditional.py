# flags: --disable-error-code empty-body
import random

def helper(x: int) -> int:
    return x

if random.random() > 0.5:
    def pick(x: int) -> str: ...
    def other(x: int) -> int: ...
else:
    def pick(x: str) -> str: ...  # E: All conditional function variants must have identical signatures  [misc] # N: Original: # N:     def pick(x: int) -> str # N: Redefinition: # N:     def pick(x: str) -> str
    def other(x: int) -> int: ...

try:
    choose = helper
except Exception:
    def choose(x: str) -> int: ...  # E: Incompatible redefinition (redefinition with type "Callable[[str], int]", original type "Callable[[int], int]")  [misc]
