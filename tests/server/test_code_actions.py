"""What the server offers to do about a diagnostic, each offer taken and checked again.

    python3 test_code_actions.py path/to/krait [unittest's arguments]
"""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, List

from lsp_client import Client
from workspace import edited, offset_of

KRAIT = ""
LITERALS = {"textDocument": {
    "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
    "publishDiagnostics": {"relatedInformation": True},
}}


class CodeActions(unittest.TestCase):
    def start(self, text: str, *arguments: str, capabilities: Any = None) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        path = Path(holder.name).resolve() / "a.py"
        self.client = Client(KRAIT, cwd=holder.name)
        self.addCleanup(self.client.kill)
        self.client.initialize(LITERALS if capabilities is None else capabilities, rootUri=path.parent.as_uri(),
                               initializationOptions={"arguments": list(arguments)})
        self.uri, self.text, self.version = path.as_uri(), text, 1
        self.client.open(self.uri, text)
        self.diagnostics = self.client.diagnostics(self.uri, 1)

    def actions(self, only: Any = None) -> List[Any]:
        whole = {"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}}
        context = {"diagnostics": self.diagnostics, **({"only": only} if only else {})}
        answer = self.client.ask("textDocument/codeAction",
                                 {"textDocument": {"uri": self.uri}, "range": whole, "context": context})
        return list(answer["result"])

    def take(self, action: Any) -> str:
        """The text that an action makes; the diagnostic that it was for is gone from it."""
        before = len(self.diagnostics)
        self.text = edited(self.text, action["edit"]["changes"][self.uri])
        self.version += 1
        self.client.change(self.uri, self.version, {"text": self.text})
        self.diagnostics = self.client.diagnostics(self.uri, self.version)
        self.assertLess(len(self.diagnostics), before, self.diagnostics)
        return self.text

    def test_an_error_is_ignored(self) -> None:
        self.start("x: int = ''\n")
        [action] = self.actions()
        self.assertEqual((action["title"], action["kind"]), ("Ignore [assignment] on this line", "quickfix"))
        self.assertEqual(action["diagnostics"], self.diagnostics)
        self.assertEqual(self.take(action), "x: int = ''  # type: ignore[assignment]\n")

    def test_before_another_comment(self) -> None:
        self.start("x: int = '#'  # so be it\n")
        self.assertEqual(self.take(self.actions()[0]), "x: int = '#'  # type: ignore[assignment]  # so be it\n")

    def test_beside_another_code(self) -> None:
        self.start("def f(a: int) -> int: return a\nx: str = f('')  # type: ignore[arg-type]\n")
        action = next(one for one in self.actions() if "[assignment]" in one["title"])
        self.assertIn("# type: ignore[arg-type, assignment]\n", self.take(action))

    def test_places_where_no_comment_can_be(self) -> None:
        self.start('x: int = """\n"""\ny: int = \\\n    ""\n')
        lines = [action["edit"]["changes"][self.uri][0]["range"]["start"]["line"] for action in self.actions()]
        self.assertNotIn(0, lines)
        self.assertNotIn(2, lines)

    def test_an_unused_comment_is_removed(self) -> None:
        self.start("x = 1  # type: ignore\ny = 2  # type: ignore[misc]  # so be it\n", "--warn-unused-ignores")
        self.assertEqual(len(self.diagnostics), 2)
        first = self.actions()[0]
        self.assertTrue(first["isPreferred"])
        self.assertTrue(self.take(first).startswith("x = 1\n"))
        self.assertEqual(self.take(self.actions()[0]), "x = 1\ny = 2  # so be it\n")

    def test_or_its_unused_codes_are(self) -> None:
        self.start("x: int = ''  # type: ignore[assignment, misc]\n", "--warn-unused-ignores")
        self.assertEqual(self.take(self.actions()[0]), "x: int = ''  # type: ignore[assignment]\n")

    def test_missing_stubs_are_named(self) -> None:
        self.start("import yaml\n", "--no-site-packages")
        action = next(one for one in self.actions() if "command" in one)
        self.assertIn("types-PyYAML", action["title"])
        self.client.send({"jsonrpc": "2.0", "id": 5, "method": "workspace/executeCommand",
                          "params": {"command": action["command"]["command"],
                                     "arguments": action["command"]["arguments"]}})
        message = self.client.receive()
        while message.get("method") != "window/showMessage":
            message = self.client.receive()
        self.assertIn("-m pip install types-PyYAML", message["params"]["message"])
        self.assertIsNone(self.client.answer_to(5)["result"])

    def test_commands_that_are_none(self) -> None:
        self.start("x = 1\n")
        self.assertIn("error", self.client.ask("workspace/executeCommand", {"command": "rm"}))

    def test_nothing_for_other_kinds_other_tools_and_old_clients(self) -> None:
        self.start("x: int = ''\n")
        self.assertEqual(self.actions(only=["source.organizeImports"]), [])
        self.diagnostics[0]["source"] = "another"
        self.assertEqual(self.actions(), [])
        self.start("x: int = ''\n", capabilities={})
        self.assertEqual(self.actions(), [])


if __name__ == "__main__":
    KRAIT = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
