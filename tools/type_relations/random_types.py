"""Random type expressions over the classes of classes.pyi, for tables too long to keep."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

ATOMS = (
    "int str bool float A B C X D None object Any Color Literal[1] Literal[Color.RED] Closeable "
    "File HasInt P2 P3 TD1 TD2 J NT LA Never"
).split()
GENERIC = "list Sequence Iterable Box Source Sink Has HasOf SubBox LG JG CallBack".split()


class RandomTypes:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def type(self, depth: int, variables: Sequence[str] = ()) -> str:
        if variables and self.random.random() < 0.35:
            return self.random.choice(variables)
        if depth <= 0 or self.random.random() < 0.25:
            return self.random.choice(ATOMS)
        shapes = [self.generic, self.generic, self.mapping, self.tuple, self.union, self.callable]
        shapes += [self.variadic, self.class_object]
        return self.random.choice(shapes)(lambda: self.type(depth - 1, variables))

    def function(self, depth: int, variables: Sequence[str] = ()) -> str:
        def part() -> str:
            return self.type(depth - 1, variables)

        parameters = []
        optional = False
        for name in "xyz"[: self.random.randint(0, 3)]:
            optional = optional or self.random.random() < 0.3
            parameters.append(f"{name}: {part()}" + (" = ..." if optional else ""))
            if self.random.random() < 0.15 and "/" not in parameters:
                parameters.append("/")
        has_star = self.random.random() < 0.3
        if has_star:
            parameters.append(f"*args: {part()}")
        if self.random.random() < 0.4:
            if not has_star:
                parameters.append("*")
            for name in "kl"[: self.random.randint(1, 2)]:
                default = " = ..." if self.random.random() < 0.4 else ""
                parameters.append(f"{name}: {part()}{default}")
        if self.random.random() < 0.2:
            parameters.append(f"**kw: {part()}")
        return f"def({', '.join(parameters)}) -> {part()}"

    def anything(self, variables: Sequence[str] = ()) -> str:
        kind = self.random.random()
        if kind < 0.75:
            return self.type(3, variables)
        if kind < 0.93:
            generic = ("T", "U") if self.random.random() < 0.4 else ()
            return self.function(2, variables or generic)
        if kind < 0.97:
            return f"overload {self.function(1)} ; {self.function(1)}"
        return "class " + self.random.choice(["A", "B", "X", "File"])

    def generic(self, part: Callable[[], str]) -> str:
        return f"{self.random.choice(GENERIC)}[{part()}]"

    def mapping(self, part: Callable[[], str]) -> str:
        return f"{self.random.choice(['dict', 'Mapping'])}[str, {part()}]"

    def tuple(self, part: Callable[[], str]) -> str:
        if self.random.random() < 0.3:
            return f"tuple[{part()}, ...]"
        items = [part() for _ in range(self.random.randint(1, 3))]
        if self.random.random() < 0.3:
            items.insert(self.random.randrange(len(items)), f"*tuple[{part()}, ...]")
        return f"tuple[{', '.join(items)}]"

    def union(self, part: Callable[[], str]) -> str:
        items = [part() for _ in range(self.random.randint(1, 3))]
        return " | ".join([*items, "None"] if len(items) == 1 else items)

    def callable(self, part: Callable[[], str]) -> str:
        if self.random.random() < 0.15:
            return f"Callable[..., {part()}]"
        parameters = [part() for _ in range(self.random.randint(0, 2))]
        if self.random.random() < 0.2:
            parameters.append(f"*tuple[{part()}, ...]")
        return f"Callable[[{', '.join(parameters)}], {part()}]"

    def variadic(self, part: Callable[[], str]) -> str:
        items = ", ".join(part() for _ in range(self.random.randint(1, 3)))
        shape = self.random.choice(["Var[{}]", "VarI[{}]", "Spec[[{}]]"])
        return shape.format(items)

    def class_object(self, part: Callable[[], str]) -> str:
        return f"type[{self.random.choice(['A', 'B', 'X', 'int', 'Color', 'Any', 'A|X'])}]"
