"""A notebook as an editor has it open: cells that are typed in, moved and deleted, and what the server says of each.

    book = Notebook(workspace, ["def <1>f() -> int: ...", "<2>f()"])
    book.ask("definition", "2")
"""

from __future__ import annotations

from dataclasses import dataclass

from lsp_client import Json, request
from workspace import MARK, Workspace, edited, offset_of, place

MARKUP, CODE = 1, 2


@dataclass
class Cell:
    uri: str
    text: str
    kind: int = CODE
    language: str = "python"
    version: int = 1

    def item(self) -> Json:
        return {"uri": self.uri, "languageId": self.language, "version": self.version, "text": self.text}

    def described(self) -> Json:
        return {"kind": self.kind, "document": self.uri}


class Notebook:
    def __init__(self, at: Workspace, cells: list[str], uri: str | None = None) -> None:
        self.at = at
        self.client = at.client
        self.uri = uri or at.uri("book.ipynb")
        self.made = 0
        self.version = 1
        self.marks: dict[str, tuple[Cell, int]] = {}
        self.shown: dict[str, Json] = {}  # the last set, by URI
        self.cells = [self.cell(text) for text in cells]
        self.open()

    def cell(self, marked: str, kind: int = CODE, language: str = "python") -> Cell:
        """Not in the notebook yet."""
        self.made += 1
        cell = Cell(f"vscode-notebook-cell:/book.ipynb#C{self.made}", "", kind, language)
        self.write(cell, marked)
        return cell

    def write(self, cell: Cell, marked: str) -> None:
        cell.text = ""
        for i, part in enumerate(MARK.split(marked)):
            if i % 2 == 0:
                cell.text += part
            else:
                self.marks[part] = (cell, len(cell.text))

    # --- what the client says

    def open(self) -> None:
        described = {"uri": self.uri, "notebookType": "jupyter-notebook", "version": self.version,
                     "cells": [cell.described() for cell in self.cells]}
        texts = [cell.item() for cell in self.cells]
        self.client.notify("notebookDocument/didOpen", {"notebookDocument": described, "cellTextDocuments": texts})

    def close(self) -> None:
        texts = [{"uri": cell.uri} for cell in self.cells]
        self.client.notify("notebookDocument/didClose",
                           {"notebookDocument": {"uri": self.uri}, "cellTextDocuments": texts})

    def change(self, cells: Json) -> None:
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        self.client.notify("notebookDocument/didChange", {"notebookDocument": document, "change": {"cells": cells}})

    def edit(self, cell: Cell, marked: str) -> None:
        """The middle of it anew, as one types."""
        old = cell.text
        self.write(cell, marked)
        same = 0
        while same < min(len(old), len(cell.text)) and old[same] == cell.text[same]:
            same += 1
        cell.version += 1
        change = {"range": {"start": place(old, same), "end": place(old, len(old))}, "text": cell.text[same:]}
        document = {"uri": cell.uri, "version": cell.version}
        self.change({"textContent": [{"document": document, "changes": [change]}]})

    def replace(self, start: int, count: int, cells: list[Cell]) -> None:
        """Opens and closes what needs to be; cells that are moved stay open."""
        before = {cell.uri for cell in self.cells}
        gone = self.cells[start : start + count]
        self.cells[start : start + count] = cells
        left = {cell.uri for cell in self.cells}
        self.change({"structure": {
            "array": {"start": start, "deleteCount": count, "cells": [cell.described() for cell in cells]},
            "didOpen": [cell.item() for cell in cells if cell.uri not in before],
            "didClose": [{"uri": cell.uri} for cell in gone if cell.uri not in left],
        }})

    def set_kind(self, cell: Cell, kind: int) -> None:
        cell.kind = kind
        self.change({"data": [cell.described()]})

    # --- what the server says

    def call(self, method: str, params: Json = None) -> Json:
        """The whole answer; what is published meanwhile isn't lost."""
        self.client.next_id += 1
        id = self.client.next_id
        self.client.send(request(id, method, params))
        while True:
            message = self.client.receive()
            assert message is not None, self.client.stderr.decode(errors="replace")
            if message.get("method") == "textDocument/publishDiagnostics":
                self.shown[message["params"]["uri"]] = message["params"]
            elif "method" not in message and message["id"] == id:
                return message

    def settle(self) -> None:
        self.call("krait/waitUntilIdle")

    def errors(self, cell: Cell) -> list[str]:
        """`2:price: What is wrong`, lines from 1, with the text that is underlined."""
        said = self.shown.get(cell.uri)
        if said is None:
            return []
        assert said["version"] == cell.version, said
        return [f"{one['range']['start']['line'] + 1}:{self.covered(cell, one['range'])}: {one['message']}"
                for one in said["diagnostics"]]

    def all_errors(self) -> list[list[str]]:
        self.settle()
        return [self.errors(cell) for cell in self.cells]

    def covered(self, cell: Cell, span: Json) -> str:
        start, end = (offset_of(cell.text, span[edge]) for edge in ("start", "end"))
        assert start <= end <= len(cell.text), f"outside of the cell: {span} of {cell.text!r}"
        return cell.text[start:end]

    def position(self, mark: str) -> Json:
        cell, offset = self.marks[mark]
        return {"textDocument": {"uri": cell.uri}, "position": place(cell.text, offset)}

    def ask(self, feature: str, mark: str, **more: Json) -> Json:
        answer = self.call("textDocument/" + feature, {**self.position(mark), **more})
        assert "result" in answer, answer
        return answer["result"]

    def ask_about(self, feature: str, cell: Cell, **more: Json) -> Json:
        answer = self.call("textDocument/" + feature, {"textDocument": {"uri": cell.uri}, **more})
        assert "result" in answer, answer
        return answer["result"]

    def whole(self, cell: Cell) -> Json:
        return {"start": {"line": 0, "character": 0}, "end": place(cell.text, len(cell.text))}

    def name(self, uri: str) -> str:
        for i, cell in enumerate(self.cells):
            if cell.uri == uri:
                return f"[{i + 1}]"
        return self.at.name(uri)

    def location(self, location: Json) -> str:
        """`[2]:1:price`, the cell and the line from 1, or a file's."""
        for cell in self.cells:
            if cell.uri == location["uri"]:
                line = location["range"]["start"]["line"] + 1
                return f"{self.name(cell.uri)}:{line}:{self.covered(cell, location['range'])}"
        return self.at.shown(location)

    def changed(self, edit: Json) -> dict[str, str]:
        """What a workspace edit makes of cells (by number) and files."""
        texts = {}
        changes = edit.get("changes") or {
            one["textDocument"]["uri"]: one["edits"] for one in edit["documentChanges"]
        }
        for uri, edits in changes.items():
            name = self.name(uri)
            texts[name] = edited(next((c.text for c in self.cells if c.uri == uri), self.at.texts.get(name, "")), edits)
        return texts
