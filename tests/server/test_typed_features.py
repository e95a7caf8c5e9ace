"""Language features that need names and types, over the server's standard streams.

    python3 test_typed_features.py path/to/krait [-k pattern]

Each test is a small program with marked places, and what is said there.
"""

from __future__ import annotations

import os
import signal
import sys
import unittest

from lsp_client import Json
from workspace import Workspace, WorkspaceTest, edited


class Hover(WorkspaceTest):
    def code(self, at: Workspace, mark: str) -> str:
        answer = at.ask("hover", mark)
        if answer is None:
            return ""
        value = str(answer["contents"]["value"])
        return value.removeprefix("```python\n").split("\n```")[0]

    def test_a_variable_has_the_type_that_it_is_narrowed_to(self) -> None:
        at = self.workspace(
            "def f(<1>x: int | None) -> None:\n"
            "    print(<2>x)\n"
            "    if x is not None:\n"
            "        <3>y = <4>x\n"
        )
        self.assertEqual(self.code(at, "1"), "(parameter) x: int | None")
        self.assertEqual(self.code(at, "2"), "(parameter) x: int | None")
        self.assertEqual(self.code(at, "3"), "(variable) y: int")
        self.assertEqual(self.code(at, "4"), "(parameter) x: int")

    def test_functions_show_their_signature_and_documentation(self) -> None:
        at = self.workspace({
            "a.py": "from b import C\ndef f(c: C) -> None:\n    c.<1>greet(2)\n    <2>C(3)\n",
            "b.py": 'class Base:\n'
                    '    def greet(self, times: int = 1) -> str:\n'
                    '        """Greets.\n\n        >>> C(1).greet()\n        \'hi\'\n        """\n'
                    '        return ""\n'
                    'class C(Base):\n    def __init__(self, size: int) -> None: ...\n'
                    '    def greet(self, times: int = 1) -> str: return ""\n',
        })
        answer = at.ask("hover", "1")
        self.assertEqual(
            answer["contents"]["value"],
            "```python\ndef greet(times: int = ...) -> str\n```\n\n---\n\n"
            "Greets.  \n\n```python\n>>> C(1).greet()\n'hi'\n```",
        )
        self.assertEqual(answer["range"]["start"], at.position("1"))
        self.assertEqual(self.code(at, "2"), "class C(size: int)")

    def test_modules_annotations_and_imports(self) -> None:
        at = self.workspace(
            "import <1>os.<2>path as <3>p\nfrom collections import <4>OrderedDict\n"
            "def f(x: <5>int, y: '<6>OrderedDict[int, str]') -> <7>p.<8>PathLike[str]: ...\n"
        )
        self.assertEqual(self.code(at, "1"), "(module) os")
        self.assertEqual(self.code(at, "2"), "(module) os.path")
        self.assertEqual(self.code(at, "3"), "(module) os.path")
        self.assertIn("class OrderedDict", self.code(at, "4"))
        self.assertIn("class int(", self.code(at, "5"))
        self.assertIn("class OrderedDict", self.code(at, "6"))
        self.assertIn("(module)", self.code(at, "7"))

    def test_attributes_and_properties(self) -> None:
        at = self.workspace(
            "class C:\n    def __init__(self) -> None:\n        self.<1>names = ['a']\n"
            "    @property\n    def first(self) -> str: return self.<2>names[0]\n"
            "print(C().<3>first, C().<4>names)\n"
        )
        self.assertEqual(self.code(at, "1"), "(attribute) names: list[str]")
        self.assertEqual(self.code(at, "2"), "(attribute) names: list[str]")
        self.assertEqual(self.code(at, "3"), "(property) first: str")
        self.assertEqual(self.code(at, "4"), "(attribute) names: list[str]")

    def test_a_text_with_syntax_errors_still_has_types(self) -> None:
        at = self.workspace("def f(x: int) -> None:\n    print(<1>x\n\ndef g(y: str) -> str:\n    return <2>y\n")
        self.assertEqual(self.code(at, "2"), "(parameter) y: str")

    def test_an_edited_function_is_looked_at_as_it_is_now(self) -> None:
        at = self.workspace("def f(x: int) -> None:\n    y = x\n")
        at.change("a.py", "def f(x: int) -> None:\n    y = [x]\n    <1>y\n")
        self.assertEqual(self.code(at, "1"), "(variable) y: list[int]")

    def test_functions_without_annotations_are_looked_into(self) -> None:
        at = self.workspace("class C:\n    n = 3\n    def f(self, q):\n        z = self.n\n        return <1>z\n")
        self.assertEqual(self.code(at, "1"), "(variable) z: int")

    def test_nothing_is_said_about_text_and_space(self) -> None:
        at = self.workspace("x = '<1>word'  # <2>comment\n<3>\n")
        for mark in "123":
            self.assertIsNone(at.ask("hover", mark))

    def test_plain_text_for_who_knows_no_markdown(self) -> None:
        at = self.workspace("<1>x = 3\n", {"textDocument": {}})
        self.assertEqual(
            at.ask("hover", "1")["contents"], {"kind": "plaintext", "value": "(variable) x: int"})


