# flags: --enable-error-code possibly-undefined
import random

print(late)  # E: Name "late" is used before definition  [used-before-def]
late = 1

def f(flag: bool) -> int:
    if flag:
        x = 1
    return x  # E: Name "x" may be undefined  [possibly-undefined]

def fine(flag: bool) -> int:
    if flag:
        x = 1
    else:
        raise ValueError
    return x

def loop(items: list[int]) -> int:
    for item in items:
        found = item
        break
    else:
        found = 0
    return found + item

def tried() -> int:
    try:
        value = int("1")
    except ValueError:
        return 0
    finally:
        print("done")
    return value

def comprehension() -> list[int]:
    return [i for i in range(3)]
