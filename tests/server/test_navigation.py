"""Who uses, inherits, overrides and calls what, over the server's standard streams.

    python3 test_navigation.py path/to/krait [-k pattern]

Each test is a small program with marked places, and what is found from there.
"""

from __future__ import annotations

import os
import signal
import sys
import unittest

from lsp_client import Json, request
from workspace import Workspace, WorkspaceTest, edited


class References(WorkspaceTest):
    def uses(self, at: Workspace, mark: str, declaration: bool = True) -> list[str]:
        found = at.ask("references", mark, context={"includeDeclaration": declaration})
        for location in found:  # exactly the name
            name = at.name(location["uri"])
            span = location["range"]
            self.assertEqual(span["start"]["line"], span["end"]["line"])
            self.assertIn(name, at.texts)
        return [at.shown(location) for location in found]

    def parts(self, at: Workspace, method: str, params: Json) -> tuple[list[Json], Json]:
        """What comes under the token, and the answer."""
        at.client.send(request(5, method, {**params, "partialResultToken": "part"}))
        parts = []
        while True:
            message = at.client.receive()
            if message.get("method") == "$/progress":
                self.assertEqual(message["params"]["token"], "part")
                parts.append(message["params"]["value"])
            elif message.get("id") == 5:
                return parts, message["result"]

    def test_they_come_file_by_file_to_who_asks_for_parts(self) -> None:
        at = self.workspace({"a.py": "def <1>f() -> None: ...\nf()\n", "b.py": "from a import f\nf()\n", "c.py": "f = 1\n"})
        params = at.params("1", context={"includeDeclaration": True})
        parts, rest = self.parts(at, "textDocument/references", params)
        self.assertEqual(rest, [])
        self.assertEqual([[at.shown(one) for one in part] for part in parts],
                         [["a.py:1:f", "a.py:2:f"], ["b.py:1:f", "b.py:2:f"]])

    def test_symbols_come_in_parts_too(self) -> None:
        parts, rest = self.parts(self.workspace("def needle() -> None: ...\n"), "workspace/symbol", {"query": "needle"})
        self.assertEqual(([[one["name"] for one in part] for part in parts], rest), ([["needle"]], []))

    def test_functions_across_files_through_imports_aliases_and_reexports(self) -> None:
        at = self.workspace({
            "a.py": "from c import f, g\nimport b as bb\nf(1)\nprint(bb.f, g)\n",
            "b.py": "__all__ = ['f']\ndef <1>f(x: int) -> int: return x\n"
                    "def other(f: int) -> int:\n    return f\n'f'\n",
            "c.py": "from b import f as f, f as g\nclass C:\n    f = 1\nC.f\ng(2)\n",
        })
        self.assertEqual(sorted(self.uses(at, "1")), [
            "a.py:1:f", "a.py:1:g", "a.py:3:f", "a.py:4:f", "a.py:4:g",
            "b.py:1:f", "b.py:2:f",
            "c.py:1:f", "c.py:1:f", "c.py:1:f", "c.py:1:g", "c.py:5:g",
        ])
        self.assertNotIn("b.py:2:f", self.uses(at, "1", declaration=False))

    def test_a_name_imported_within_a_function(self) -> None:
        at = self.workspace({
            "a.py": "def h() -> int:\n    from b import f\n    import b\n    return f(1) + b.f(2)\n",
            "b.py": "def <1>f(x: int) -> int: return x\n",
        })
        self.assertEqual(
            self.uses(at, "1"), ["b.py:1:f", "a.py:2:f", "a.py:4:f", "a.py:4:f"])

    def test_attributes_through_bases_self_and_what_is_inferred(self) -> None:
        at = self.workspace({
            "a.py": "class A:\n    def __init__(self) -> None:\n        self.<1>size = 1\n"
                    "    def grow(self) -> None:\n        self.size += 1\n"
                    "class B(A):\n    def shrink(self) -> int:\n        return self.<2>size\n"
                    "class Other:\n    size = ''\n",
            "b.py": "from a import A, B, Other\ndef f(xs: list[B], o: Other) -> None:\n"
                    "    for x in xs: print(x.size)\n    print(o.size, A().size)\n",
        })
        expected = ["a.py:3:size", "a.py:5:size", "a.py:8:size", "b.py:3:size", "b.py:4:size"]
        self.assertEqual(self.uses(at, "1"), expected)
        self.assertEqual(self.uses(at, "2"), expected)

    def test_methods_with_those_that_override_them(self) -> None:
        at = self.workspace(
            "class A:\n    def <1>run(self) -> None: ...\n"
            "class B(A):\n    def <2>run(self) -> None:\n        super().run()\n"
            "class C:\n    def run(self) -> None: ...\n"
            "def go(a: A, b: B, c: C) -> None:\n    a.run()\n    b.run()\n    c.run()\n"
        )
        expected = ["a.py:2:run", "a.py:4:run", "a.py:5:run", "a.py:9:run", "a.py:10:run"]
        self.assertEqual(self.uses(at, "1"), expected)
        self.assertEqual(self.uses(at, "2"), expected)

    def test_parameters_and_the_arguments_that_name_them(self) -> None:
        at = self.workspace({
            "a.py": "def f(<1>size: int) -> int:\n    return <2>size\ndef g(size: int) -> int:\n"
                    "    return f(<3>size=size)\n",
            "b.py": "import a\na.f(size=3)\na.g(size=4)\n",
        })
        expected = ["a.py:1:size", "a.py:2:size", "a.py:4:size", "b.py:2:size"]
        for mark in "123":
            self.assertEqual(self.uses(at, mark), expected, mark)

    def test_what_a_method_is_bound_to_is_known_in_the_method_only(self) -> None:
        at = self.workspace({
            "a.py": "class C:\n    def f(<1>self) -> None:\n        def g() -> None: print(<2>self)\n        self.f()\n"
                    "        lambda self: self\n    def h(self) -> None: self.f()\n",
            "b.py": "self = 1\ndef f(self: int) -> int: return self\nf(self=self)\n",
        })
        expected = ["a.py:2:self", "a.py:3:self", "a.py:4:self"]
        self.assertEqual(self.uses(at, "1"), expected)
        self.assertEqual(self.uses(at, "2"), expected)

    def test_fields_of_dataclasses(self) -> None:
        at = self.workspace(
            "from dataclasses import dataclass\n@dataclass\nclass P:\n    <1>x: int\n"
            "p = P(x=1)\np.x\n"
        )
        self.assertEqual(self.uses(at, "1"), ["a.py:4:x", "a.py:5:x", "a.py:6:x"])

    def test_local_names_stay_in_their_function(self) -> None:
        at = self.workspace(
            "x = 0\ndef f() -> int:\n    <1>x = 1\n    def g() -> int:\n        return x\n"
            "    return x + g()\ndef h() -> int:\n    return x\nprint([x for x in (1,)], x)\n"
        )
        self.assertEqual(self.uses(at, "1"), ["a.py:3:x", "a.py:5:x", "a.py:6:x"])

    def test_globals_are_not_hidden_by_locals_elsewhere(self) -> None:
        at = self.workspace(
            "<1>x = 0\ndef f() -> None:\n    x = 1\n    print(x)\ndef g() -> None:\n"
            "    global x\n    x = 2\nprint([x for x in (1,)], x, lambda x: x)\n"
        )
        self.assertEqual(
            self.uses(at, "1"), ["a.py:1:x", "a.py:6:x", "a.py:7:x", "a.py:8:x"])

    def test_annotations_strings_and_bases(self) -> None:
        at = self.workspace(
            "class <1>C: ...\ndef f(x: C, y: 'list[C]') -> 'C': return C()\nclass D(C): ...\n"
        )
        self.assertEqual(self.uses(at, "1"), [
            "a.py:1:C", "a.py:2:C", "a.py:2:C", "a.py:2:C", "a.py:2:C", "a.py:3:C"])

    def test_names_of_libraries(self) -> None:
        at = self.workspace({
            "a.py": "from os import path\npath.<1>join('a')\n",
            "b.py": "import os.path\nos.path.join('b')\n','.join('c')\n",
        })
        self.assertEqual(self.uses(at, "1"), ["a.py:2:join", "b.py:2:join"])

    def test_open_texts_count_not_files(self) -> None:
        at = self.workspace({"a.py": "def <1>f() -> None: ...\n", "b.py": "import a\na.f()\n"})
        at.change("b.py", "import a\n\n\nx = a.f\n")
        self.assertEqual(self.uses(at, "1"), ["a.py:1:f", "b.py:4:f"])

    def test_nothing_at_text_and_space(self) -> None:
        at = self.workspace("x = '<1>word'  # <2>comment\n<3>\n")
        for mark in "123":
            self.assertEqual(self.uses(at, mark), [])


