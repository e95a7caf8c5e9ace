# Arguments are matched to parameters by position and by name.
def greet(name: str, times: int = 1, *, loud: bool = False) -> str:
    return name * times


greet("a")
greet("a", 2, loud=True)
greet(1)  # E: Argument 1 to "greet" has incompatible type "int"; expected "str"  [arg-type]
greet()  # E: Missing positional argument "name" in call to "greet"  [call-arg]
greet("a", 2, True)  # E: Too many positional arguments for "greet"  [call-arg]
greet("a", volume=3)  # E: Unexpected keyword argument "volume" for "greet"  [call-arg]
