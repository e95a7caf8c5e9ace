"""What a person waits for while the program is busy with something else.

    python3 test_waiting.py path/to/krait [-k pattern]
"""

from __future__ import annotations

import os
import sys
import tempfile
import unittest
from pathlib import Path

from lsp_client import Client, Json, request

KRAIT = ""
LINES = 20_000


def long_function() -> str:
    """Wrong in its last line, so that its end is heard of."""
    body = "    x = take(x, [x, x + 1]) if x > 2 else take(-x, [])\n" * LINES
    return f"def take(x: int, y: list[int]) -> int: ...\ndef long(x: int) -> str:\n{body}    return x\n"


class WhileTheOnlyWorkerIsBusy(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="krait-waiting-")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        (self.root / "long.py").write_text(long_function())
        text = "def short(x: int) -> str:\n    return x\n"
        (self.root / "short.py").write_text(text)
        self.client = Client(KRAIT, "--stdio", "--num-workers", "1", cwd=str(self.root))
        self.addCleanup(self.client.kill)
        self.client.initialize(rootUri=self.root.as_uri())
        self.client.open(self.uri("short"), text)

    def uri(self, name: str) -> str:
        return (self.root / f"{name}.py").as_uri()

    def told(self, message: Json) -> str:
        """Of which file these diagnostics are."""
        if message.get("method") != "textDocument/publishDiagnostics":
            return ""
        return Path(message["params"]["uri"]).stem

    def test_a_question_is_answered_before_a_long_function_is_through(self) -> None:
        self.assertEqual(len(self.client.diagnostics(self.uri("short"), 1)), 1)
        where = {"textDocument": {"uri": self.uri("short")}, "position": {"line": 1, "character": 11}}
        for number in range(20):
            self.client.send(request(number, "textDocument/hover", where))
            while (message := self.client.receive()).get("id") != number or "method" in message:
                self.assertNotEqual(self.told(message), "long", "the question waited for it")
            self.assertIn("x: int", message["result"]["contents"]["value"])
        while self.told(message := self.client.receive()) != "long":
            pass
        self.assertEqual(len(message["params"]["diagnostics"]), 2)

    def test_an_edit_is_checked_before_a_long_function_is_through(self) -> None:
        self.assertEqual(len(self.client.diagnostics(self.uri("short"), 1)), 1)
        for version, result in ((2, "int"), (3, "str")):
            self.client.change(self.uri("short"), version, {"text": f"def short(x: int) -> {result}:\n    return x\n"})
            while self.told(message := self.client.receive()) != "short":
                self.assertNotEqual(self.told(message), "long", "the edit waited for it")
            self.assertEqual(message["params"]["version"], version)
            self.assertEqual(len(message["params"]["diagnostics"]), version - 2)
        while self.told(message := self.client.receive()) != "long":
            pass
        self.assertEqual(len(message["params"]["diagnostics"]), 2)


if __name__ == "__main__":
    KRAIT = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=2)