class Highlights(WorkspaceTest):
    def test_reads_and_writes_of_this_document(self) -> None:
        at = self.workspace(
            "def f(<1>n: int) -> int:\n    n += 1\n    return <2>n\nn = 'other'\n")
        for mark in "12":
            found = at.ask("documentHighlight", mark)
            kinds = [(h["range"]["start"]["line"], h["kind"]) for h in found]
            self.assertEqual(kinds, [(0, 3), (1, 3), (2, 2)])

    def test_under_the_name_that_an_import_gives(self) -> None:
        at = self.workspace({
            "a.py": "from b import f as <1>g\ng()\n", "b.py": "def f() -> None: ...\n"})
        lines = [h["range"]["start"]["line"] for h in at.ask("documentHighlight", "1")]
        self.assertIn(1, lines)


class Rename(WorkspaceTest):
    def renamed(self, at: Workspace, mark: str, name: str) -> dict[str, str]:
        """The texts that change."""
        edit = at.ask("rename", mark, newName=name)
        changed = {}
        for uri, edits in edit["changes"].items():
            changed[at.name(uri)] = edited(at.texts[at.name(uri)], edits)
        return changed

    def refusal(self, at: Workspace, mark: str, name: str = "fresh") -> str:
        answer = at.client.ask("textDocument/rename", at.params(mark, newName=name))
        self.assertIn("error", answer)
        return str(answer["error"]["message"])

    def test_across_files(self) -> None:
        at = self.workspace({
            "a.py": "from b import f\nf(1)\n",
            "b.py": "__all__ = ['f']\ndef <1>f(x: int) -> int: return x\ng = f\n",
            "c.py": "from b import f as h\nh(2)\nf = 1\n",
        })
        self.assertEqual(self.renamed(at, "1", "first"), {
            "a.py": "from b import first\nfirst(1)\n",
            "b.py": "__all__ = ['first']\ndef first(x: int) -> int: return x\ng = first\n",
            "c.py": "from b import first as h\nh(2)\nf = 1\n",
        })

    def test_the_name_that_an_import_gives(self) -> None:
        at = self.workspace({
            "a.py": "from b import f as <1>h\nh(2)\n", "b.py": "def f(x: int) -> int: return x\n"})
        self.assertEqual(self.renamed(at, "1", "k"), {"a.py": "from b import f as k\nk(2)\n"})

    def test_methods_with_their_overrides_and_parameters_with_arguments(self) -> None:
        at = self.workspace(
            "class A:\n    def <1>run(self, <2>n: int) -> int: return n\n"
            "class B(A):\n    def run(self, n: int) -> int: return super().run(n=n)\n"
        )
        self.assertEqual(self.renamed(at, "1", "go")["a.py"],
            "class A:\n    def go(self, n: int) -> int: return n\n"
            "class B(A):\n    def go(self, n: int) -> int: return super().go(n=n)\n")
        self.assertEqual(self.renamed(at, "2", "k")["a.py"],
            "class A:\n    def run(self, k: int) -> int: return k\n"
            "class B(A):\n    def run(self, n: int) -> int: return super().run(k=n)\n")

    def test_what_can_be_renamed_is_said_before(self) -> None:
        at = self.workspace("def f(<1>size: int) -> int: return size\nlen(<2>'')\n")
        self.assertEqual(at.ask("prepareRename", "1")["placeholder"], "size")
        answer = at.client.ask("textDocument/prepareRename", at.params("2"))
        self.assertIn("error", answer)

    def test_versions_are_named_for_who_asks_for_them(self) -> None:
        at = self.workspace(
            {"a.py": "<1>x = 1\n"}, {"workspace": {"workspaceEdit": {"documentChanges": True}}})
        [change] = at.ask("rename", "1", newName="y")["documentChanges"]
        self.assertEqual(change["textDocument"], {"uri": at.uri("a.py"), "version": 1})

    def test_what_would_not_be_safe_is_refused_in_words(self) -> None:
        at = self.workspace({
            "a.py": "import <1>b, threading\nlen('').<2>real\n"
                    "class T(threading.Thread):\n    def <3>run(self) -> None: ...\n"
                    "    def <4>walk(self) -> None: ...\n    def stop(self) -> None: ...\n"
                    "def f(<5>n: int) -> int: return n + other\nother = 1\n"
                    "def <6>g() -> int:\n    return 1\ndef h(fresh: int) -> int: return g()\n",
            "b.py": "",
        })
        self.assertIn("renaming its file", self.refusal(at, "1"))
        self.assertIn("builtins", self.refusal(at, "2"))
        self.assertIn("threading", self.refusal(at, "3"))
        self.assertIn("'T' already has a member 'stop'", self.refusal(at, "4", "stop"))
        self.assertIn("already has a member", self.refusal(at, "4", "start"))
        self.assertIn("'other' is used at line 7", self.refusal(at, "5", "other"))
        self.assertIn("no name", self.refusal(at, "5", "class"))
        self.assertIn("no name", self.refusal(at, "5", "a b"))
        self.assertIn("already means something", self.refusal(at, "6", "other"))
        self.assertIn("line 11", self.refusal(at, "6", "fresh"))


