"""What concerns the workspace as a whole: configuration, commands, several folders."""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path
from urllib.parse import unquote, urlparse

from lsp_client import Client, Json, request
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


class CommandsTest(WorkspaceTest):
    def command(self, at: Workspace, name: str, *arguments: str) -> Json:
        return at.client.ask("workspace/executeCommand", {"command": name, "arguments": list(arguments)})

    def test_a_restart_looks_anew_at_what_no_watcher_tells_and_keeps_documents_open(self) -> None:
        at = self.workspace({"a.py": "import late\nlate.x + ''\n"})
        at.change("a.py", "import late\nlate.x + b''\n")
        found = at.client.diagnostics(at.uri("a.py"), 2)
        self.assertIn("Cannot find implementation or library stub", found[0]["message"])
        (at.root / "late.py").write_text("x = 1\n")
        self.assertIsNone(self.command(at, "krait.restart")["result"])
        found = at.client.diagnostics(at.uri("a.py"), 2)
        self.assertEqual(messages(found), ['Unsupported operand types for + ("int" and "bytes")'])

    def page_in(self, uri: str) -> str:
        path = Path(unquote(urlparse(uri).path))
        self.addCleanup(path.unlink)
        return path.read_text()

    def test_the_graph_is_a_page_whose_uri_is_the_answer(self) -> None:
        at = self.workspace({"one.py": "import other\n", "other.py": "import one\n"})
        page = self.page_in(self.command(at, "krait.showGraph")["result"])
        self.assertIn("<html", page)
        self.assertIn("other", page)

    def test_a_client_that_shows_documents_is_asked_to(self) -> None:
        at = self.workspace("", {"window": {"showDocument": {"support": True}}})
        uri = self.command(at, "krait.showGraph")["result"]
        self.page_in(uri)
        asked = at.client.receive()
        self.assertEqual(asked["method"], "window/showDocument")
        self.assertEqual(asked["params"], {"uri": uri, "external": True, "takeFocus": True})
        at.client.send({"jsonrpc": "2.0", "id": asked["id"], "result": {"success": False}})
        told = at.client.receive()
        self.assertEqual(told["method"], "window/showMessage")

    def test_an_unknown_command_is_refused(self) -> None:
        self.assertEqual(self.command(self.workspace(""), "krait.none")["error"]["code"], -32602)

    def test_commands_that_the_client_has_itself_are_not_declared(self) -> None:
        client = Client(self.krait, "--stdio")
        self.addCleanup(client.kill)
        can = client.initialize({}, initializationOptions={"clientCommands": ["krait.restart"]})["capabilities"]
        self.assertEqual(can["executeCommandProvider"]["commands"], ["krait.howToInstall", "krait.showGraph"])


