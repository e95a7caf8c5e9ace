"""A small project that changes: modules that import each other, two of them in a cycle, and for each
of them a few versions. A state of the project is one version of each module.
"""

from __future__ import annotations

import random
from pathlib import Path

# Each module has versions that differ in bodies, in signatures, in what they import and in errors.
VERSIONS: dict[str, list[str]] = {
    "shapes.py": [
        "from __future__ import annotations\n\n\nclass Shape:\n    name: str\n\n    def area(self) -> float:\n        return 0\n",
        "from __future__ import annotations\n\n\nclass Shape:\n    name: str\n    size: int = 0\n\n    def area(self) -> int:\n        return 1\n",
        "from __future__ import annotations\n\n# a comment\n\n\nclass Shape:\n    name: bytes\n\n    def area(self) -> float:\n        return 'x'\n",
        "class Shape:\n    def area(self) -> float\n        return 0\n",
    ],
    "square.py": [
        "import registry\nfrom shapes import Shape\n\n\nclass Square(Shape):\n    def area(self) -> float:\n        return 2\n\n\ndef make() -> 'registry.Registry[Square]':\n    return registry.Registry(Square())\n",
        "import registry\nfrom shapes import Shape\n\n\nclass Square(Shape):\n    def area(self) -> str:\n        return ''\n\n\ndef make() -> 'registry.Registry[Square]':\n    return registry.Registry(3)\n",
    ],
    "registry.py": [
        "from typing import Generic, TypeVar\n\nT = TypeVar('T')\n\n\nclass Registry(Generic[T]):\n    def __init__(self, item: T) -> None:\n        self.item = item\n\n\ndef default() -> object:\n    import square\n\n    return square.make().item.area()\n",
        "from typing import Generic, TypeVar\n\nimport square\n\nT = TypeVar('T')\n\n\nclass Registry(Generic[T]):\n    def __init__(self, item: T, key: str = '') -> None:\n        self.item = item\n        self.key = key\n\n\ndef default() -> int:\n    return square.make().item.area()\n",
    ],
    "use.py": [
        "from registry import default\nfrom square import Square, make\n\nx: int = make().item.area()\nreveal_type(default())\n\n\ndef f(s: Square) -> bytes:\n    return s.name\n",
        "from registry import *\nfrom square import *\n\n\ndef f(s: Square) -> bytes:\n    s.size\n    return s.name  # type: ignore[return-value]\n",
        "import missing\nfrom square import Square\n\nreveal_type(missing.x)\nreveal_type(Square().name)\n",
    ],
    "stubbed.pyi": ["def g(x: int) -> str: ...\n", "def g(x: int, y: int = ...) -> int: ...\n"],
    "client.py": ["import stubbed\n\nvalue: str = stubbed.g(1)\n", "import stubbed\n\nstubbed.g(1, 2)\n"],
}

State = tuple[int, ...]


def random_state(source: random.Random) -> State:
    return tuple(source.randrange(len(versions)) for versions in VERSIONS.values())


def next_state(state: State, source: random.Random) -> State:
    """One module gets another version."""
    changed = list(state)
    place = source.randrange(len(changed))
    changed[place] = source.randrange(len(list(VERSIONS.values())[place]))
    return tuple(changed)


def write_state(folder: Path, state: State) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for (name, versions), version in zip(VERSIONS.items(), state):
        path = folder / name
        if not path.exists() or path.read_text() != versions[version]:
            path.write_text(versions[version])
