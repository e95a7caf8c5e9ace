"""What concerns the workspace as a whole: configuration and commands."""

from __future__ import annotations

import sys
import unittest

from lsp_client import Json
from workspace import Workspace, WorkspaceTest


def set_arguments(at: Workspace, *arguments: str) -> None:
    settings = {"settings": {"krait": {"arguments": list(arguments)}}}
    at.client.notify("workspace/didChangeConfiguration", settings)


def messages(diagnostics: list[Json]) -> list[str]:
    return [one["message"] for one in diagnostics]


class ConfigurationTest(WorkspaceTest):
    def test_settings_that_cannot_be_used_leave_things_as_they_were(self) -> None:
        at = self.workspace("x = 1\n")
        set_arguments(at, "--no-such-option")
        self.assertIsNone(at.client.ask("krait/waitUntilIdle")["result"])
        at.change("a.py", "x: int = ''\n")
        self.assertEqual(len(at.client.diagnostics(at.uri("a.py"), 2)), 1)

    def test_a_new_file_that_was_never_saved_is_checked_with_new_settings(self) -> None:
        at = self.workspace("")
        new = (at.root / "new.py").as_uri()
        at.client.open(new, "def f(x): return x\n")
        self.assertEqual(messages(at.client.diagnostics(new, 1)), [])
        set_arguments(at, "--disallow-untyped-defs")
        self.assertEqual(messages(at.client.diagnostics(new, 1)), ["Function is missing a type annotation"])


if __name__ == "__main__":
    WorkspaceTest.krait = sys.argv.pop(1)
    unittest.main()
