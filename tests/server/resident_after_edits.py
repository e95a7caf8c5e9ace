#!/usr/bin/env python3
"""Does the server forget? Its resident memory after ten edits, and after ten thousand.

    resident_after_edits.py KRAIT FILE [--root FOLDER] [--edits 10000] [--python PYTHON]

Opens FILE of the workspace FOLDER and edits it as a person does: a line with an error appears in
some function and goes again, each time after the answer to the one before. By default one edit in
ten is made where a function shapes its module's interface (`__init__`). Prints a line of CSV per
measurement (edits, MiB) and fails if the last is more than a tenth above the one after ten edits.
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
from pathlib import Path

from lsp_client import Client

ALLOWED = 1.10


def resident_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


class Place:
    """The line of a function's first statement, and how far it is indented."""

    def __init__(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        first = function.body[0]
        self.line = first.lineno - 1
        self.indent = " " * first.col_offset
        self.on_own_line = first.lineno > function.lineno
        self.shapes = function.name == "__init__"


def places_in(text: str) -> list[Place]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    places = [Place(node) for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)]
    return [place for place in places if place.on_own_line]


class Session:
    def __init__(self, client: Client, path: Path) -> None:
        self.client, self.uri, self.version = client, path.as_uri(), 1
        client.open(self.uri, path.read_text(encoding="utf-8"))
        client.diagnostics(self.uri, 1)

    def change(self, first: int, last: int, text: str) -> None:
        self.version += 1
        where = {
            "start": {"line": first, "character": 0},
            "end": {"line": last, "character": 0},
        }
        self.client.change(self.uri, self.version, {"range": where, "text": text})
        self.client.diagnostics(self.uri, self.version)

    def edit(self, place: Place) -> None:
        """There and back: two edits."""
        self.change(place.line, place.line, f'{place.indent}_added: int = ""\n')
        self.change(place.line, place.line + 1, "")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("krait")
    parser.add_argument("file", type=Path)
    parser.add_argument("--root", type=Path, help="of the workspace; else the file's folder")
    parser.add_argument("--edits", type=int, default=10_000)
    parser.add_argument("--python", help="interpreter of the workspace")
    options = parser.parse_args()
    path = options.file.resolve()
    root = (options.root or path.parent).resolve()
    settings = {"pythonExecutable": options.python} if options.python else {}

    client = Client(options.krait)
    client.initialize(
        rootUri=root.as_uri(),
        workspaceFolders=[{"uri": root.as_uri(), "name": root.name}],
        initializationOptions=settings,
    )
    session = Session(client, path)
    places = places_in(path.read_text(encoding="utf-8"))
    plain = [place for place in places if not place.shapes] or places
    shaping = [place for place in places if place.shapes] or places
    dice = random.Random(7)
    measured: list[float] = []
    print("edits,MiB")
    for count in range(2, options.edits + 1, 2):
        session.edit(dice.choice(shaping if count % 20 == 0 else plain))
        if count == 10 or count % 1000 == 0 or count >= options.edits - 1:
            measured.append(resident_mib(client.process.pid))
            print(f"{count},{measured[-1]:.1f}", flush=True)
    client.ask("shutdown")
    client.notify("exit")
    client.process.wait(60)
    grown = measured[-1] / measured[0]
    print(f"after {options.edits} edits {grown:.3f} times what it was after ten")
    return 0 if grown <= ALLOWED else 1


if __name__ == "__main__":
    sys.exit(main())
