"""Messages that no client should send, for random_session.py: wrong types, missing parameters, unknown methods, answers to
nothing, places that aren't there, versions that go backwards, broken JSON in sound frames, bytes that are no UTF-8,
documents that nobody opened, ids that are used twice, notifications as requests and requests as notifications.

What may take effect (a change with parameters that are odd but can be read) only ever concerns `scratch.py`, documents
with odd names and the settings; `undone` takes it back.
"""

from __future__ import annotations

import copy
import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from lsp_client import Json, frame, notification, request

Id = int | str | None


@dataclass
class Bad:
    """Bytes, and the ids of the answers that are due: one each."""

    data: bytes
    answers: list[Id] = field(default_factory=list)


ODD_URIS = ["", "file:", "file:///", "file:///tmp", "untitled:Untitled-1", "file:///%00", "file:///%ff%fe.py", "http://x/a.py",
            "a.py", "file:///no/such/folder/there.py", "\u0000", "file:///" + "x" * 5000 + ".py"]
ODD_NUMBERS: list[Json] = [-1, -(2**31), 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**63, 2**64, 1.5, 1e300, 10**6]
ODD_VALUES: list[Json] = [None, True, False, "", "x", "\ud800", [], {}, [None], [[]], {"": {}}, *ODD_NUMBERS, *ODD_URIS]
NOT_JSON = [b"", b" ", b"{", b"}", b"nul", b"{'a': 1}", b'{"a": }', b'{"jsonrpc": "2.0", "id": 1, "method": "x"',
            b'{"jsonrpc": "2.0"} x', b"\xff\xfe\x00", b'{"jsonrpc": "2.0", "method": "\xff"}', b"\x00" * 9, b"[" * 100_000,
            b'{"a":' * 50_000 + b"1" + b"}" * 50_000, b"NaN", b"[1e999]", b'"\xed\xa0\x80"', b'{"a": 1e}', b"\xef\xbb\xbf{"]
NO_MESSAGES: list[Json] = [[], None, 1, "x", {}, {"id": None}, {"jsonrpc": "2.0"}, {"jsonrpc": 2, "method": "x"},
                           {"jsonrpc": "2.0", "id": {}, "method": "x"}, {"jsonrpc": "2.0", "id": 1.5, "method": "x"},
                           {"jsonrpc": "2.0", "id": 2**64, "method": "x"}, {"jsonrpc": "2.0", "method": 3}]
UNKNOWN = ["", "x", "textDocument/", "textDocument/hoover", "$/x", "workspace/willRenameEverything", "Initialize", "\u0000"]
NOTIFICATIONS = ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "textDocument/didSave",
                 "workspace/didChangeConfiguration", "workspace/didChangeWatchedFiles", "$/cancelRequest", "$/setTrace",
                 "initialized", "notebookDocument/didOpen", "notebookDocument/didChange", "notebookDocument/didClose",
                 "notebookDocument/didSave"]
AT_A_PLACE = ["hover", "completion", "definition", "references", "rename", "signatureHelp", "prepareRename",
              "documentHighlight", "prepareCallHierarchy", "prepareTypeHierarchy", "implementation"]
OF_A_FILE = ["documentSymbol", "foldingRange", "selectionRange", "semanticTokens/full", "semanticTokens/range",
             "semanticTokens/full/delta", "inlayHint", "codeAction", "diagnostic"]
OF_NO_FILE = ["completionItem/resolve", "workspace/symbol", "workspace/executeCommand", "typeHierarchy/supertypes",
              "callHierarchy/incomingCalls", "initialize"]


