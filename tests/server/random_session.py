"""A session of random messages: edits, requests about any place, cancellations, files and cells of a notebook that come and
go. The server must survive, answer each request exactly once, never speak about a version that isn't there, show and answer
in the end what a fresh server does of the same texts, keep no memory of what has passed, and end with nothing to complain
about.

    random_session.py KRAIT [--messages 20000] [--seed 1] [--invalid] [--sanitized]

With --invalid every other message is one that no client should send (invalid_messages.py); what is asked before
`initialize` and after `shutdown` is refused. A sanitized build reports its leaks when it ends; its memory isn't measured.
"""

from __future__ import annotations

import argparse
import json
import queue
import random
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from invalid_messages import Id, Maker
from lsp_client import TIMEOUT, Client, Json, notification, request
from resident_after_edits import resident_mib
from workspace import place

# After the last message at most so much more is resident than after a tenth of them: what is kept for later questions
# (units, trees, completions) fills up meanwhile, and an allocator keeps pages. 18,000 messages that leaked a kilobyte each
# would come to as much.
MAY_GROW_MIB = 16.0

SHAPES = '''"""Shapes."""
from __future__ import annotations
from typing import Generic, Literal, TypedDict, TypeVar, overload
import collections
from store import *
from store import Base as B, helper

T = TypeVar("T")

class Options(TypedDict):
    key: int

class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item

    @overload
    def take(self, a: int) -> int: ...
    @overload
    def take(self, a: str, b: int = 3) -> str: ...
    def take(self, a, b=3):
        return a

    @property
    def first(self) -> T:
        return self.item

async def run(box: Box[int], *args: int, options: Options, mode: Literal["r", "w"] = "r") -> B | None:
    squares = [x * x for x in args if x]
    match box:
        case Box(item=3) as found:
            print(found)
    with open("x") as file:
        file.read()
    try:
        options["key"]
    except (ValueError, TypeError) as error:
        print(error, mode)

    def inner(width: int) -> None:
        nonlocal squares
        squares = [width]
        print(box.first)

    inner(width=3)
    box.take("a", b=1)
    return B() if (count := len(squares)) else None

top = Box(3).first
print(f"{top!r:>{top}}", top.bit_length(), collections.OrderedDict)
'''
STORE = '''class Base:
    """Something that greets."""
    def greet(self, times: int) -> str:
        return ""

class Leaf(Base):
    def greet(self, times: int) -> str:
        return super().greet(times)

def helper(one: Base) -> Base:
    return one
'''
USES = '''import shapes
from store import helper, Leaf

def use(leaf: Leaf) -> None:
    helper(leaf).greet(times=1)
    shapes.top + 1
'''
CELLS = {
    "c1": "%load_ext autoreload\nfrom store import helper, Leaf\nimport shapes\n",
    "c2": "leaf = Leaf()\ngreeting = helper(leaf).greet(times=1)\nfiles = !ls\n",
    "c3": "%%time\ndef shout(text: str) -> str:\n    %time text.upper()\n    return text.upper()\n\nshout(greeting)",
    "c4": "class Shop(Leaf):\n    boxes = [shapes.top]\n\nawait shapes.run\nShop().boxes[0] + ''",
}
TEXTS = {"shapes.py": SHAPES, "store.py": STORE, "uses.py": USES}
WORD = re.compile(r"[A-Za-z_]\w*")
PIECES = ["(", ".", "self.", ":\n", '"', "[", "x", "\n    ", "=", "import ", "from . import ", ")", "é", "😀", "\t",
          "lambda", "class X(", "def q(a, b", "@", "# type: ignore\n", "helper"]
AT_A_PLACE = ["hover", "definition", "declaration", "typeDefinition", "implementation", "completion", "references",
              "documentHighlight", "signatureHelp", "prepareRename", "rename", "prepareTypeHierarchy",
              "prepareCallHierarchy"]
OF_A_FILE = ["documentSymbol", "foldingRange", "semanticTokens/full", "inlayHint", "codeAction"]


