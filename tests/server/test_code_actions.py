"""What the server offers to do at a place, each offer taken and checked again.

    python3 test_code_actions.py path/to/krait [unittest's arguments]
"""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, List

from actions import CAPABILITIES, ActionTest, resolving
from lsp_client import Client
from workspace import edited

KRAIT = ""
LITERALS = {"textDocument": {
    "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}},
    "publishDiagnostics": {"relatedInformation": True},
}}


class QuickFixesByTheText(unittest.TestCase):
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

    def fix(self, title: str) -> Any:
        return next(one for one in self.actions() if title in one["title"])

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
        action = self.fix("Ignore")
        self.assertEqual((action["title"], action["kind"]), ("Ignore [assignment] on this line", "quickfix"))
        self.assertEqual(action["diagnostics"], self.diagnostics)
        self.assertEqual(self.take(action), "x: int = ''  # type: ignore[assignment]\n")

    def test_before_another_comment(self) -> None:
        self.start("x: int = '#'  # so be it\n")
        self.assertEqual(self.take(self.fix("Ignore")), "x: int = '#'  # type: ignore[assignment]  # so be it\n")

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
        first = self.fix("Remove")
        self.assertTrue(first["isPreferred"])
        self.assertTrue(self.take(first).startswith("x = 1\n"))
        self.assertEqual(self.take(self.fix("Remove")), "x = 1\ny = 2  # so be it\n")

    def test_or_its_unused_codes_are(self) -> None:
        self.start("x: int = ''  # type: ignore[assignment, misc]\n", "--warn-unused-ignores")
        self.assertEqual(self.take(self.fix("Remove")), "x: int = ''  # type: ignore[assignment]\n")

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


class MissingImports(ActionTest):
    def test_a_name_that_one_module_defines(self) -> None:
        at = self.workspace({"a.py": '"""Doc."""\nimport os\n\nx = <1>Thing()\nprint(os)\n',
                             "b.py": "class Thing: ...\n"})
        [fix] = [one for one in self.offers(at, "1") if "import" in one["title"]]
        self.assertTrue(fix["isPreferred"])
        self.assertEqual(self.takes(at, "Add `from b import Thing`", "1"),
                         '"""Doc."""\nimport os\nfrom b import Thing\n\nx = Thing()\nprint(os)\n')

    def test_of_several_the_one_that_the_workspace_uses_comes_first(self) -> None:
        at = self.workspace({"a.py": "<1>Path('')\n", "b.py": "from zipfile import Path\nprint(Path)\n"})
        self.assertEqual(self.titles(at, "1")[:2], ["Add `from zipfile import Path`", "Add `from pathlib import Path`"])
        self.assertFalse(any("isPreferred" in one for one in self.offers(at, "1")))
        at = self.workspace("<1>Path('')\n<2>List\n")
        self.assertEqual(self.titles(at, "1")[0], "Add `from pathlib import Path`")
        self.assertEqual(self.titles(at, "2")[0], "Add `from typing import List`")

    def test_modules_and_what_they_are_called_elsewhere(self) -> None:
        at = self.workspace({"a.py": "<1>os.getcwd()\n<2>ab.Ordered\n<3>inner.f()\n<4>wave\n",
                             "b.py": "import collections.abc as ab\nprint(ab)\n",
                             "p/__init__.py": "", "p/inner.py": "def f() -> None: ...\n"})
        self.assertEqual(self.titles(at, "1"), ["Add `import os`"])
        self.assertEqual(self.titles(at, "2"), ["Add `import collections.abc as ab`"])
        self.assertEqual(self.titles(at, "3"), ["Add `from p import inner`"])
        self.assertEqual(self.titles(at, "4"), ["Add `import wave`"])
        for mark in "13":
            at = self.workspace({"a.py": "<1>os.getcwd()\n<3>inner.f()\n",
                                 "p/__init__.py": "", "p/inner.py": "def f() -> None: ...\n"})
            self.takes(at, "Add ", mark)

    def test_the_standard_library_is_known_before_anybody_imports_it(self) -> None:
        at = self.workspace("<1>Wave_read\n")
        self.assertEqual(self.takes(at, "Add `from wave import Wave_read`", "1"),
                         "from wave import Wave_read\nWave_read\n")

    def test_a_module_within_a_package_that_is_imported(self) -> None:
        at = self.workspace("import xml\nxml.<1>dom\nprint(xml)\n")
        self.assertEqual(self.takes(at, "Add `import xml.dom`", "1"),
                         "import xml\nimport xml.dom\nxml.dom\nprint(xml)\n")

    def test_where_an_import_goes(self) -> None:
        for text, expected in {
            "#!/usr/bin/python\n# Ours.\n\n<1>Thing\n": "#!/usr/bin/python\n# Ours.\nfrom b import Thing\n\nThing\n",
            "from b import Other\n\n<1>Thing\n": "from b import Other, Thing\n\nThing\n",
            "from b import (\n    Other,\n)\n\n<1>Thing\n": "from b import (\n    Other, Thing,\n)\n\nThing\n",
            "'''Doc.'''\n<1>Thing\n": "'''Doc.'''\n\nfrom b import Thing\nThing\n",
            "import os\nif os:\n    import re\nimport io\n<1>Thing\nimport abc\n":
                "import os\nif os:\n    import re\nimport io\nfrom b import Thing\nThing\nimport abc\n",
        }.items():
            at = self.workspace({"a.py": text, "b.py": "class Thing: ...\nclass Other: ...\n"})
            self.assertEqual(self.takes(at, "Add ", "1"), expected)

    def test_a_name_that_nobody_has(self) -> None:
        at = self.workspace("<1>nothing_has_this_name\n")
        self.assertEqual(self.titles(at, "1"), [])