class FoldersTest(WorkspaceTest):
    """`left` and `right` define a module of the same name, and are checked with options of their own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="krait-folders-")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()
        self.write("left/mypy.ini", "[mypy]\ndisallow_untyped_defs = True\n")
        self.write("left/common.py", "def answer() -> int:\n    return 1\n")
        self.write("left/use.py", "import common\ndef f(x): return common.answer() + 1\n")
        self.write("right/common.py", "def answer() -> str:\n    return ''\n")
        self.write("right/use.py", "import common\ndef f(x): return x\ncommon.answer() + 1\n")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def folder(self, name: str) -> Json:
        return {"uri": self.uri(name), "name": name}

    def start(self, *folders: str, capabilities: Json | None = None) -> Client:
        client = Client(self.krait, "--stdio", cwd=str(self.root))
        self.addCleanup(client.kill)
        client.initialize(capabilities, workspaceFolders=[self.folder(name) for name in folders])
        return client

    def settled(self, client: Client) -> dict[str, list[str]]:
        """What is shown of each file once all is done, from here on."""
        client.send(request(77, "krait/waitUntilIdle"))
        shown: dict[str, list[str]] = {}
        while True:
            message = client.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                name = message["params"]["uri"].removeprefix(self.root.as_uri() + "/")
                shown[name] = messages(message["params"]["diagnostics"])
            elif message.get("id") == 77 and "method" not in message:
                return shown

    LEFT = ["Function is missing a type annotation"]
    RIGHT = ['Unsupported operand types for + ("str" and "int")']

    def test_each_folder_has_its_configuration_and_its_modules(self) -> None:
        self.assertEqual(self.settled(self.start("left", "right")), {"left/use.py": self.LEFT, "right/use.py": self.RIGHT})

    def test_questions_are_answered_by_the_folder_that_the_file_is_in(self) -> None:
        client = self.start("left", "right")
        self.settled(client)
        for name, type in (("left", "int"), ("right", "str")):
            text = (self.root / name / "use.py").read_text()
            client.open(self.uri(f"{name}/use.py"), text)
            client.ask("krait/waitUntilIdle")
            line = next(i for i, one in enumerate(text.split("\n")) if "answer" in one)
            position = {"line": line, "character": text.split("\n")[line].index("answer") + 1}
            at = {"textDocument": {"uri": self.uri(f"{name}/use.py")}, "position": position}
            self.assertIn(f"-> {type}", str(client.ask("textDocument/hover", at)["result"]))
            references = client.ask("textDocument/references", {**at, "context": {"includeDeclaration": True}})["result"]
            self.assertEqual({one["uri"] for one in references}, {self.uri(f"{name}/use.py"), self.uri(f"{name}/common.py")})
            completion = client.ask("textDocument/completion", at)["result"]
            item = next(one for one in completion["items"] if one["label"] == "answer")
            self.assertIn(f"-> {type}", client.ask("completionItem/resolve", item)["result"]["detail"])

    def test_symbols_come_from_all_folders(self) -> None:
        client = self.start("left", "right")
        self.settled(client)
        found = client.ask("workspace/symbol", {"query": "answer"})["result"]
        self.assertEqual([one["location"]["uri"] for one in found], [self.uri("left/common.py"), self.uri("right/common.py")])

    def test_folders_come_and_go(self) -> None:
        client = self.start("left")
        self.assertEqual(self.settled(client), {"left/use.py": self.LEFT})
        client.open(self.uri("right/use.py"), (self.root / "right/use.py").read_text())
        event = {"event": {"added": [self.folder("right")], "removed": [self.folder("left")]}}
        client.notify("workspace/didChangeWorkspaceFolders", event)
        self.assertEqual(self.settled(client), {"left/use.py": [], "right/use.py": self.RIGHT})
        event = {"event": {"added": [self.folder("left")], "removed": []}}
        client.notify("workspace/didChangeWorkspaceFolders", event)
        self.assertEqual(self.settled(client), {"left/use.py": self.LEFT})

    def test_a_file_in_a_folder_inside_another_is_the_inner_ones(self) -> None:
        self.write("left/inner/mypy.ini", "[mypy]\n")
        self.write("left/inner/use.py", "def g(x): return x\n")
        self.assertEqual(self.settled(self.start("left", "left/inner")), {"left/use.py": self.LEFT})
        self.assertEqual(self.settled(self.start("left")), {"left/use.py": self.LEFT, "left/inner/use.py": self.LEFT})

    def test_a_folder_inside_another_comes_and_goes(self) -> None:
        self.write("left/inner/mypy.ini", "[mypy]\n")
        self.write("left/inner/use.py", "def g(x): return x\n")
        client = self.start("left")
        self.assertEqual(self.settled(client), {"left/use.py": self.LEFT, "left/inner/use.py": self.LEFT})
        event = {"event": {"added": [self.folder("left/inner")], "removed": []}}
        client.notify("workspace/didChangeWorkspaceFolders", event)
        self.assertEqual(self.settled(client), {"left/inner/use.py": []})
        client.notify("workspace/didChangeWorkspaceFolders", {"event": {"added": [], "removed": [self.folder("left/inner")]}})
        self.assertEqual(self.settled(client), {"left/inner/use.py": self.LEFT})

    def test_the_workspace_is_reported_file_by_file_once(self) -> None:
        self.write("left/inner/use.py", "x: int = ''\n")
        pulls = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
        client = self.start("left", "left/inner", capabilities=pulls)
        reports = client.ask("workspace/diagnostic", {"previousResultIds": []})["result"]["items"]
        self.assertEqual([one["uri"] for one in reports], [self.uri("left/inner/use.py"), self.uri("left/use.py")])

    def test_each_folder_is_asked_for_its_settings(self) -> None:
        client = self.start("left", "right", capabilities={"workspace": {"configuration": True}})
        asked = client.receive()
        scopes = [{"scopeUri": self.uri(name), "section": "krait"} for name in ("left", "right")]
        self.assertEqual(asked["params"]["items"], scopes)
        answer = [None, {"arguments": ["--disallow-untyped-defs"]}]
        client.send({"jsonrpc": "2.0", "id": asked["id"], "result": answer})
        self.assertEqual(self.settled(client), {"left/use.py": self.LEFT, "right/use.py": self.LEFT + self.RIGHT})

    def test_what_a_folder_reads_from_another_one_is_what_was_saved(self) -> None:
        self.write("right/mypy.ini", "[mypy]\nmypy_path = ../left\n")
        (self.root / "right/common.py").unlink()
        client = self.start("left", "right")
        self.settled(client)
        client.open(self.uri("left/common.py"), "def answer() -> str:\n    return ''\n")
        self.assertNotIn("right/use.py", self.settled(client))
        self.write("left/common.py", "def answer() -> str:\n    return ''\n")
        client.notify("textDocument/didSave", {"textDocument": {"uri": self.uri("left/common.py")}})
        self.assertEqual(self.settled(client)["right/use.py"], self.RIGHT)


if __name__ == "__main__":
    WorkspaceTest.krait = sys.argv.pop(1)
    unittest.main()
