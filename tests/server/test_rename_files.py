"""Files and folders get other names, and the imports of the whole workspace follow.

    python3 test_rename_files.py path/to/krait [unittest's arguments]

Each test is a small workspace without errors. What the server proposes is done, the files are renamed, and
another server finds no error in what has come out.
"""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

from actions import CAPABILITIES, ActionTest, changes_of
from lsp_client import Json
from workspace import Workspace, edited


class RenameFiles(ActionTest):
    def asked(self, at: Workspace, renames: dict[str, str]) -> Json:
        files = [{"oldUri": at.uri(old), "newUri": at.uri(new)} for old, new in renames.items()]
        answer = at.client.ask("workspace/willRenameFiles", {"files": files})
        assert "result" in answer, answer
        return answer["result"]

    def renamed(self, files: dict[str, str], *renames: tuple[str, str]) -> dict[str, str]:
        """The files that come out, by their new names."""
        at = self.workspace(files)
        self.assertEqual(self.messages(at), [], "before")
        texts = dict(at.texts)
        for uri, edits in changes_of(self.asked(at, dict(renames))).items():
            texts[at.name(uri)] = edited(texts[at.name(uri)], edits)
        for old, new in renames:
            texts = {new + name[len(old):] if name == old or name.startswith(old + "/") else name: text
                     for name, text in texts.items()}
        self.assertEqual(self.messages(self.workspace(texts)), [], texts)
        return texts

    def test_a_module_gets_another_name(self) -> None:
        out = self.renamed({
            "tools.py": "def f() -> int:\n    return 1\n",
            "a.py": "import tools\nfrom tools import f\nprint(tools.f(), f())\n",
            "b.py": "import tools as t\nt.f()\ntext = 'tools'  # tools\n",
            "c.py": "def g() -> int:\n    import tools\n    return tools.f()\n",
            "d.py": "tools = 3\nprint(tools)\n",
        }, ("tools.py", "helpers.py"))
        self.assertEqual(out["a.py"], "import helpers\nfrom helpers import f\nprint(helpers.f(), f())\n")
        self.assertEqual(out["b.py"], "import helpers as t\nt.f()\ntext = 'tools'  # tools\n")
        self.assertEqual(out["c.py"], "def g() -> int:\n    import helpers\n    return helpers.f()\n")
        self.assertEqual(out["d.py"], "tools = 3\nprint(tools)\n")

    def test_a_module_of_a_package_gets_another_name(self) -> None:
        out = self.renamed({
            "p/__init__.py": "from . import tools\nfrom .tools import f as f\n__all__ = ['f', 'tools']\n",
            "p/tools.py": "from .other import g\ndef f() -> int:\n    return g()\n",
            "p/other.py": "def g() -> int:\n    from p import tools as t\n    return len(str(t))\n",
            "a.py": "import p.tools\nfrom p import tools, f\nprint(p.tools.f(), tools.f(), f())\n",
            "b.py": "import p as q\nq.tools.f()\n",
            "c.py": "from p import tools\nhelpers = 1\ntools.f()\n",
        }, ("p/tools.py", "p/helpers.py"))
        self.assertEqual(out["p/__init__.py"],
                         "from . import helpers\nfrom .helpers import f as f\n__all__ = ['f', 'helpers']\n")
        self.assertEqual(out["p/other.py"],
                         "def g() -> int:\n    from p import helpers as t\n    return len(str(t))\n")
        self.assertEqual(out["a.py"], "import p.helpers\nfrom p import helpers, f\n"
                                      "print(p.helpers.f(), helpers.f(), f())\n")
        self.assertEqual(out["b.py"], "import p as q\nq.helpers.f()\n")
        self.assertEqual(out["c.py"], "from p import helpers as tools\nhelpers = 1\ntools.f()\n")

    def test_a_module_moves_to_another_package(self) -> None:
        out = self.renamed({
            "w/__init__.py": "", "w/top.py": "", "w/p/__init__.py": "",
            "w/p/tools.py": "from . import near\nfrom .near import g\nfrom .. import top\n"
                            "def f() -> int:\n    return near.g() + g() + len(str(top))\n",
            "w/p/near.py": "def g() -> int:\n    return 2\n",
            "w/p/sub/__init__.py": "",
            "w/p/sub/user.py": "from ..tools import f\nfrom .. import near, tools\n"
                               "print(f(), near.g(), tools.f())\n",
            "a.py": "import w.p.tools\nfrom w.p import (\n    near,\n    tools,\n)\n"
                    "print(w.p.tools.f(), near.g(), tools.f())\n",
        }, ("w/p/tools.py", "w/p/sub/tools.py"))
        self.assertTrue(out["w/p/sub/tools.py"].startswith(
            "from .. import near\nfrom ..near import g\nfrom ... import top\n"), out["w/p/sub/tools.py"])
        self.assertTrue(out["w/p/sub/user.py"].startswith(
            "from .tools import f\nfrom . import tools\nfrom .. import near\n"), out["w/p/sub/user.py"])
        self.assertEqual(out["a.py"], "import w.p.sub.tools\nfrom w.p.sub import tools\nfrom w.p import (\n    near,\n)\n"
                                      "print(w.p.sub.tools.f(), near.g(), tools.f())\n")

    def test_a_package_gets_another_name(self) -> None:
        out = self.renamed({
            "p/__init__.py": "from .m import f as f\n",
            "p/m.py": "from p.sub import n\nfrom .sub.n import h\ndef f() -> int:\n    return n.h() + h()\n",
            "p/sub/__init__.py": "", "p/sub/n.py": "def h() -> int:\n    return 1\n",
            "a.py": "import p\nimport p.sub.n\nfrom p import m\nfrom p.sub.n import h\n"
                    "print(p.f(), p.sub.n.h(), m.f(), h())\n",
        }, ("p", "q"))
        self.assertEqual(out["q/__init__.py"], "from .m import f as f\n")
        self.assertTrue(out["q/m.py"].startswith("from q.sub import n\nfrom .sub.n import h\n"))
        self.assertEqual(out["a.py"], "import q\nimport q.sub.n\nfrom q import m\nfrom q.sub.n import h\n"
                                      "print(q.f(), q.sub.n.h(), m.f(), h())\n")

    def test_a_module_becomes_a_package(self) -> None:
        out = self.renamed({
            "p/__init__.py": "", "p/m.py": "from .n import g\nfrom . import n\ndef f() -> int:\n    return g() + n.g()\n",
            "p/n.py": "def g() -> int:\n    return 1\n", "a.py": "from p.m import f\nf()\n",
        }, ("p/m.py", "p/m/__init__.py"))
        self.assertTrue(out["p/m/__init__.py"].startswith("from ..n import g\nfrom .. import n\n"))
        self.assertEqual(out["a.py"], "from p.m import f\nf()\n")

    def test_names_that_no_import_can_say_and_other_files(self) -> None:
        at = self.workspace({"tools.py": "", "a.py": "import tools\n", "notes.txt": ""})
        for new in ("my-tools.py", "class.py", "tools.txt"):
            self.assertEqual(changes_of(self.asked(at, {"tools.py": new})), {})
        self.assertEqual(changes_of(self.asked(at, {"notes.txt": "more.txt"})), {})
        self.assertEqual(changes_of(self.asked(at, {"nowhere.py": "there.py"})), {})

    def test_edits_name_the_versions_that_they_are_for(self) -> None:
        capabilities = {**CAPABILITIES, "workspace": {
            **CAPABILITIES["workspace"], "workspaceEdit": {"documentChanges": True}}}
        at = self.workspace({"tools.py": "", "a.py": "import tools\n"}, capabilities)
        at.change("a.py", "import tools\nprint(tools)\n", 7)
        [change] = self.asked(at, {"tools.py": "helpers.py"})["documentChanges"]
        self.assertEqual(change["textDocument"], {"uri": at.uri("a.py"), "version": 7})

    def test_the_renamed_file_is_read_under_its_new_name(self) -> None:
        at = self.workspace({"tools.py": "def f() -> int: return 1\n", "a.py": "from tools import f\nf('')\n"})
        for uri, edits in changes_of(self.asked(at, {"tools.py": "helpers.py"})).items():
            self.assertEqual(uri, at.uri("a.py"))
            at.texts["a.py"] = edited(at.texts["a.py"], edits)
        at.client.notify("textDocument/didClose", {"textDocument": {"uri": at.uri("tools.py")}})
        at.client.change(at.uri("a.py"), 2, {"text": at.texts["a.py"]})
        (at.root / "tools.py").rename(at.root / "helpers.py")
        at.client.notify("workspace/didRenameFiles",
                         {"files": [{"oldUri": at.uri("tools.py"), "newUri": at.uri("helpers.py")}]})
        at.client.notify("workspace/didChangeWatchedFiles", {"changes": [
            {"uri": at.uri("tools.py"), "type": 3}, {"uri": at.uri("helpers.py"), "type": 1}]})
        at.client.ask("krait/waitUntilIdle")
        [found] = self.diagnostics(at)
        self.assertEqual(found["message"], 'Too many arguments for "f"')


if __name__ == "__main__":
    ActionTest.krait = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
