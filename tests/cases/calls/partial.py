from functools import partial, singledispatch

def send(to: str, amount: int, *, note: str = "") -> bool:
    return True

pay = partial(send, "shop")
reveal_type(pay)  # N: Revealed type is "functools.partial[bool]"
reveal_type(pay(3))  # N: Revealed type is "bool"
pay("three")  # E: Argument 1 to "send" has incompatible type "str"; expected "int"  [arg-type]
pay(3, note="thanks")
partial(send, 1)  # E: Argument 1 to "send" has incompatible type "int"; expected "str"  [arg-type]

@singledispatch
def show(value: object, indent: int) -> str:
    return ""

@show.register
def show_int(value: int, indent: int) -> str:
    return str(value)

show(1, 2)
show(1, "2")  # E: Argument 2 to "show" has incompatible type "str"; expected "int"  [arg-type]
show_int("1", 2)  # E: Argument 1 to "show_int" has incompatible type "str"; expected "int"  [arg-type]
