# dict(a=1, **more) is read as {"a": 1, **more}.

more: dict[str, int] = {}
numbers: dict[str, int] = dict(a=1, b="")  # E: Dict entry 1 has incompatible type "str": "str"; expected "str": "int"  [dict-item]
keys: dict[int, int] = dict(a=1)  # E: Dict entry 0 has incompatible type "str": "int"; expected "int": "int"  [dict-item]
reveal_type(dict(a=1, **more))  # N: Revealed type is "dict[str, int]"
reveal_type(dict(a=1, b=""))  # N: Revealed type is "dict[str, object]"
