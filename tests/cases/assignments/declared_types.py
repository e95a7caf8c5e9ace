# A value must fit the declared type of its target.
number: int = 1
text: str = number  # E: Incompatible types in assignment (expression has type "int", variable has type "str")  [assignment]

number = "one"  # E: Incompatible types in assignment (expression has type "str", variable has type "int")  [assignment]

inferred = [1, 2]
reveal_type(inferred)  # N: Revealed type is "list[int]"
inferred.append("three")  # E: Argument 1 to "append" of "list" has incompatible type "str"; expected "int"  [arg-type]

# edit: main.py: replace `number: int = 1` by `number: str = ""`