class Annotations(ActionTest):
    def annotated(self, text: str, mark: str = "1", only: str = "refactor.rewrite") -> str:
        return self.takes(self.workspace(text), "Annotate", mark, only)

    def test_a_variable_gets_the_type_that_is_inferred(self) -> None:
        self.assertEqual(self.annotated("<1>x = [1, 2]\n"), "x: list[int] = [1, 2]\n")
        self.assertEqual(self.annotated("import re\n<1>m = re.match('', '')\n"),
                         "import re\nm: re.Match[str] | None = re.match('', '')\n")
        self.assertEqual(self.annotated("def f(a: str) -> None:\n    par<1>ts = a.split()\n"),
                         "def f(a: str) -> None:\n    parts: list[str] = a.split()\n")
        self.assertEqual(self.annotated("class C:\n    def __init__(self, n: int) -> None:\n"
                                        "        self.<1>pair = (n, None)\n"),
                         "class C:\n    def __init__(self, n: int) -> None:\n"
                         "        self.pair: tuple[int, None] = (n, None)\n")

    def test_names_are_those_of_the_file_or_are_imported(self) -> None:
        self.assertEqual(self.annotated("import decimal as d\n<1>x = [d.Decimal(1)]\n"),
                         "import decimal as d\nx: list[d.Decimal] = [d.Decimal(1)]\n")
        self.assertEqual(self.annotated("import json\n<1>x = {'a': json.loads('')}\n"),
                         "import json\nfrom typing import Any\nx: dict[str, Any] = {'a': json.loads('')}\n")
        self.assertEqual(self.annotated("import pathlib\nPath = 1\n<1>x = [pathlib.Path('')]\n"),
                         "import pathlib\nPath = 1\nx: list[pathlib.Path] = [pathlib.Path('')]\n")
        local = "from decimal import Decimal\ndef f() -> None:\n    import decimal as Decimal\n    {} = Decimal.Decimal(1) + 1\n"
        at = self.workspace(local.format("<1>x"))
        self.assertEqual(self.titles(at, "1"), [])

    def test_a_class_that_is_not_there_yet_is_quoted(self) -> None:
        at = self.workspace("def <1>f():\n    return C()\nclass C:\n    def <2>g(self):\n        return self\n")
        self.takes(at, "Annotate", "1")
        at = self.workspace("def f() -> \"C\":\n    return C()\nclass C:\n    def <2>g(self):\n        return self\n")
        self.assertEqual(self.takes(at, "Annotate", "2"),
                         "def f() -> \"C\":\n    return C()\nclass C:\n    def g(self) -> \"C\":\n        return self\n")
        self.assertIn("def f() -> C:", self.annotated(
            "from __future__ import annotations\ndef <1>f():\n    return C()\nclass C: ...\n"))

    def test_what_functions_give_back(self) -> None:
        for body, result in {
            "    pass\n": "None",
            "    return 1\n": "int",
            "    if a: return 'x'\n    return 'y'\n": "str",
            "    if a: return 'x'\n    return None\n": "str | None",
            "    if a:\n        return [f'{a}']\n    else:\n        raise ValueError\n": "list[str]",
            "    while True:\n        if a: return {'x': 1}\n": "dict[str, int]",
            "    try:\n        return 1\n    except ValueError:\n        return None\n": "int | None",
            "    for _ in range(a):\n        return 1\n    exit()\n": "int",
        }.items():
            text = self.annotated(f"def <1>f(a: int):\n{body}")
            self.assertEqual(text, f"def f(a: int) -> {result}:\n{body}")
        self.assertEqual(self.annotated("def <1>f():\n    yield 1\n"),
                         "from collections.abc import Iterator\ndef f() -> Iterator[int]:\n    yield 1\n")
        self.assertEqual(self.annotated("async def <1>f():\n    return 1\n"), "async def f() -> int:\n    return 1\n")

    def test_nothing_where_an_annotation_would_say_nothing_or_be_wrong(self) -> None:
        at = self.workspace(
            "import json, enum, dataclasses\n<1>x = json.loads('')\ndef <2>f(a):\n    return a\n"
            "class E(enum.Enum):\n    <3>ONE = 1\n@dataclasses.dataclass\nclass D:\n    <4>shared = 1\n"
            "def g(a):\n    <5>b = 1\n<6>y: int = 1\nfor <7>i in [1]: ...\n<8>T = int\n<9>p, q = 1, 2\n"
            "def h() -> None:\n    global z\n    <a>z = 1\ndef <b>ends(a: int):\n    if a: return 1\n"
            "class B:\n    x: int = 1\nclass S(B):\n    <c>x = 2\n")
        for mark in "123456789abc":
            self.assertEqual(self.titles(at, mark), [], mark)

    def test_what_a_container_takes_later(self) -> None:
        text = self.annotated("class C:\n    def __init__(self) -> None:\n        self.<1>all = {}\n"
                              "    def put(self, key: str) -> None:\n        self.all[key] = self\n", "1", "quickfix")
        self.assertIn("self.all: dict[str, C] = {}\n", text)
        text = self.annotated("<1>seen = set()\ndef f(n: int) -> None:\n    seen.add(n)\n", "1", "quickfix")
        self.assertIn("seen: set[int] = set()\n", text)

    def test_a_missing_result_is_fixed(self) -> None:
        text = "# mypy: disallow-untyped-defs\ndef <1>f(a: int):\n    print(a)\n"
        self.assertIn("def f(a: int) -> None:\n", self.annotated(text, "1", "quickfix"))
        text = "# mypy: disallow-untyped-defs\nclass C:\n    def <1>__init__(self):\n        self.x = 1\n"
        self.assertIn("def __init__(self) -> None:\n", self.annotated(text, "1", "quickfix"))