class Maker:
    """Makes invalid messages for a session whose documents are `uris`."""

    def __init__(self, chance: random.Random, root: Path, uris: list[str]) -> None:
        self.chance = chance
        self.uris = uris
        self.scratch = (root / "scratch.py").as_uri()
        self.notebook = (root / "scratch.ipynb").as_uri()
        self.version = 1
        self.last_id = 5_000_000

    def make(self) -> Bad:
        kinds: list[Callable[[], Bad]] = [
            self.not_json, self.no_message, self.unknown_method, self.answer_to_nothing, self.wrong_place,
            self.wrong_parameters, self.wrong_parameters, self.wrong_parameters, self.wrong_notification,
            self.wrong_notification, self.wrong_version, self.nobody_opened_it, self.one_id_twice, self.request_as_notification,
            self.notification_as_request, self.batch]
        return self.chance.choice(kinds)()

    def undone(self) -> list[Json]:
        """What takes back all that may have taken effect."""
        closing = [notification("textDocument/didClose", {"textDocument": {"uri": uri}}) for uri in [self.scratch, *ODD_URIS]]
        closing += [notification("notebookDocument/didClose", {"notebookDocument": {"uri": uri}, "cellTextDocuments": []})
                    for uri in [self.notebook, *ODD_URIS]]
        return [*closing, notification("workspace/didChangeConfiguration", {"settings": {"krait": {}}}),
                notification("$/setTrace", {"value": "off"})]

    # --- one method for each way to be wrong

    def not_json(self) -> Bad:
        return Bad(frame(self.chance.choice(NOT_JSON)), [None])

    def no_message(self) -> Bad:
        return Bad(frame(self.chance.choice(NO_MESSAGES)), [None])

    def batch(self) -> Bad:
        inside = [self.wrong_place(), self.unknown_method()]
        texts = [json.loads(one.data.split(b"\r\n\r\n", 1)[1]) for one in inside]
        return Bad(frame([*texts, 7]), [*inside[0].answers, *inside[1].answers, None])

    def unknown_method(self) -> Bad:
        method, params = self.chance.choice(UNKNOWN), self.odd()
        if self.chance.random() < 0.3:
            return Bad(frame(notification(method, params)))
        return self.asked(method, params)

    def answer_to_nothing(self) -> Bad:
        id: Json = self.chance.choice([0, 1, 2, -7, "x", None, 10**9])
        what = self.chance.choice(["result", "error"])
        return Bad(frame({"jsonrpc": "2.0", "id": id, what: self.odd()}))

    def wrong_place(self) -> Bad:
        params = self.params_of(self.chance.choice(self.uris))
        odd = self.chance.choice(ODD_NUMBERS)
        where = self.chance.choice([params["position"], params["range"]["start"], params["range"]["end"]])
        where[self.chance.choice(["line", "character"])] = odd
        return self.asked("textDocument/" + self.chance.choice(AT_A_PLACE + OF_A_FILE), params)

    def wrong_parameters(self) -> Bad:
        method, params = self.some_request()
        return self.asked(method, self.broken(params))

    def wrong_notification(self) -> Bad:
        method = self.chance.choice(NOTIFICATIONS)
        return Bad(frame(notification(method, self.broken(self.params_for_notification(method)))))

    def wrong_version(self) -> Bad:
        document = {"uri": self.scratch, "version": self.chance.choice([0, -5, 1, 2**31 - 1, self.version])}
        self.version += 1
        place = {"line": self.chance.choice([0, 3, 10**6]), "character": self.chance.choice([0, 4, 10**6])}
        changes = [{"text": "x: int = ''\n"}, {"range": {"start": place, "end": {"line": 0, "character": 0}}, "text": "é"}]
        return Bad(frame(notification("textDocument/didChange", {"textDocument": document, "contentChanges": changes})))

    def nobody_opened_it(self) -> Bad:
        uri = self.chance.choice(["file:///no/such/file.py", *ODD_URIS])
        if self.chance.random() < 0.4:
            method = self.chance.choice(["didChange", "didClose", "didSave"])
            document = {"uri": uri, "version": 3}
            params = {"textDocument": document, "contentChanges": [{"text": "x"}]}
            return Bad(frame(notification("textDocument/" + method, params)))
        return self.asked("textDocument/" + self.chance.choice(AT_A_PLACE + OF_A_FILE), self.params_of(uri))

    def one_id_twice(self) -> Bad:
        first = self.asked(*self.some_request())
        id = first.answers[0]
        return Bad(first.data + frame(request(id, *self.some_request())), [id, id])

    def request_as_notification(self) -> Bad:
        return Bad(frame(notification(*self.some_request())))

    def notification_as_request(self) -> Bad:
        method = self.chance.choice(NOTIFICATIONS)
        return self.asked(method, self.params_for_notification(method))

    # --- what they are made of

    def asked(self, method: str, params: Json) -> Bad:
        self.last_id += 1
        id: Id = f"id-{self.last_id}" if self.chance.random() < 0.3 else self.last_id
        return Bad(frame(request(id, method, params)), [id])

    def odd(self) -> Json:
        return copy.deepcopy(self.chance.choice(ODD_VALUES))

    def params_of(self, uri: str) -> dict[str, Json]:
        place = {"line": self.chance.randrange(30), "character": self.chance.randrange(20)}
        return {"textDocument": {"uri": uri}, "position": dict(place), "newName": "fresh",
                "range": {"start": {"line": 0, "character": 0}, "end": dict(place)}, "positions": [dict(place)],
                "context": {"includeDeclaration": True, "triggerKind": 1, "diagnostics": []}, "previousResultId": "7"}

    def some_request(self) -> tuple[str, Json]:
        uri = self.chance.choice(self.uris)
        params = self.params_of(uri)
        method = self.chance.choice(AT_A_PLACE + OF_A_FILE + OF_NO_FILE)
        if method not in OF_NO_FILE:
            return "textDocument/" + method, params
        whole = params["range"]
        item = {"name": "Box", "kind": 5, "uri": uri, "range": whole, "selectionRange": whole, "data": {"uri": uri}}
        return method, {"item": item, "label": "greet", "data": {"uri": uri, "name": "greet"}, "query": "b",
                        "command": "krait.none", "arguments": ["x"], "processId": 1, "rootUri": None, "capabilities": {}}

    def params_for_notification(self, method: str) -> Json:
        self.version += 1
        document = {"uri": self.scratch, "languageId": "python", "version": self.version, "text": "x: int = ''\n"}
        place = {"line": 0, "character": self.chance.choice([0, 3, 10**6])}
        changes = [{"text": "def f(x: int) -> str: return x\n"}, {"range": {"start": place, "end": place}, "text": "é("}]
        if method.startswith("notebookDocument/"):
            return self.params_for_notebook(document, changes)
        if method == "workspace/didChangeConfiguration":
            return {"settings": {"krait": {"arguments": ["--strict"], "diagnosticMode": "workspace"}}}
        if method == "workspace/didChangeWatchedFiles":
            return {"changes": [{"uri": self.scratch, "type": self.chance.choice([1, 2, 3])}]}
        if method == "$/cancelRequest":
            return {"id": 10**9}
        if method == "$/setTrace":
            return {"value": "messages"}
        return {"textDocument": document, "contentChanges": changes}

    def params_for_notebook(self, document: Json, changes: Json) -> Json:
        """Cells that are there twice or have no text, changes of cells that nobody opened."""
        uris = [f"cell:scratch/{i}" for i in range(3)]
        cells = [{"kind": self.chance.choice([1, 2]), "document": self.chance.choice(uris)} for _ in range(3)]
        texts = [{**document, "uri": self.chance.choice(uris)} for _ in range(2)]
        array = {"start": self.chance.choice([0, 1, 10**6]), "deleteCount": self.chance.choice([0, 2, 10**6]), "cells": cells}
        content = {"document": {"uri": self.chance.choice(uris), "version": self.version}, "changes": changes}
        structure = {"array": array, "didOpen": texts, "didClose": [{"uri": self.chance.choice(uris)}]}
        change = {"structure": structure, "data": cells[:1], "textContent": [content]}
        described = {"uri": self.notebook, "notebookType": "jupyter-notebook", "version": self.version, "cells": cells}
        return {"notebookDocument": described, "cellTextDocuments": texts,
                "change": {"cells": {key: change[key] for key in self.chance.sample(list(change), 2)}}}

    def broken(self, params: Json) -> Json:
        """With one to three places made wrong."""
        whole: Json = {"params": copy.deepcopy(params)}
        for _ in range(self.chance.randrange(1, 4)):
            inside: Json = whole
            key: Json = "params"
            while self.chance.random() < 0.75:
                below = inside[key]
                if isinstance(below, dict) and below:
                    inside, key = below, self.chance.choice(list(below))
                elif isinstance(below, list) and below:
                    inside, key = below, self.chance.randrange(len(below))
            if self.chance.random() < 0.3 and inside is not whole:
                del inside[key]
            else:
                inside[key] = self.odd()
        return whole["params"]
