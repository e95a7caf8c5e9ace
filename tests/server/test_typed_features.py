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
from workspace import Workspace, edited

KRAIT = ""


class FeatureTest(unittest.TestCase):
    maxDiff = None

    def workspace(self, files: dict[str, str] | str, capabilities: Json | None = None) -> Workspace:
        if isinstance(files, str):
            files = {"a.py": files}
        made = Workspace(KRAIT, files, capabilities)
        self.addCleanup(made.close)
        return made


class Hover(FeatureTest):
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


class Definition(FeatureTest):
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


if __name__ == "__main__":
    KRAIT = os.path.abspath(sys.argv.pop(1))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    unittest.main(verbosity=2)