class Implementations(WorkspaceTest):
    FILES = {
        "a.py": "class <1>Shape:\n    def <2>area(self) -> float: ...\nclass Square(Shape):\n"
                "    def area(self) -> float: return 1\n    class Inner(Shape): ...\n"
                "def f(s: Shape) -> None:\n    s.<3>area()\n",
        "b.py": "import a\nfrom a import Square as Base\nclass Small(Base):\n"
                "    def area(self) -> float: return 0\nclass Other(a.Shape): ...\n",
    }

    def places(self, at: Workspace, mark: str) -> list[str]:
        return [at.shown(location) for location in at.ask("implementation", mark)]

    def test_subclasses_of_a_class(self) -> None:
        at = self.workspace(self.FILES)
        self.assertEqual(
            self.places(at, "1"), ["a.py:3:Square", "a.py:5:Inner", "b.py:5:Other", "b.py:3:Small"])

    def test_methods_that_override(self) -> None:
        at = self.workspace(self.FILES)
        for mark in "23":
            self.assertEqual(self.places(at, mark), ["a.py:4:area", "b.py:4:area"])

    def test_what_nobody_overrides_is_its_own_implementation(self) -> None:
        at = self.workspace("def <1>f() -> None: ...\n")
        self.assertEqual(self.places(at, "1"), ["a.py:1:f"])