class Definition(WorkspaceTest):
    def places(self, at: Workspace, mark: str, feature: str = "definition") -> list[str]:
        return [at.shown(location) for location in at.ask(feature, mark)]

    def test_across_modules_and_through_imports(self) -> None:
        at = self.workspace({
            "a.py": "from <1>b import C, <2>f as g\nimport b\nb.<3>f()\n<4>g()\nC().<5>inherited()\n",
            "b.py": "from c import Base\ndef f() -> None: ...\nclass C(Base): ...\n",
            "c.py": "class Base:\n    def inherited(self) -> None: ...\n",
        })
        self.assertEqual(self.places(at, "1"), ["b.py:1:"])
        for mark in "234":
            self.assertEqual(self.places(at, mark), ["b.py:2:f"])
        self.assertEqual(self.places(at, "5"), ["c.py:2:inherited"])

    def test_locals_parameters_and_keyword_arguments(self) -> None:
        at = self.workspace(
            "def f(size: int) -> None:\n    count = <1>size\n    print(<2>count)\n"
            "    for i in range(3):\n        print(<3>i)\n"
            "    print([x for x in 'abc' if <4>x])\n"
            "f(<5>size=3)\nclass D:\n    def __init__(self, name: str) -> None: ...\nD(<6>name='')\n"
        )
        self.assertEqual(self.places(at, "1"), ["a.py:1:size"])
        self.assertEqual(self.places(at, "2"), ["a.py:2:count"])
        self.assertEqual(self.places(at, "3"), ["a.py:4:i"])
        self.assertEqual(self.places(at, "4"), ["a.py:6:x"])
        self.assertEqual(self.places(at, "5"), ["a.py:1:size"])
        self.assertEqual(self.places(at, "6"), ["a.py:9:name"])

    def test_attributes_of_self_of_unions_and_of_super(self) -> None:
        at = self.workspace(
            "class A:\n    def __init__(self) -> None:\n        self.n = 1\n"
            "    def m(self) -> int: return self.<1>n\n"
            "class B:\n    n = 2\n"
            "def f(x: A | B) -> None:\n    x.<2>n\n"
            "class C(A):\n    def m(self) -> int: return super().<3>m()\n"
        )
        self.assertEqual(self.places(at, "1"), ["a.py:3:n"])
        self.assertEqual(self.places(at, "2"), ["a.py:3:n", "a.py:6:n"])
        self.assertEqual(self.places(at, "3"), ["a.py:4:m"])

    def test_a_stub_leads_to_its_source_and_is_the_declaration(self) -> None:
        at = self.workspace({
            "a.py": "from b import C\nC().<1>m()\n",
            "b.pyi": "class C:\n    def m(self) -> int: ...\n",
            "b.py": "import os\n\nclass C:\n    def m(self):\n        return 1\n",
        })
        self.assertEqual(self.places(at, "1"), ["b.py:4:m"])
        self.assertEqual(self.places(at, "1", "declaration"), ["b.pyi:2:m"])

    def test_embedded_stubs_can_be_opened_and_followed(self) -> None:
        at = self.workspace("x = <1>int(3)\n")
        [location] = at.ask("declaration", "1")
        self.assertTrue(location["uri"].endswith("/stdlib/builtins.pyi"), location)
        with open(location["uri"].removeprefix("file://")) as file:
            text = file.read()
        line = location["range"]["start"]["line"]
        self.assertTrue(text.split("\n")[line].startswith("class int"), line)
        at.client.open(location["uri"], text)
        answer = at.client.ask("textDocument/hover", {
            "textDocument": {"uri": location["uri"]}, "position": location["range"]["start"]})
        self.assertIn("class int(", answer["result"]["contents"]["value"])

    def test_the_type_of_a_value_is_its_class(self) -> None:
        at = self.workspace(
            "class A: ...\nclass B: ...\ndef f(x: A | B, y: type[A]) -> None:\n    <1>x\n    <2>y\n")
        self.assertEqual(self.places(at, "1", "typeDefinition"), ["a.py:1:A", "a.py:2:B"])
        self.assertEqual(self.places(at, "2", "typeDefinition"), ["a.py:1:A"])

    def test_nothing_leads_nowhere(self) -> None:
        at = self.workspace("x = <1>unknown\n<2>3\n")
        self.assertEqual(self.places(at, "1"), [])
        self.assertEqual(self.places(at, "2"), [])


