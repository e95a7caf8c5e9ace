"""A folder of Python files with a server that looks at it; places are marked in the texts.

    with Workspace(krait, {"a.py": "x = 1\\nprint(<1>x)\\n"}) as at:
        at.ask("hover", "1")
"""

from __future__ import annotations

import re
import tempfile
import unittest
from pathlib import Path
from typing import Any

from lsp_client import Client, Json

MARK = re.compile(r"<([0-9a-z]+)>")


def place(text: str, offset: int) -> Json:
    """In UTF-16, as LSP counts where nothing else was agreed on."""
    start = text.rfind("\n", 0, offset) + 1
    units = len(text[start:offset].encode("utf-16-le")) // 2
    return {"line": text.count("\n", 0, offset), "character": units}


def offset_of(text: str, position: Json) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: position["line"]]) + int(position["character"])


def edited(text: str, edits: list[Json]) -> str:
    """The text with edits as LSP means them: all against the same text."""
    for edit in sorted(edits, key=lambda edit: -offset_of(text, edit["range"]["start"])):
        start = offset_of(text, edit["range"]["start"])
        end = offset_of(text, edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text


class Workspace:
    def __init__(self, krait: str, files: dict[str, str], capabilities: Json | None = None) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="krait-workspace-")
        self.root = Path(self.folder.name).resolve()
        self.texts: dict[str, str] = {}
        self.marks: dict[str, tuple[str, int]] = {}
        self.versions: dict[str, int] = {}  # of the documents, where they aren't 1
        for name, marked in files.items():
            self.texts[name] = self._take_marks(name, marked)
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.texts[name])
        self.client = Client(krait, "--stdio", cwd=str(self.root))
        self.client.initialize(
            capabilities or {"textDocument": {"hover": {"contentFormat": ["markdown"]}}},
            rootUri=self.root.as_uri(),
        )
        for name in self.texts:
            self.client.open(self.uri(name), self.texts[name])
        self.client.ask("krait/waitUntilIdle")

    def _take_marks(self, name: str, marked: str) -> str:
        text = ""
        for i, part in enumerate(MARK.split(marked)):
            if i % 2 == 0:
                text += part
            else:
                self.marks[part] = (name, len(text))
        return text

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def name(self, uri: str) -> str:
        prefix = self.root.as_uri() + "/"
        return uri[len(prefix) :] if uri.startswith(prefix) else uri.rsplit("/", 1)[-1]

    def position(self, mark: str) -> Json:
        name, offset = self.marks[mark]
        return place(self.texts[name], offset)

    def params(self, mark: str, **more: Json) -> Json:
        name, _ = self.marks[mark]
        return {"textDocument": {"uri": self.uri(name)}, "position": self.position(mark), **more}

    def ask(self, feature: str, mark: str, **more: Json) -> Json:
        answer = self.client.ask("textDocument/" + feature, self.params(mark, **more))
        assert "result" in answer, answer
        return answer["result"]

    def change(self, name: str, marked: str, version: int = 2) -> None:
        """The whole text anew, with new marks."""
        self.texts[name] = self._take_marks(name, marked)
        self.client.change(self.uri(name), version, {"text": self.texts[name]})

    def shown(self, location: Json) -> str:
        """`a.py:3:name` for a location or a link."""
        uri = location.get("uri") or location["targetUri"]
        span = location.get("range") or location["targetSelectionRange"]
        name = self.name(uri)
        start = span["start"]
        if name not in self.texts:
            return name
        line = self.texts[name].split("\n")[start["line"]]
        end = span["end"]["character"]
        return f"{name}:{start['line'] + 1}:{line[start['character']:end]}"

    def close(self) -> None:
        self.client.kill()
        self.folder.cleanup()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


class WorkspaceTest(unittest.TestCase):
    krait = ""  # the program, to be set before the tests run
    maxDiff = None

    def workspace(self, files: dict[str, str] | str, capabilities: Json | None = None) -> Workspace:
        if isinstance(files, str):
            files = {"a.py": files}
        made = Workspace(self.krait, files, capabilities)
        self.addCleanup(made.close)
        return made