class NoneAllowed(ActionTest):
    def allowed(self, text: str, other: str = "") -> tuple[str, str]:
        at = self.workspace({"a.py": text, "b.py": other})
        self.takes(at, "Allow None", "1")
        return at.texts["a.py"], at.texts["b.py"]

    def test_for_an_argument_in_whichever_file_the_function_is(self) -> None:
        define = "def f(x: str, y: int = 1) -> None: ...\n"
        self.assertEqual(self.allowed("from b import f\nf('', <1>None)\n", define)[1],
                         "def f(x: str, y: int | None = 1) -> None: ...\n")
        self.assertEqual(self.allowed("from b import f\nf(y=1, x=<1>None)\n", define)[1],
                         "def f(x: str | None, y: int = 1) -> None: ...\n")
        fields = "from dataclasses import dataclass\n@dataclass\nclass C:\n    x: int\n"
        self.assertEqual(self.allowed("from b import C\nC(<1>None)\n", fields)[1], fields.replace("int", "int | None"))
        method = "class C:\n    def f(self, x: 'C') -> None: ...\n"
        self.assertEqual(self.allowed("from b import C\nC().f(<1>None)\n", method)[1],
                         "class C:\n    def f(self, x: 'C | None') -> None: ...\n")

    def test_for_variables_defaults_and_results(self) -> None:
        self.assertEqual(self.allowed("x: int = <1>None\n")[0], "x: int | None = None\n")
        self.assertEqual(self.allowed("def f(x: int = <1>None) -> None: ...\n")[0],
                         "def f(x: int | None = None) -> None: ...\n")
        self.assertEqual(self.allowed("def f(x: int | None) -> int:\n    return <1>x\n")[0],
                         "def f(x: int | None) -> int | None:\n    return x\n")
        self.assertEqual(self.allowed("class C:\n    x: int\n    def f(self) -> None:\n        self.x = <1>None\n")[0],
                         "class C:\n    x: int | None\n    def f(self) -> None:\n        self.x = None\n")

    def test_as_the_file_says_it(self) -> None:
        self.assertEqual(self.allowed("from typing import Optional\ny: Optional[str]\nx: int = <1>None\n")[0],
                         "from typing import Optional\ny: Optional[str]\nx: Optional[int] = None\n")
        self.assertEqual(self.allowed("from typing import ClassVar\nclass C:\n    x: ClassVar[int] = <1>None\n")[0],
                         "from typing import ClassVar\nclass C:\n    x: ClassVar[int | None] = None\n")

    def test_not_where_more_is_wrong_or_the_code_is_not_ours(self) -> None:
        at = self.workspace("def f(x: str | None) -> int:\n    return <1>x\nlen(<2>None)\n''.join(<3>None)\n")
        for mark in "123":
            self.assertEqual(self.titles(at, mark), [])