class Completion(WorkspaceTest):
    def labels(self, at: Workspace, mark: str, trigger: str = "") -> list[str]:
        context = {"triggerKind": 2, "triggerCharacter": trigger} if trigger else {"triggerKind": 1}
        answer = at.ask("completion", mark, context=context)
        items = sorted(answer["items"], key=lambda item: item.get("sortText", item["label"]))
        return [item["label"] for item in items]

    def item(self, at: Workspace, mark: str, label: str) -> Json:
        answer = at.ask("completion", mark, context={"triggerKind": 1})
        [found] = [item for item in answer["items"] if item["label"] == label]
        return found

    def test_members_of_a_type_in_a_text_that_is_being_typed(self) -> None:
        at = self.workspace(
            "class Base:\n    def inherited(self) -> None: ...\n"
            "class C(Base):\n    def __init__(self) -> None:\n        self.size = 3\n"
            "    def m(self, other: 'str | None') -> None:\n        self.\n        print()\n"
        )
        at.change("a.py", at.texts["a.py"].replace("self.\n", "self.<1>\n"))
        labels = self.labels(at, "1", ".")
        self.assertEqual(labels[:3], ["m", "size", "inherited"])
        self.assertIn("__init__", labels)
        at.change("a.py", at.texts["a.py"].replace("self.\n", "if other: other.up<2>\n"), 3)
        self.assertEqual(self.labels(at, "2")[0], "upper")

    def test_members_of_modules_classes_and_super(self) -> None:
        at = self.workspace({
            "a.py": "import b\nb.<1>\nb.C.<2>\nclass D(b.C):\n"
                    "    def n(self) -> None:\n        super().<3>\n"
                    "def f(x: b.<4>) -> None: ...\n",
            "b.py": "import os\nclass C:\n    def m(self) -> None: ...\nVALUE = 3\n",
        })
        self.assertEqual(self.labels(at, "1", ".")[:2], ["C", "VALUE"])
        self.assertEqual(self.labels(at, "2", ".")[0], "m")
        labels = self.labels(at, "3", ".")
        self.assertEqual(labels[0], "m")
        self.assertNotIn("n", labels)
        self.assertEqual(self.labels(at, "4", ".")[:2], ["C", "VALUE"])

    def test_names_in_scope_come_before_others(self) -> None:
        at = self.workspace(
            "import os\ndef helper() -> None: ...\n"
            "def f(parameter: int) -> None:\n    local = 1\n    for item in 'x':\n        pass\n    <1>\n"
            "def g() -> None:\n    unseen = 1\n<2>\n"
        )
        labels = self.labels(at, "1")
        self.assertEqual(labels[:3], ["item", "local", "parameter"])
        for expected in ("helper", "os", "f", "while", "print"):
            self.assertIn(expected, labels)
        self.assertNotIn("unseen", labels)
        self.assertNotIn("unseen", self.labels(at, "2"))

    def test_keyword_arguments_that_are_not_given_yet(self) -> None:
        at = self.workspace("def f(first: int, second: str = '') -> None: ...\nf(first=1, <1>)\nf(<2>\n")
        labels = self.labels(at, "1")
        self.assertEqual(labels[0], "second=")
        self.assertNotIn("first=", labels)
        self.assertEqual(self.labels(at, "2")[:2], ["first=", "second="])

    def test_import_statements(self) -> None:
        at = self.workspace({
            "a.py": "from pkg.m import <1>\nfrom pkg.<2>\nimport pk<3>\nfrom pkg import <4>\n",
            "pkg/__init__.py": "", "pkg/m.py": "class Thing: ...\nimport os\n",
        })
        self.assertEqual(self.labels(at, "1")[:1], ["Thing"])
        self.assertEqual(self.labels(at, "2", "."), ["m"])
        self.assertEqual(self.labels(at, "3"), ["pkg"])
        self.assertIn("m", self.labels(at, "4"))

    def test_a_name_from_elsewhere_brings_its_import(self) -> None:
        at = self.workspace({
            "a.py": '"""Doc."""\nimport os\n\nHelp<1>\n',
            "b.py": "class Helper:\n    \"\"\"Helps.\"\"\"\n",
        })
        item = self.item(at, "1", "Helper")
        self.assertEqual(item["labelDetails"]["description"], "b")
        self.assertEqual(
            edited(at.texts["a.py"], item["additionalTextEdits"]),
            '"""Doc."""\nimport os\nfrom b import Helper\n\nHelp\n')
        resolved = at.client.ask("completionItem/resolve", item)["result"]
        self.assertEqual(resolved["detail"], "class Helper()")
        self.assertEqual(resolved["documentation"]["value"], "Helps.")

    def test_keys_of_typed_dicts_and_values_of_literals(self) -> None:
        at = self.workspace(
            "from typing import Literal, TypedDict\nclass T(TypedDict):\n    name: str\n    size: int\n"
            "def f(t: T, mode: Literal['read', 'write']) -> None:\n"
            "    t['<1>']\n    t.get('<2>')\n    if mode == '<3>': ...\n    f(t, '<4>')\n    f(t, mode='<5>')\n"
        )
        for mark in "12":
            self.assertEqual(self.labels(at, mark, "'"), ["name", "size"])
        for mark in "345":
            self.assertEqual(self.labels(at, mark, "'"), ["read", "write"])

    def test_nothing_in_comments_and_plain_strings(self) -> None:
        at = self.workspace("x = 'os.<1>'\n# os.<2>\ny = 1.<3>\n")
        for mark in "123":
            self.assertEqual(self.labels(at, mark, "."), [])