class Hierarchies(WorkspaceTest):
    def items(self, at: Workspace, method: str, item: Json) -> list[Json]:
        answer = at.client.ask(method, {"item": item})
        self.assertIn("result", answer)
        return list(answer["result"] or [])

    def names(self, items: list[Json]) -> list[str]:
        return [str(item["name"]) for item in items]

    def test_of_types_up_and_down(self) -> None:
        at = self.workspace({
            "a.py": "class A: ...\nclass <1>B(A, Exception): ...\nclass C(B): ...\n",
            "b.py": "from a import C, B\nclass D(C): ...\nclass E(B): ...\n",
        })
        [item] = at.ask("prepareTypeHierarchy", "1")
        self.assertEqual((item["name"], item["kind"], item["detail"]), ("B", 5, "a"))
        self.assertEqual(item["range"]["start"], {"line": 1, "character": 0})
        above = self.items(at, "typeHierarchy/supertypes", item)
        self.assertEqual(self.names(above), ["A", "Exception"])
        # `Exception` is in a file that nobody has opened.
        self.assertEqual(
            self.names(self.items(at, "typeHierarchy/supertypes", above[1])), ["BaseException"])
        below = self.items(at, "typeHierarchy/subtypes", item)
        self.assertEqual(self.names(below), ["C", "E"])
        self.assertEqual(self.names(self.items(at, "typeHierarchy/subtypes", below[0])), ["D"])

    def test_of_calls(self) -> None:
        at = self.workspace({
            "a.py": "class C:\n    def __init__(self) -> None: ...\n"
                    "    def <1>go(self) -> None:\n        help_out(1)\n        len('')\n        help_out(2)\n"
                    "def help_out(n: int) -> None: ...\n",
            "b.py": "from a import C\nC().go()\ndef f(c: C) -> None:\n    c.go()\n    print(c.go)\n    c.go()\n"
                    "def make() -> C: return <2>C()\n",
        })
        [item] = at.ask("prepareCallHierarchy", "1")
        self.assertEqual((item["name"], item["kind"]), ("go", 6))
        calls = self.items(at, "callHierarchy/incomingCalls", item)
        self.assertEqual(
            [(call["from"]["name"], len(call["fromRanges"])) for call in calls], [("b", 1), ("f", 2)])
        calls = self.items(at, "callHierarchy/outgoingCalls", item)
        self.assertEqual(
            [(call["to"]["name"], len(call["fromRanges"])) for call in calls],
            [("help_out", 2), ("len", 1)])
        [item] = at.ask("prepareCallHierarchy", "2")
        calls = self.items(at, "callHierarchy/incomingCalls", item)
        self.assertEqual([call["from"]["name"] for call in calls], ["b", "make"])


