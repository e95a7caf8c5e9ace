# Starred lists among the values stand for as many items as are needed, if they are side by side
# and alike.
numbers = [1, 2]
words = ["one", "two"]

a, b, c, d, e = *numbers, *numbers, "end"
reveal_type(d)  # N: Revealed type is "int"
reveal_type(e)  # N: Revealed type is "str"

f, g, h = *numbers, *words  # E: Contiguous iterable with same type expected  [misc]
i, j, k, m = *numbers, 1, *numbers  # E: Contiguous iterable with same type expected  [misc]