class References(WorkspaceTest):
    FILES = {
        "a.py": "from b import C, helper as h\ndef f(c: C, si<0>ze: int) -> None:\n"
                "    <1>c.gr<2>eet(times=si<3>ze)\n    h(c)\nf(C(), size=3)\n",
        "b.py": "class Base:\n    def greet(self, times: int) -> None: ...\n"
                "class C(Base):\n    def <4>greet(self, times: int) -> None:\n        self.greet(times)\n"
                "def hel<5>per(x: 'C') -> None:\n    x.greet(1)\n",
        "c.py": "class Other:\n    def greet(self) -> None: ...\nOther().greet()\n",
    }

    def lines(self, at: Workspace, mark: str, declaration: bool = True) -> list[str]:
        found = at.ask("references", mark, context={"includeDeclaration": declaration})
        return sorted(at.shown(one) for one in found)

    def renamed(self, at: Workspace, mark: str, name: str) -> dict[str, str]:
        edit = at.ask("rename", mark, newName=name)
        return {at.name(uri): edited(at.texts[at.name(uri)], edits) for uri, edits in edit["changes"].items()}

    def refusal(self, at: Workspace, mark: str, name: str = "fresh") -> str:
        answer = at.client.ask("textDocument/rename", at.params(mark, newName=name))
        return str(answer["error"]["message"])

    def test_a_method_and_its_family_in_all_files(self) -> None:
        at = self.workspace(self.FILES)
        expected = ["a.py:3:greet", "b.py:2:greet", "b.py:4:greet", "b.py:5:greet", "b.py:7:greet"]
        self.assertEqual(self.lines(at, "2"), expected)
        self.assertEqual(self.lines(at, "4"), expected)
        self.assertEqual(self.lines(at, "4", declaration=False), ["a.py:3:greet", "b.py:5:greet", "b.py:7:greet"])

    def test_parameters_are_named_by_calls(self) -> None:
        at = self.workspace(self.FILES)
        for mark in "03":
            self.assertEqual(self.lines(at, mark), ["a.py:2:size", "a.py:3:size", "a.py:5:size"])

    def test_locals_stay_in_their_function(self) -> None:
        at = self.workspace(self.FILES)
        self.assertEqual(self.lines(at, "1"), ["a.py:2:c", "a.py:3:c", "a.py:4:c"])

    def test_highlights_tell_writing_from_reading(self) -> None:
        at = self.workspace("def f() -> None:\n    x = 1\n    <1>x += 1\n    print(x)\nx = 2\n")
        found = at.ask("documentHighlight", "1")
        self.assertEqual([(one["range"]["start"]["line"], one["kind"]) for one in found], [(1, 3), (2, 3), (3, 2)])

    def test_renaming_across_files(self) -> None:
        at = self.workspace(self.FILES)
        self.assertEqual(at.ask("prepareRename", "5")["placeholder"], "helper")
        changed = self.renamed(at, "5", "assist")
        self.assertEqual(sorted(changed), ["a.py", "b.py"])
        self.assertTrue(changed["a.py"].startswith("from b import C, assist as h\n"))
        self.assertIn("def assist(x: 'C')", changed["b.py"])
        self.assertEqual(sorted(self.renamed(at, "2", "hail")), ["a.py", "b.py"])

    def test_a_name_in_a_quoted_annotation_is_renamed_with_its_class(self) -> None:
        at = self.workspace({"a.py": "class <1>C: ...\ndef f(x: 'C', y: 'list[C]') -> 'C': ...\n"})
        self.assertEqual(
            self.renamed(at, "1", "D")["a.py"], "class D: ...\ndef f(x: 'D', y: 'list[D]') -> 'D': ...\n")

    def test_what_cannot_be_renamed(self) -> None:
        at = self.workspace("import <1>os\nclass C:\n    def <2>__len__(self) -> int: return <3>len('')\n"
                            "    def m<4>ethod(self) -> None: ...\n    def taken(self) -> None: ...\n")
        self.assertIn("renaming its file", self.refusal(at, "1"))
        self.assertIn("meaning of its own", self.refusal(at, "2"))
        self.assertIn("belongs to a library", self.refusal(at, "3"))
        self.assertIn("no name in Python", self.refusal(at, "4", "def"))
        self.assertIn("already", self.refusal(at, "4", "taken"))