class WorkspaceSymbols(WorkspaceTest):
    def found(self, at: Workspace, query: str) -> list[str]:
        answer = at.client.ask("workspace/symbol", {"query": query})["result"]
        for symbol in answer:
            self.assertTrue(at.shown(symbol["location"]).endswith(":" + symbol["name"]))
        return [f"{symbol['containerName']}.{symbol['name']}" for symbol in answer]

    def test_letters_in_order_and_the_best_first(self) -> None:
        at = self.workspace({
            "a.py": "class NodeVisitor:\n    depth = 0\n    def visit(self) -> None:\n        local = 1\n"
                    "LIMIT: int = 3\nname = '''\nclass Fake: ...\n'''\n",
            "b.py": "def invert(x: int) -> int: return x\nasync def node_value() -> None: ...\n",
        })
        self.assertEqual(self.found(at, "visit"), ["NodeVisitor.visit", "a.NodeVisitor"])
        self.assertEqual(self.found(at, "nv"), ["b.node_value", "a.NodeVisitor", "b.invert"])
        self.assertEqual(self.found(at, "NodeVisitor.de"), ["NodeVisitor.depth"])
        self.assertEqual(self.found(at, "limit"), ["a.LIMIT"])
        self.assertEqual(self.found(at, "local"), [])
        self.assertEqual(self.found(at, "Fake"), [])

    def test_a_file_that_is_being_typed_in(self) -> None:
        at = self.workspace("x = (1,\ndef after() -> None: ...\nclass Broken(\n")
        self.assertEqual(self.found(at, "after"), ["a.after"])
        self.assertEqual(self.found(at, "broken"), ["a.Broken"])


if __name__ == "__main__":
    WorkspaceTest.krait = os.path.abspath(sys.argv.pop(1))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    unittest.main(verbosity=2)