class Session:
    def __init__(self, krait: str, root: Path, invalid: bool = False) -> None:
        self.root = root
        self.invalid = invalid
        self.texts = {**TEXTS, **CELLS}
        self.versions = dict.fromkeys(self.texts, 1)
        self.open = set(TEXTS)  # files; and cells, of which those of `book`
        self.book: list[str] = []
        self.book_version = 0
        self.kinds = dict.fromkeys(CELLS, 2)
        self.waiting: dict[int, str] = {}
        self.owed: Counter[Id] = Counter()  # answers to invalid messages
        self.shown: dict[str, tuple[int | None, list[Json]]] = {}
        self.sent = 0
        for name, text in TEXTS.items():
            (root / name).write_text(text)
        self.client = Client(krait, "--stdio", cwd=str(root))
        if invalid:
            self.refused("textDocument/hover", -32002)
        self.client.initialize({}, rootUri=root.as_uri())
        for name, text in TEXTS.items():
            self.client.open(self.uri(name), text)
        self.open_book(list(CELLS))

    def uri(self, name: str) -> str:
        if name in CELLS:
            return f"vscode-notebook-cell:/book.ipynb/{name}"
        return (self.root / name).as_uri()

    def name(self, uri: str) -> str:
        return uri.rsplit("/", 1)[-1]

    def refused(self, method: str, code: int) -> None:
        answer = self.client.ask(method, {"textDocument": {"uri": self.uri("uses.py")}})
        assert answer.get("error", {}).get("code") == code, answer

    # --- what the server says

    def take(self, message: Json) -> None:
        assert message is not None, f"the server is gone: {self.client.stderr.decode(errors='replace')}"
        if isinstance(message, list):
            for one in message:
                self.take(one)
        elif "method" not in message and message["id"] not in self.waiting:
            id = message["id"]
            assert self.owed[id] > 0, f"nobody waits for this answer: {message}"
            assert message.get("error", {}).get("code") != -32603, f"an internal error: {message}"
            self.owed[id] -= 1
            if self.owed[id] == 0:
                del self.owed[id]
        elif "method" not in message:
            asked = self.waiting.pop(message["id"], None)
            assert asked is not None, f"nobody waits for this answer: {message}"
            error = message.get("error")
            #                             cancelled, modified, refused in words, unknown item
            assert error is None or error["code"] in (-32800, -32801, -32803, -32602), f"{asked}: {message}"
        elif message["method"] == "textDocument/publishDiagnostics":
            params = message["params"]
            version = params.get("version")
            name = self.name(params["uri"])
            if name not in self.texts and version is not None:
                return  # odd documents
            assert version is None or version <= self.versions[name], f"a version of tomorrow: {params}"
            self.shown[name] = (version, params["diagnostics"])

    def drain(self) -> None:
        while True:
            try:
                self.take(self.client.messages.get_nowait())
            except queue.Empty:
                return

    def wait(self) -> None:
        """Until all that was asked is answered."""
        end = time.monotonic() + TIMEOUT
        while self.waiting or self.owed:
            try:
                self.take(self.client.messages.get(timeout=max(0.0, end - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"without an answer: {self.waiting}, {self.owed}; {self.client.stderr.decode(errors='replace')}") from None

    def settle(self) -> None:
        """All that was asked is answered, all that was to be published is."""
        self.ask("krait/waitUntilIdle", None)
        self.wait()
        self.drain()

    # --- what the client says

    def say(self, message: Json) -> None:
        self.client.send(message)
        self.sent += 1

    def ask(self, method: str, params: Json) -> None:
        self.client.next_id += 1
        self.waiting[self.client.next_id] = method
        self.say(request(self.client.next_id, method, params))

    def edit(self, chance: random.Random, name: str) -> None:
        text = self.texts[name]
        self.versions[name] += 1
        if chance.random() < 0.3:  # back to something sound
            self.texts[name] = sound = {**TEXTS, **CELLS}[name]
            changes: list[Json] = [{"text": sound}]
        else:
            start = chance.randrange(len(text) + 1)
            end = start if chance.random() < 0.6 else min(len(text), start + chance.randrange(1, 12))
            piece = chance.choice(PIECES) if chance.random() < 0.7 else ""
            changes = [{"range": {"start": place(text, start), "end": place(text, end)}, "text": piece}]
            self.texts[name] = text[:start] + piece + text[end:]
        document = {"uri": self.uri(name), "version": self.versions[name]}
        if name in CELLS:
            self.change_book({"textContent": [{"document": document, "changes": changes}]})
        else:
            self.say(notification("textDocument/didChange", {"textDocument": document, "contentChanges": changes}))

    def ask_something(self, chance: random.Random, name: str) -> None:
        text = self.texts[name]
        words = [match.start() for match in WORD.finditer(text)]
        anywhere = chance.randrange(len(text) + 1)
        at = place(text, chance.choice(words) if words and chance.random() < 0.7 else anywhere)
        whole = {"start": {"line": 0, "character": 0}, "end": place(text, len(text))}
        params: dict[str, Json] = {"textDocument": {"uri": self.uri(name)}}
        kind = chance.random()
        if kind < 0.05:
            self.ask("workspace/symbol", {"query": chance.choice(["hel", "G", "", "box"])})
        elif kind < 0.2:
            context: Json = {"diagnostics": []}
            self.ask("textDocument/" + chance.choice(OF_A_FILE), {**params, "range": whole, "context": context})
        else:
            more = {"position": at, "newName": "fresh", "context": {"includeDeclaration": True, "triggerKind": 1}}
            self.ask("textDocument/" + chance.choice(AT_A_PLACE), {**params, **more})

    # --- a notebook

    def cell(self, name: str) -> Json:
        return {"kind": self.kinds[name], "document": self.uri(name)}

    def cell_text(self, name: str) -> Json:
        return {"uri": self.uri(name), "languageId": "python", "version": self.versions[name], "text": self.texts[name]}

    def open_book(self, names: list[str]) -> None:
        self.book = names
        self.open |= set(names)
        self.book_version += 1
        described = {"uri": (self.root / "book.ipynb").as_uri(), "notebookType": "jupyter-notebook",
                     "version": self.book_version, "cells": [self.cell(name) for name in names]}
        texts = [self.cell_text(name) for name in names]
        self.say(notification("notebookDocument/didOpen", {"notebookDocument": described, "cellTextDocuments": texts}))

    def close_book(self) -> None:
        texts = [{"uri": self.uri(name)} for name in self.book]
        self.open -= set(self.book)
        self.book = []
        document = {"uri": (self.root / "book.ipynb").as_uri()}
        self.say(notification("notebookDocument/didClose", {"notebookDocument": document, "cellTextDocuments": texts}))

    def change_book(self, cells: Json) -> None:
        self.book_version += 1
        document = {"uri": (self.root / "book.ipynb").as_uri(), "version": self.book_version}
        self.say(notification("notebookDocument/didChange", {"notebookDocument": document, "change": {"cells": cells}}))

    def replace_cells(self, start: int, count: int, names: list[str]) -> None:
        """The texts of new ones are opened, those of old ones closed, unless they were moved."""
        before = list(self.book)
        self.book[start : start + count] = names
        self.open = (self.open - set(before)) | set(self.book)
        array = {"start": start, "deleteCount": count, "cells": [self.cell(name) for name in names]}
        opened = [self.cell_text(name) for name in names if name not in before]
        closed = [{"uri": self.uri(name)} for name in before if name not in self.book]
        self.change_book({"structure": {"array": array, "didOpen": opened, "didClose": closed}})

    def rearrange(self, chance: random.Random, name: str) -> None:
        kind = chance.random()
        if not self.book:
            self.open_book([name])
        elif name not in self.book:
            self.versions[name] += 1
            self.replace_cells(chance.randrange(len(self.book) + 1), 0, [name])
        elif kind < 0.2:
            self.replace_cells(self.book.index(name), 1, [])
        elif kind < 0.6:
            shuffled = chance.sample(self.book, len(self.book))
            self.replace_cells(0, len(self.book), shuffled)
        elif kind < 0.9:
            self.kinds[name] = 2 if self.kinds[name] == 1 or chance.random() < 0.3 else 1
            self.change_book({"data": [self.cell(name)]})
        else:
            self.close_book()

    def open_or_close(self, name: str) -> None:
        document = {"uri": self.uri(name)}
        if name in self.open:
            self.open.remove(name)
            self.texts[name] = (self.root / name).read_text()
            self.say(notification("textDocument/didClose", {"textDocument": document}))
        else:
            self.open.add(name)
            self.versions[name] += 1
            opened = {**document, "languageId": "python", "version": self.versions[name], "text": self.texts[name]}
            self.say(notification("textDocument/didOpen", {"textDocument": opened}))

    def change_on_disk(self, chance: random.Random) -> None:
        extra = self.root / "extra.py"
        there = extra.exists()
        if there and chance.random() < 0.5:
            extra.unlink()
            kind = 3
        else:
            extra.write_text(f"from store import helper\nhelper({chance.randrange(3)})\n")
            kind = 2 if there else 1
        changes = [{"uri": extra.as_uri(), "type": kind}]
        self.say(notification("workspace/didChangeWatchedFiles", {"changes": changes}))

    def step(self, chance: random.Random) -> None:
        kind = chance.random()
        name = chance.choice(list(self.texts))
        if name in CELLS and (kind < 0.1 or name not in self.open or 0.88 <= kind < 0.95):
            self.rearrange(chance, name)
        elif kind < 0.5 and name in self.open:
            self.edit(chance, name)
        elif kind < 0.88:
            self.ask_something(chance, name)
            if chance.random() < 0.5:  # else the next edit makes the question void
                self.wait()
        elif kind < 0.93 and self.waiting:
            self.say(notification("$/cancelRequest", {"id": chance.choice(list(self.waiting))}))
        elif kind < 0.95 or name not in self.open:
            self.open_or_close(name)
        elif kind < 0.965:
            self.change_on_disk(chance)
        elif kind < 0.97:
            self.settle()
        self.drain()


    def step_wrong(self, maker: Maker) -> None:
        bad = maker.make()
        self.client.write(bad.data)
        self.owed.update(bad.answers)
        self.sent += 1
        self.drain()

    def end(self) -> None:
        """A clean end: leaks would be reported now, and be the exit code's."""
        self.client.ask("shutdown")
        if self.invalid:
            self.refused("textDocument/hover", -32600)
            self.client.notify("textDocument/didOpen", {})
            self.refused("initialize", -32600)
        self.client.notify("exit")
        code = self.client.wait()
        assert code == 0, f"exit code {code}: {self.client.stderr.decode(errors='replace')}"
        self.client.kill()


def shown_by(session: Session) -> dict[str, list[str]]:
    """The last diagnostics of each file, as lines."""
    lines = {}
    for name, (_, diagnostics) in session.shown.items():
        found = [f"{one['range']} {one.get('code')} {one['message']}" for one in diagnostics]
        if found:
            lines[name] = found
    return lines


def answered_by(session: Session) -> dict[str, Json]:
    """What is answered about some places of each open text."""
    answers: dict[str, Json] = {}
    for name in sorted(session.open):
        text = session.texts[name]
        for start in [match.start() for match in WORD.finditer(text)][::7]:
            at = place(text, start)
            for method in ("hover", "definition", "documentHighlight"):
                params = {"textDocument": {"uri": session.uri(name)}, "position": at}
                answer = session.client.ask("textDocument/" + method, params)
                answers[f"{method} {name} {at}"] = answer["result"]
    return answers


def fresh_session(krait: str, session: Session) -> Session:
    """A new server with the same texts."""
    fresh = Session.__new__(Session)
    fresh.__dict__.update(session.__dict__, waiting={}, owed=Counter(), shown={}, invalid=False)
    fresh.client = Client(krait, "--stdio", cwd=str(session.root))
    fresh.client.initialize({}, rootUri=session.root.as_uri())
    for name in session.open & set(TEXTS):
        fresh.client.open(session.uri(name), session.texts[name], session.versions[name])
    if session.book:
        fresh.open_book(session.book)
    fresh.settle()
    return fresh


def same(what: str, now: dict[str, Json], fresh: dict[str, Json]) -> None:
    if now != fresh:
        differing = {key: (now.get(key), fresh.get(key)) for key in now.keys() | fresh.keys() if now.get(key) != fresh.get(key)}
        raise AssertionError(f"{what}: after the session, and by a fresh server:\n{json.dumps(differing, indent=1)}")


def run(krait: str, root: Path, messages: int, chance: random.Random, invalid: bool, measured: bool) -> str:
    session = Session(krait, root, invalid)
    maker = Maker(chance, session.root, [session.uri(name) for name in session.texts])
    early = 0.0
    while session.sent < messages:
        session.step(chance)
        if invalid:
            session.step_wrong(maker)
        if early == 0.0 and session.sent >= messages / 10:
            session.settle()
            early = resident_mib(session.client.process.pid)
    if invalid:
        for message in maker.undone():
            session.say(message)
    session.settle()
    late = resident_mib(session.client.process.pid)
    assert not measured or late - early <= MAY_GROW_MIB, f"{early:.1f} MiB after a tenth, {late:.1f} MiB in the end"
    for name in session.open:
        version, _ = session.shown.get(name, (session.versions[name], []))
        checked = session.kinds.get(name, 2) == 2
        assert not checked or version == session.versions[name], f"{name}: version {version} is shown of {session.versions[name]}"
    fresh = fresh_session(krait, session)
    same("diagnostics", shown_by(session), shown_by(fresh))
    same("answers", answered_by(session), answered_by(fresh))
    fresh.end()
    session.end()
    return f"{session.sent} messages, {early:.1f} MiB after a tenth of them and {late:.1f} MiB after all"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("krait")
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--invalid", action="store_true", help="every other message is wrong")
    parser.add_argument("--sanitized", action="store_true", help="memory is not measured")
    arguments = parser.parse_args()
    krait = str(Path(arguments.krait).resolve())
    with tempfile.TemporaryDirectory(prefix="krait-session-") as folder:
        told = run(krait, Path(folder).resolve(), arguments.messages, random.Random(arguments.seed), arguments.invalid,
                   not arguments.sanitized)
    print(f"{told}, seed {arguments.seed}: each request was answered, the same as by a fresh server in the end")
    return 0


if __name__ == "__main__":
    sys.exit(main())
