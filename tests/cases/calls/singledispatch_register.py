# A function that is registered for a class must fit the fallback, and stays what it is.
from functools import singledispatch

class Animal: pass
class Snake(Animal): pass
class Stone: pass

@singledispatch
def feed(animal: Animal, food: str) -> bool:
    return False

@feed.register(Snake)
def feed_snake(animal, food: str) -> bool:
    return True

@feed.register(Stone)
def feed_stone(animal, food: str) -> bool:  # E: Dispatch type "Stone" must be subtype of fallback function first argument "Animal"  [misc]
    return True

@feed.register
def feed_int(animal: int, food: str) -> bool:  # E: Dispatch type "int" must be subtype of fallback function first argument "Animal"  [misc]
    return True

feed_snake(1, 2)  # E: Argument 2 to "feed_snake" has incompatible type "int"; expected "str"  [arg-type]
reveal_type(feed(Snake(), ""))  # N: Revealed type is "bool"
feed(Snake(), 1)  # E: Argument 2 to "feed" has incompatible type "int"; expected "str"  [arg-type]