BASES = """\
from abc import ABC, abstractmethod
from typing import Callable, Generic, Sequence, TypeVar, overload
import decimal as d
T = TypeVar("T")
class Base(ABC, Generic[T]):
    @abstractmethod
    def f(self, x: T, /, y: int = 3, *, z: "str | None" = None, w: Sequence[T] = ()) -> list[T]: ...
    @property
    @abstractmethod
    def p(self) -> d.Decimal: ...
    @classmethod
    @abstractmethod
    def c(cls, *args: int, **kw: str) -> "Base[T]": ...
    @staticmethod
    @abstractmethod
    def s(a: int, b: Callable[[int], str]) -> None: ...
    @abstractmethod
    async def a(self) -> int: ...
    def concrete(self) -> None: ...
class Small(ABC):
    @abstractmethod
    def run(self, times: int = 1) -> "Small": ...
class Choosy(ABC):
    @overload
    @abstractmethod
    def g(self, x: int) -> int: ...
    @overload
    @abstractmethod
    def g(self, x: str) -> str: ...
    @property
    @abstractmethod
    def size(self) -> int: ...
    @size.setter
    def size(self, value: int) -> None: ...
"""


class AbstractMembers(ActionTest):
    def implemented(self, text: str, only: str = "refactor.rewrite") -> str:
        return self.takes(self.workspace({"a.py": text, "b.py": BASES}), "Implement", "1", only)

    def test_every_sort_of_member_as_the_subclass_sees_it(self) -> None:
        self.assertEqual(self.implemented("from b import Base\n\nclass <1>D(Base[int]): ...\n"), """\
from b import Base
from collections.abc import Callable, Sequence
from decimal import Decimal

class D(Base[int]):
    def f(self, x: int, /, y: int = 3, *, z: str | None = None, w: Sequence[int] = ...) -> list[int]:
        raise NotImplementedError

    @property
    def p(self) -> Decimal:
        raise NotImplementedError

    @classmethod
    def c(cls, *args: int, **kw: str) -> Base[int]:
        raise NotImplementedError

    @staticmethod
    def s(a: int, b: Callable[[int], str]) -> None:
        raise NotImplementedError

    async def a(self) -> int:
        raise NotImplementedError
""")

    def test_overloads_and_what_can_be_set(self) -> None:
        text = self.implemented("import typing as t\nfrom b import Choosy\nclass <1>D(Choosy): ...\n")
        self.assertEqual(text, """\
import typing as t
from b import Choosy
class D(Choosy):
    @t.overload
    def g(self, x: int) -> int: ...
    @t.overload
    def g(self, x: str) -> str: ...
    def g(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
        raise NotImplementedError

    @property
    def size(self) -> int:
        raise NotImplementedError

    @size.setter
    def size(self, value: int) -> None:
        raise NotImplementedError
""")

    def test_bodies_that_are_empty_and_others(self) -> None:
        head = "from b import Small\nclass <1>D(Small):"
        stub = "def run(self, times: int = 1) -> Small:\n{0}    raise NotImplementedError\n"
        start = head.replace("<1>", "")
        self.assertEqual(self.implemented(head + "\n    pass\n"), start + "\n    " + stub.format("    "))
        self.assertEqual(self.implemented(head + "\n  '''Doc.'''\n  x = 1  # one\n\ny = 2\n"),
                         start + "\n  '''Doc.'''\n  x = 1  # one\n\n  " + stub.format("  ") + "\ny = 2\n")
        inner = "from b import Small\ndef f() -> None:\n    class <1>D(Small): pass\n    print(D)\n"
        self.assertEqual(self.implemented(inner), "from b import Small\ndef f() -> None:\n    class D(Small):\n        "
                         + stub.format("        ") + "    print(D)\n")

    def test_what_is_instantiated_in_vain(self) -> None:
        text = self.implemented("from b import Small\nclass D(Small):\n    x = 1\n<1>D()\n", "quickfix")
        self.assertIn("class D(Small):\n    x = 1\n\n    def run(self", text)

    def test_a_class_of_another_file(self) -> None:
        at = self.workspace({"a.py": "from c import D\n<1>D()\n", "b.py": BASES,
                             "c.py": "import b\nclass D(b.Small): ...\n"})
        self.takes(at, "Implement", "1")
        self.assertEqual(at.texts["c.py"], "import b\nclass D(b.Small):\n"
                         "    def run(self, times: int = 1) -> b.Small:\n        raise NotImplementedError\n")

    def test_the_edit_is_made_when_it_is_wanted(self) -> None:
        at = self.workspace({"a.py": "from b import Small\nclass <1>D(Small): ...\n", "b.py": BASES},
                            resolving(CAPABILITIES))
        [offer] = self.offers(at, "1", "refactor")
        self.assertNotIn("edit", offer)
        self.assertIn("def run(", self.takes(at, "Implement", "1"))
        gone = at.client.ask("codeAction/resolve", offer)["result"]
        self.assertEqual((gone["title"], "edit" in gone), (offer["title"], False))

    def test_classes_that_lack_nothing_or_mean_to_be_abstract(self) -> None:
        at = self.workspace({"b.py": "", "a.py": "from abc import ABC, abstractmethod\nfrom typing import Protocol\n"
                             "class <1>A(ABC):\n    @abstractmethod\n    def f(self) -> int: ...\n"
                             "class <2>B(A):\n    def f(self) -> int: return 1\nclass <3>P(Protocol):\n"
                             "    def f(self) -> int: ...\nclass C(A):\n    <4>x = 1\n"})
        for mark in "1234":
            self.assertFalse([one for one in self.titles(at, mark) if "Implement" in one], mark)


