# flags: --enable-error-code possibly-undefined
# A name that is bound on some ways only, and one that is used too early.
import sys
from typing import NoReturn


def stop() -> NoReturn:
    sys.exit()


def sometimes(flag: bool) -> int:
    if flag:
        value = 1
    return value  # E: Name "value" may be undefined  [possibly-undefined]


def otherwise_stops(flag: bool) -> int:
    if flag:
        value = 1
    else:
        stop()
    return value


def early() -> None:
    print(later)  # E: Name "later" is used before definition  [used-before-def]
    later: int = 1


def loops(items: list[int]) -> None:
    for item in items:
        last = item
    else:
        print(last)  # E: Name "last" may be undefined  [possibly-undefined]
    while True:
        once = 1
        break
    print(once)


def handlers() -> None:
    try:
        opened = 1
    except OSError:
        pass
    finally:
        print(opened)  # E: Name "opened" may be undefined  [possibly-undefined]


def cases(value: int) -> None:
    match value:
        case 1:
            found = 1
        case _:
            pass
    print(found)  # E: Name "found" may be undefined  [possibly-undefined]


def in_a_condition(text: str) -> str:
    return found if (found := text.strip()) else ""
