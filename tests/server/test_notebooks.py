"""Notebooks, over the server's standard streams: cells as one module.

    python3 test_notebooks.py path/to/krait [-k pattern]
"""

from __future__ import annotations

import os
import signal
import sys
import unittest

from actions import CAPABILITIES, resolving
from lsp_client import Json
from notebook import CODE, MARKUP, Notebook
from workspace import WorkspaceTest

PULLS = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
SHOP = "def price(name: str) -> int:\n    return len(name)\n"


class Notebooks(WorkspaceTest):
    def book(self, *cells: str, files: dict[str, str] | None = None, capabilities: Json = None) -> Notebook:
        return Notebook(self.workspace(files or {"shop.py": SHOP}, capabilities), list(cells))

    # --- diagnostics

    def test_each_cell_has_its_own_errors_at_its_own_places(self) -> None:
        book = self.book("from shop import price\ncount: int = price('tea')", "", "x = 1\ny: str = count\n", "price(x)")
        self.assertEqual(book.all_errors(), [
            [], [],
            ['2:count: Incompatible types in assignment (expression has type "int", variable has type "str")'],
            ['1:x: Argument 1 to "price" has incompatible type "int"; expected "str"'],
        ])

    def test_an_edit_moves_what_is_below_and_only_that(self) -> None:
        book = self.book("x = 1", "x + ''", "reveal_type(x)")
        wrong = '1:\'\': Unsupported operand types for + ("int" and "str")'
        self.assertEqual(book.all_errors(), [[], [wrong], ['1:x: Revealed type is "int"']])
        book.edit(book.cells[0], "import sys\n\n\nx = ''\n")
        self.assertEqual(book.all_errors(), [[], [], ['1:x: Revealed type is "str"']])

    def test_cells_are_inserted_deleted_and_moved(self) -> None:
        book = self.book("a = 1", "reveal_type(a)")
        first, second = book.cells
        added = book.cell("a = 2\nb: str = a")
        book.replace(1, 0, [added])
        self.assertEqual([len(errors) for errors in book.all_errors()], [0, 1, 1])
        book.replace(0, 3, [second, first])
        self.assertEqual(book.all_errors(), [
            ['1:a: Revealed type is "int"', '1:a: Name "a" is used before definition'], []])
        self.assertEqual(book.shown[added.uri]["diagnostics"], [], "a deleted cell keeps nothing")
        book.replace(0, 2, [first, second])
        self.assertEqual(book.all_errors(), [[], ['1:a: Revealed type is "int"']])

    def test_a_cell_that_becomes_text_isnt_checked_any_more(self) -> None:
        book = self.book("a = 1", "a.nothing", "b: str = a")
        cell = book.cells[1]
        self.assertEqual(len(book.all_errors()[1]), 1)
        book.set_kind(cell, MARKUP)
        book.settle()
        self.assertEqual(book.shown[cell.uri]["diagnostics"], [])
        self.assertIsNone(book.ask_about("documentSymbol", cell))
        book.set_kind(cell, CODE)
        self.assertEqual([len(errors) for errors in book.all_errors()], [0, 1, 1])

    def test_cells_in_other_languages_are_left_alone(self) -> None:
        book = self.book("a = 1")
        book.replace(1, 0, [book.cell("SELECT * FROM a", language="sql"), book.cell("reveal_type(a)")])
        self.assertEqual(book.all_errors(), [[], [], ['1:a: Revealed type is "int"']])

    def test_what_isnt_python_is_no_error(self) -> None:
        book = self.book(
            "%load_ext autoreload\n%matplotlib inline\n!pip install \\\n  numpy\nprint?\n?print\nfiles = !ls -l",
            "%%time\nx = len(files)\nif x:\n    %time y = 1\n    !ls\nelse:\n    !ls",
            "%%bash\nfor i in 1; do echo $i; done",
            "%%html\n<b>not Python</b>",
            "reveal_type(x)\nz = ('%s'\n     % x)\ndisplay(z, _, Out[1])\nget_ipython()\n%timeit -n 3 f(1)\nlen(nothing)",
        )
        self.assertEqual(book.all_errors(), [
            [], [], [], [], ['1:x: Revealed type is "int"', '7:nothing: Name "nothing" is not defined']])

    def test_names_that_a_magic_may_define_are_no_errors(self) -> None:
        book = self.book("%run other.py", "defined_there + 1", "%%capture output\n1", "output.show()")
        self.assertEqual(book.all_errors(), [[], [], [], []])

    def test_awaiting_and_a_last_expression_are_fine_in_a_cell(self) -> None:
        book = self.book("import asyncio\nasync def f() -> int:\n    return 1\nx = await f()\nawait asyncio.sleep(1)\nx",
                         "def g() -> None:\n    await f()\n    async with f(): ...",
                         "from typing import AsyncIterator\nasync def many() -> AsyncIterator[int]:\n    yield 1\n"
                         "async for one in many():\n    reveal_type(one)")
        first, second, third = book.all_errors()
        self.assertEqual(first, [])
        self.assertIn('2:await f(): "await" outside coroutine ("async def")', second)
        self.assertTrue(any('"async with" outside async function' in one for one in second), second)
        self.assertEqual(third, ['5:one: Revealed type is "int"'])

    def test_lines_that_a_message_names_are_those_of_cells(self) -> None:
        book = self.book("", "\ndef f() -> None: ...", "def f() -> None: ...\ndef g() -> None: ...\ndef g() -> None: ...")
        self.assertEqual(book.all_errors()[2], [
            '1:def f() -> None: ...: Name "f" already defined on line 2 of another cell',
            '3:def g() -> None: ...: Name "g" already defined on line 2'])

    def test_comments_for_the_checker_hold(self) -> None:
        book = self.book("# mypy: disallow-untyped-defs", "def f(): ...", "x: int = ''  # type: ignore[assignment]")
        self.assertEqual(book.all_errors()[1][:1], ["1:def f(): ...: Function is missing a return type annotation"])
        self.assertEqual(book.all_errors()[2], [])

    def test_closing_takes_everything_back(self) -> None:
        book = self.book("x: int = ''")
        self.assertEqual(len(book.all_errors()[0]), 1)
        book.close()
        book.settle()
        self.assertEqual(book.shown[book.cells[0].uri]["diagnostics"], [])
        self.assertEqual([uri for uri in book.shown if uri.endswith(".ipynb")], [], "a notebook's file has none")
        book.version, book.cells[0].version = 1, 1
        book.open()
        self.assertEqual(len(book.all_errors()[0]), 1)

    def test_a_notebook_that_was_never_saved(self) -> None:
        book = Notebook(self.workspace({"shop.py": SHOP}), ["import shop", "shop.price(1)"], uri="untitled:Untitled-1.ipynb")
        self.assertEqual(len(book.all_errors()[1]), 1)

    def test_diagnostics_are_pulled_by_cell(self) -> None:
        book = self.book("x = 1", "x + ''", capabilities=PULLS)
        first, second = book.cells
        report = book.ask_about("diagnostic", second)
        self.assertEqual([one["range"]["start"]["line"] for one in report["items"]], [0])
        self.assertEqual(book.ask_about("diagnostic", first)["items"], [])
        book.edit(first, "\nx = ''")
        self.assertEqual(book.ask_about("diagnostic", second)["items"], [])
        book.edit(first, "\nx = y")
        book.settle()
        everything = book.call("workspace/diagnostic", {"previousResultIds": []})["result"]["items"]
        self.assertEqual({book.name(one["uri"]): len(one["items"]) for one in everything if one["items"]}, {"[1]": 1})

    def test_cells_are_pushed_until_they_are_pulled(self) -> None:
        book = self.book("x = 1 + ''", "x = y", capabilities=PULLS)
        self.assertEqual([len(errors) for errors in book.all_errors()], [1, 1])
        of_workspace = book.call("workspace/diagnostic", {"previousResultIds": []})["result"]["items"]
        self.assertEqual([one for one in of_workspace if "cell" in one["uri"]], [])
        self.assertEqual(len(book.ask_about("diagnostic", book.cells[0])["items"]), 1)
        self.assertEqual([len(errors) for errors in book.all_errors()], [0, 0], "or they would be shown twice")
        of_workspace = book.call("workspace/diagnostic", {"previousResultIds": []})["result"]["items"]
        self.assertEqual([len(one["items"]) for one in of_workspace if "cell" in one["uri"]], [1, 1])

    # --- features

    def test_names_are_followed_through_cells_and_files(self) -> None:
        book = self.book("from shop import <1>price", "\ndef cheap(name: str) -> bool:\n    return <2>price(name) < 3",
                         "<3>cheap('tea')")
        book.settle()
        self.assertEqual([book.location(one) for one in book.ask("definition", "3")], ["[2]:2:cheap"])
        self.assertEqual([book.location(one) for one in book.ask("definition", "2")], ["shop.py:1:price"])
        hover = book.ask("hover", "3")
        self.assertIn("def cheap(name: str) -> bool", hover["contents"]["value"])
        self.assertEqual(book.covered(book.cells[2], hover["range"]), "cheap")
        uses = book.ask("references", "1", context={"includeDeclaration": True})
        self.assertEqual(sorted(book.location(one) for one in uses), ["[1]:1:price", "[2]:3:price", "shop.py:1:price"])
        from_file = {"textDocument": {"uri": book.at.uri("shop.py")}, "position": {"line": 0, "character": 5},
                     "context": {"includeDeclaration": False}}
        uses = book.call("textDocument/references", from_file)["result"]
        self.assertEqual(sorted(book.location(one) for one in uses), ["[1]:1:price", "[2]:3:price"])

    def test_renaming_across_cells_and_files(self) -> None:
        book = self.book("from shop import price", "x = <1>price('')\nprint(price)",
                         capabilities={"workspace": {"workspaceEdit": {"documentChanges": True}}})
        book.edit(book.cells[1], "x = <1>price('') \nprint(price)")
        book.settle()
        self.assertEqual(book.covered(book.cells[1], book.ask("prepareRename", "1")["range"]), "price")
        edit = book.ask("rename", "1", newName="cost")
        versions = {book.name(one["textDocument"]["uri"]): one["textDocument"]["version"] for one in edit["documentChanges"]}
        self.assertEqual(versions, {"[1]": 1, "[2]": 2, "shop.py": 1})
        self.assertEqual(book.changed(edit), {
            "[1]": "from shop import cost", "[2]": "x = cost('') \nprint(cost)", "shop.py": SHOP.replace("price", "cost")})

    def test_completion_knows_the_cells_above_and_imports_into_this_one(self) -> None:
        book = self.book("words = ['a']", "words.<1>", "pri<2>")
        book.settle()
        labels = [item["label"] for item in book.ask("completion", "1")["items"]]
        self.assertIn("append", labels)
        items = [item for item in book.ask("completion", "2")["items"] if item["label"] == "price"]
        edit = items[0]["additionalTextEdits"][0]
        self.assertEqual((edit["range"]["start"], edit["newText"]),
                         ({"line": 0, "character": 0}, "from shop import price\n"))

    def test_what_is_said_of_a_document_is_said_of_the_cell(self) -> None:
        book = self.book("def first(a: int) -> int:\n    x = a\n    return x\n", "\nclass Second:\n    y = first(1)\n    z = 2\n",
                         "third = <1>first(1)\nfirst(third)")
        book.settle()
        one, two, three = book.cells
        outline = [symbol["name"] for cell in book.cells for symbol in book.ask_about("documentSymbol", cell)]
        self.assertEqual(sorted(set(outline)), ["Second", "first", "third", "y", "z"] if "y" in outline
                         else ["Second", "first", "third"])
        self.assertEqual([(fold["startLine"], fold["endLine"]) for fold in book.ask_about("foldingRange", two)], [(1, 3)])
        tokens = book.ask_about("semanticTokens/full", two)["data"]
        self.assertEqual(tokens[:3], [1, 6, 6], "Second")
        hints = book.ask_about("inlayHint", three, range=book.whole(three))
        self.assertEqual([(hint["position"]["line"], hint["position"]["character"]) for hint in hints
                          if hint["label"] == ": int"], [(0, 5)])
        highlights = book.ask("documentHighlight", "1")
        self.assertEqual([book.covered(three, one["range"]) for one in highlights], ["first", "first"])
        chain = book.ask_about("selectionRange", three, positions=[{"line": 1, "character": 1}])[0]
        self.assertEqual(book.covered(three, chain["range"]), "first")
        while "parent" in chain:
            chain = chain["parent"]
        self.assertEqual(book.covered(three, chain["range"]), three.text)

    def test_actions_edit_the_cells(self) -> None:
        literals = {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}
        book = self.book("x: int = ''", "y: int = ''", capabilities={"textDocument": {"codeAction": literals}})
        book.settle()
        cell = book.cells[1]
        diagnostics = book.shown[cell.uri]["diagnostics"]
        actions = book.ask_about("codeAction", cell, range=diagnostics[0]["range"], context={"diagnostics": diagnostics})
        self.assertTrue(actions, (diagnostics, book.client.stderr))
        ignoring = next(action for action in actions if action["title"].startswith("Ignore"))
        self.assertEqual(book.changed(ignoring["edit"]), {"[2]": "y: int = ''  # type: ignore[assignment]"})

    def test_an_action_that_is_resolved_later_edits_its_cell(self) -> None:
        book = self.book("from abc import ABC, abstractmethod\nclass A(ABC):\n    @abstractmethod\n    def f(self) -> int: ...",
                         "x = 1", "y = x\nclass <1>B(A): ...\n", capabilities=resolving(CAPABILITIES))
        book.settle()
        at = book.position("1")["position"]
        [offer] = [one for one in book.ask_about("codeAction", book.cells[2], range={"start": at, "end": at},
                                                 context={"diagnostics": [], "only": ["refactor"]})
                   if one["title"].startswith("Implement")]
        self.assertNotIn("edit", offer)
        action = book.call("codeAction/resolve", offer)["result"]
        self.assertEqual(book.changed(action["edit"]), {
            "[3]": "y = x\nclass B(A):\n    def f(self) -> int:\n        raise NotImplementedError\n"})

    def test_callers_and_symbols_are_in_cells(self) -> None:
        book = self.book("def <1>needle() -> None: ...", "needle()", "def caller() -> None:\n    needle()")
        book.settle()
        found = book.call("workspace/symbol", {"query": "needle"})["result"]
        self.assertEqual([book.location(one["location"]) for one in found], ["[1]:1:needle"])
        item = book.ask("prepareCallHierarchy", "1")[0]
        self.assertEqual(book.name(item["uri"]), "[1]")
        calls = book.call("callHierarchy/incomingCalls", {"item": item})["result"]
        self.assertEqual(sorted((book.name(call["from"]["uri"]), call["fromRanges"][0]["start"]["line"]) for call in calls),
                         [("[2]", 0), ("[3]", 1)])

    # --- clients that contradict themselves

    def test_nonsense_is_logged_and_loses_nothing(self) -> None:
        book = self.book("x = 1", "x + ''")
        self.assertEqual(len(book.all_errors()[1]), 1)
        cell = book.cells[1]
        uri, change = book.uri, {"range": book.whole(cell), "text": "x"}
        book.uri = "file:///nowhere.ipynb"
        book.change({"data": []})
        book.close()
        book.uri = uri
        book.change({"textContent": [{"document": {"uri": "cell:nowhere", "version": 2}, "changes": [change]}]})
        book.change({"structure": {"array": {"start": 9, "deleteCount": 9}, "didClose": [{"uri": "cell:nowhere"}]}})
        book.change({"structure": {"array": {"start": 2, "deleteCount": 0, "cells": [cell.described(), {"kind": 2, "document": "cell:empty"}]}}})
        book.change({"data": [{"kind": 7, "document": cell.uri}]})
        far = {"line": 99, "character": 99}
        self.assertIsNone(book.ask_about("hover", cell, position=far))
        self.assertIsNone(book.call("textDocument/hover", {"textDocument": {"uri": "cell:empty"}, "position": far})["result"])
        book.edit(cell, "x + 1.5 + ''")
        self.assertEqual(len(book.all_errors()[1]), 1)
        log = book.client.end()
        for said in ("Changed but not open: the notebook file:///nowhere.ipynb", "Closed but not open: the notebook",
                     "Changed but not open: the cell cell:nowhere", "9 cells from 9 on are to be replaced",
                     "Closed but not open: the cell cell:nowhere", "Twice in", "Without a text: the cell cell:empty",
                     "must be 1 (markup) or 2 (code)"):
            self.assertIn(said, log)

    def test_the_same_file_as_a_text_stays_out_of_it(self) -> None:
        book = self.book("x = 1", "x + ''")
        book.client.open(book.uri, '{"cells": []}')
        book.client.change(book.uri, 2, {"text": "{}"})
        self.assertIsNone(book.call("textDocument/hover", {"textDocument": {"uri": book.uri}, "position": {"line": 0, "character": 0}})["result"])
        book.client.notify("textDocument/didClose", {"textDocument": {"uri": book.uri}})
        self.assertEqual(len(book.all_errors()[1]), 1)


if __name__ == "__main__":
    WorkspaceTest.krait = os.path.abspath(sys.argv.pop(1))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    unittest.main(verbosity=2)