class CallsAndClasses(WorkspaceTest):
    def test_signature_help_follows_the_argument(self) -> None:
        at = self.workspace(
            "def f(first: int, *rest: str, last: bool = True) -> None:\n    \"\"\"Does it.\"\"\"\n"
            "f(<1>)\nf(1, <2>'a', 'b'<3>, last=<4>True)\nf(f(<5>\n"
        )
        answer = at.ask("signatureHelp", "1")
        [signature] = answer["signatures"]
        self.assertEqual(signature["label"], "f(first: int, *rest: str, last: bool = ...) -> None")
        self.assertEqual([one["label"] for one in signature["parameters"]],
                         ["first: int", "*rest: str", "last: bool = ..."])
        self.assertEqual(signature["documentation"]["value"], "Does it.")
        active = [at.ask("signatureHelp", mark)["activeParameter"] for mark in "12345"]
        self.assertEqual(active, [0, 1, 1, 2, 0])

    def test_signature_help_chooses_the_overload(self) -> None:
        at = self.workspace(
            "from typing import overload\nclass C:\n"
            "    @overload\n    def m(self, x: int) -> int: ...\n"
            "    @overload\n    def m(self, x: str, y: str) -> str: ...\n"
            "    def m(self, x: object, y: str = '') -> object: ...\n"
            "C().m(<1>)\nC().m('', <2>)\n"
        )
        self.assertEqual(at.ask("signatureHelp", "1")["activeSignature"], 0)
        answer = at.ask("signatureHelp", "2")
        self.assertEqual((answer["activeSignature"], answer["activeParameter"]), (1, 1))
        self.assertIsNone(self.workspace("x = (1, <1>)\n").ask("signatureHelp", "1"))

    def test_hints_say_what_the_text_leaves_out(self) -> None:
        text = (
            "class C: ...\ndef f(size: int, name: str) -> list[int]: return []\n"
            "plain = 3\nobvious = C()\nvalues = f(3, name='x')\ndef g(size: int) -> None:\n"
            "    for v in f(size, 'y'):\n        doubled = v * 2\n"
        )
        at = self.workspace(text)
        span = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
        answer = at.client.ask("textDocument/inlayHint", {"textDocument": {"uri": at.uri("a.py")}, "range": span})
        edits = [edit for hint in answer["result"] for edit in hint.get("textEdits", [])]
        self.assertEqual([hint["label"] for hint in answer["result"]],
                         [": list[int]", "size=", ": int", "name=", ": int"])
        self.assertIn("values: list[int] = f(size=3, name='x')", edited(text, edits))
        self.assertIn("in f(size, name='y')", edited(text, edits))

    FILES = {
        "a.py": "class <1>Base:\n    def <2>run(self) -> None: ...\n"
                "def use(x: Base) -> None:\n    x.run()\n    helper()\ndef <3>helper() -> None: ...\n",
        "b.py": "from a import Base, helper\nclass Middle(Base): ...\nclass Leaf(Middle):\n"
                "    def run(self) -> None:\n        helper()\nhelper()\n",
    }

    def test_implementations_are_below(self) -> None:
        at = self.workspace(self.FILES)
        self.assertEqual([at.shown(one) for one in at.ask("implementation", "1")], ["b.py:2:Middle", "b.py:3:Leaf"])
        self.assertEqual([at.shown(one) for one in at.ask("implementation", "2")], ["b.py:4:run"])

    def test_the_type_hierarchy_goes_both_ways(self) -> None:
        at = self.workspace(self.FILES)
        [base] = at.ask("prepareTypeHierarchy", "1")
        [middle] = at.client.ask("typeHierarchy/subtypes", {"item": base})["result"]
        self.assertEqual(middle["name"], "Middle")
        [leaf] = at.client.ask("typeHierarchy/subtypes", {"item": middle})["result"]
        self.assertEqual(leaf["name"], "Leaf")
        [above] = at.client.ask("typeHierarchy/supertypes", {"item": leaf})["result"]
        self.assertEqual(above["name"], "Middle")

    def test_the_call_hierarchy_goes_both_ways(self) -> None:
        at = self.workspace(self.FILES)
        [helper] = at.ask("prepareCallHierarchy", "3")
        calls = at.client.ask("callHierarchy/incomingCalls", {"item": helper})["result"]
        self.assertEqual([call["from"]["name"] for call in calls], ["use", "run", "b"])
        out = at.client.ask("callHierarchy/outgoingCalls", {"item": calls[0]["from"]})["result"]
        self.assertEqual([call["to"]["name"] for call in out], ["run", "helper"])

    def test_definitions_are_found_by_letters_of_their_name(self) -> None:
        at = self.workspace(self.FILES)
        found = at.client.ask("workspace/symbol", {"query": "hlp"})["result"]
        self.assertEqual([(one["name"], one["containerName"]) for one in found], [("helper", "a")])
        found = at.client.ask("workspace/symbol", {"query": "run"})["result"]
        self.assertEqual([one["containerName"] for one in found], ["Base", "Leaf"])


if __name__ == "__main__":
    WorkspaceTest.krait = os.path.abspath(sys.argv.pop(1))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    unittest.main(verbosity=2)
