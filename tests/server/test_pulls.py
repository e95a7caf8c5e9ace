"""Editors that ask for diagnostics: documents, workspaces, and what they have already.

    python3 test_pulls.py path/to/krait [unittest's arguments]
"""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, Dict, List, Optional

from lsp_client import Client, request

KRAIT = ""
PULLS = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}


def codes(items: List[Any]) -> List[str]:
    return [item["code"] for item in items]


class Pulls(unittest.TestCase):
    def start(self, capabilities: Any = None, **files: str) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.folder = Path(holder.name).resolve()
        for name, text in files.items():
            Path(self.folder, f"{name}.py").write_text(text)
        self.client = Client(KRAIT, cwd=str(self.folder))
        self.addCleanup(self.client.kill)
        answer = self.client.initialize(PULLS if capabilities is None else capabilities, rootUri=self.folder.as_uri())
        self.capabilities = answer["capabilities"]

    def uri(self, name: str) -> str:
        return Path(self.folder, f"{name}.py").as_uri()

    def open(self, name: str) -> None:
        self.client.open(self.uri(name), Path(self.folder, f"{name}.py").read_text())

    def rewrite(self, name: str, version: int, text: str) -> None:
        self.client.change(self.uri(name), version, {"text": text})

    def pull(self, name: str, previous: Optional[str] = None) -> Any:
        params: Dict[str, Any] = {"textDocument": {"uri": self.uri(name)}}
        if previous is not None:
            params["previousResultId"] = previous
        return self.client.ask("textDocument/diagnostic", params)["result"]

    def pull_workspace(self, previous: Dict[str, str]) -> Dict[str, Any]:
        """By name of module."""
        ids = [{"uri": self.uri(name), "value": value} for name, value in previous.items()]
        result = self.client.ask("workspace/diagnostic", {"previousResultIds": ids})["result"]
        return {Path(item["uri"]).stem: item for item in result["items"]}

    def test_a_workspace_is_reported_in_parts_to_who_asks_for_them(self) -> None:
        self.start(**{f"m{i}": "x: int = ''\n" for i in range(101)})
        self.client.send(request(9, "workspace/diagnostic", {"previousResultIds": [], "partialResultToken": 4}))
        sizes = []
        while True:
            message = self.client.receive()
            if message.get("method") == "$/progress" and message["params"]["token"] == 4:
                sizes.append(len(message["params"]["value"]["items"]))
            elif message.get("id") == 9:
                break
        self.assertEqual((sizes, message["result"]), ([100, 1], {"items": []}))

    def test_who_pulls_is_not_pushed_to(self) -> None:
        self.start(a="x: int = ''\n")
        self.assertTrue(self.capabilities["diagnosticProvider"]["workspaceDiagnostics"])
        self.open("a")
        report = self.pull("a")
        self.assertEqual((report["kind"], codes(report["items"])), ("full", ["assignment"]))
        self.client.send(request(1, "krait/waitUntilIdle"))
        while True:
            message = self.client.receive()
            self.assertNotEqual(message.get("method"), "textDocument/publishDiagnostics")
            if message.get("id") == 1:
                break

    def test_who_cannot_be_asked_to_pull_again_is_pushed_to(self) -> None:
        self.start({"textDocument": {"diagnostic": {}}}, a="x: int = ''\n")
        self.assertNotIn("diagnosticProvider", self.capabilities)
        self.open("a")
        self.assertEqual(codes(self.client.diagnostics(self.uri("a"), 1)), ["assignment"])

    def test_what_is_known_is_named_and_not_sent(self) -> None:
        self.start(a="x: int = ''\n")
        self.open("a")
        first = self.pull("a")
        self.assertEqual(self.pull("a", first["resultId"]), {"kind": "unchanged", "resultId": first["resultId"]})
        self.rewrite("a", 2, "x: int = ''\ny = 1\n")
        self.assertEqual(self.pull("a", first["resultId"])["kind"], "unchanged", "the same set, of another text")
        self.rewrite("a", 3, "x: int = 1\n")
        third = self.pull("a", first["resultId"])
        self.assertEqual((third["kind"], third["items"]), ("full", []))

    def test_an_answer_is_about_the_newest_text(self) -> None:
        self.start(a="x: int = ''\n")
        self.open("a")
        for version in range(2, 30):
            self.rewrite("a", version, f"x: int = {version if version % 2 else repr('')}\n")
        self.assertEqual(codes(self.pull("a")["items"]), [])

    def test_documents_that_are_not_open_have_what_their_files_have(self) -> None:
        self.start(a="x: int = ''\n", b="")
        self.open("b")
        self.pull_workspace({})
        self.assertEqual(codes(self.pull("a")["items"]), ["assignment"])
        self.assertEqual(self.pull("nowhere")["items"], [])

    def test_the_workspace(self) -> None:
        self.start(a="x: int = ''\n", b="y = 1\n", c="def f() -> int: ...\nz: str = f()\n")
        self.open("a")
        first = self.pull_workspace({})
        self.assertEqual({name: codes(item["items"]) for name, item in first.items() if item["items"]},
                         {"a": ["assignment"], "c": ["empty-body", "assignment"]})
        self.assertEqual(first["a"]["version"], 1)
        self.assertIsNone(first["c"]["version"])

    def test_of_a_workspace_only_news_is_sent(self) -> None:
        self.start(a="x: int = ''\n", b="y: int = ''\n")
        self.open("a")
        ids = {name: item["resultId"] for name, item in self.pull_workspace({}).items()}
        self.rewrite("a", 2, "x: int = 1\n")
        second = self.pull_workspace(ids)
        self.assertEqual({name: item["kind"] for name, item in second.items()}, {"a": "full", "b": "unchanged"})
        self.assertEqual(second["a"]["items"], [])

    def test_without_news_the_answer_waits_for_some(self) -> None:
        self.start(a="x: int = ''\n")
        self.open("a")
        ids = [{"uri": self.uri(name), "value": item["resultId"]} for name, item in self.pull_workspace({}).items()]
        self.client.send(request(7, "workspace/diagnostic", {"previousResultIds": ids}))
        self.client.ask("krait/waitUntilIdle")  # it came before, and isn't answered yet
        self.rewrite("a", 2, "x: int = ''\ny: str = 1\n")
        items = self.client.answer_to(7)["result"]["items"]
        self.assertEqual(codes(items[0]["items"]), ["assignment", "assignment"])

    def test_a_waiting_question_can_be_taken_back(self) -> None:
        self.start(a="x = 1\n")
        self.open("a")
        self.pull_workspace({})
        self.client.send(request(7, "workspace/diagnostic", {"previousResultIds": [{"uri": self.uri("a"), "value": "none"}]}))
        self.client.notify("$/cancelRequest", {"id": 7})
        self.assertEqual(self.client.answer_to(7)["error"]["code"], -32800)

    def test_an_edit_elsewhere_asks_to_pull_again(self) -> None:
        self.start(a="def f() -> int:\n    return 1\n", b="import a\nx: int = a.f()\n")
        self.open("a")
        self.open("b")
        self.assertEqual(self.pull("b")["items"], [])
        self.rewrite("a", 2, "def f() -> str:\n    return ''\n")
        while True:
            message = self.client.receive()
            if message.get("method") == "workspace/diagnostic/refresh":
                break
        self.client.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
        self.assertEqual(codes(self.pull("b")["items"]), ["assignment"])

    def test_what_waits_at_the_end_is_refused(self) -> None:
        self.start(a="x = 1\n")
        self.pull_workspace({})
        self.client.send(request(7, "workspace/diagnostic", {"previousResultIds": [{"uri": self.uri("a"), "value": "none"}]}),
                         request(8, "shutdown"))
        self.assertIn("error", self.client.answer_to(7))
        self.assertIsNone(self.client.answer_to(8)["result"])


if __name__ == "__main__":
    KRAIT = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