class OrganizedImports(ActionTest):
    def organized(self, text: str) -> str:
        at = self.workspace({"a.py": text, "ours.py": "x = 1\nclass C: ...\n"})
        return self.takes(at, "Organize", only="source.organizeImports")

    def kept(self, text: str) -> None:
        at = self.workspace({"a.py": text, "ours.py": "x = 1\n"})
        self.assertEqual(self.offers(at, only="source.organizeImports"), [])

    def test_sections_and_their_order(self) -> None:
        self.assertEqual(
            self.organized('"""Doc."""\nfrom ours import x\nimport sys\nfrom os import path\nimport yaml  # type: ignore\n'
                           'import abc\n\nprint(sys)\n'),
            '"""Doc."""\nimport abc\nimport sys\nfrom os import path\n\n'
            'import yaml  # type: ignore\n\nfrom ours import x\n\nprint(sys)\n')
        self.kept("from __future__ import annotations\n\nimport abc\n")

    def test_names_are_sorted_and_statements_joined(self) -> None:
        self.assertEqual(self.organized("from typing import overload, TYPE_CHECKING, Any\nfrom typing import Any, cast\n"
                                        "import re, os\nimport os\n"),
                         "import os\nimport re\nfrom typing import TYPE_CHECKING, Any, cast, overload\n")
        self.assertEqual(self.organized("from typing import (\n    cast,\n    Any,\n)\n"),
                         "from typing import (\n    Any,\n    cast,\n)\n")

    def test_comments_stay_with_what_they_are_about(self) -> None:
        self.assertEqual(
            self.organized("# Head.\n\nimport sys  # for exit\n# Paths.\nfrom os import (  # several\n    sep,\n    path,\n)\n"
                           "import abc\n"),
            "# Head.\n\nimport abc\nimport sys  # for exit\n# Paths.\nfrom os import (  # several\n    sep,\n    path,\n)\n")

    def test_what_is_in_order_or_better_left_alone(self) -> None:
        self.kept("import os\nimport sys\n\nfrom ours import x\n")
        self.kept("import sys; import os\n")
        self.kept("x = 1\n")
        self.kept("import sys  # isort: skip\nimport os\n")
        self.kept("import os\n\nos.getcwd()\nimport sys\nimport abc\n")
        at = self.workspace({"a.py": "import sys\nimport os\n\nprint(<1>os)\n", "b.py": ""})
        self.assertEqual(self.titles(at, "1"), [])  # a cursor somewhere else doesn't ask for it


if __name__ == "__main__":
    KRAIT = ActionTest.krait = str(Path(sys.argv.pop(1)).resolve())
    unittest.main()
