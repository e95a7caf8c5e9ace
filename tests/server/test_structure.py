"""What the server says about the shape of a document: outline, folds, selections, names.

    python3 test_structure.py path/to/krait [unittest's arguments]
"""

from __future__ import annotations

import sys
import unittest
from typing import Any, Dict, List, Tuple

from lsp_client import Client

KRAIT = ""
URI = "file:///nowhere/shape.py"
IN_LEVELS = {"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}}


class WithServer(unittest.TestCase):
    def start(self, text: str, capabilities: Any = None) -> None:
        self.client = Client(KRAIT)
        self.addCleanup(self.client.kill)
        self.capabilities = self.client.initialize(IN_LEVELS if capabilities is None else capabilities)["capabilities"]
        self.client.open(URI, text)
        self.text = text

    def ask(self, method: str, **more: Any) -> Any:
        answer = self.client.ask(f"textDocument/{method}", {"textDocument": {"uri": URI}, **more})
        self.assertIn("result", answer, answer)
        return answer["result"]


def outline(symbols: List[Any]) -> List[Any]:
    """[name, kind] or [name, kind, [children]]"""
    return [
        [symbol["name"], symbol["kind"], *([outline(symbol["children"])] if symbol.get("children") else [])]
        for symbol in symbols
    ]


class DocumentSymbols(WithServer):
    def test_definitions_with_what_is_in_them(self) -> None:
        self.start(
            "import os\n"
            "LIMIT: int = 3\n"
            "first, (second, *rest) = 1, (2, 3)\n"
            "class Shop:\n"
            "    name = ''\n"
            "    def __init__(self): self.x = 1\n"
            "    @property\n"
            "    def size(self):\n"
            "        def inner(): pass\n"
            "        local = 1\n"
            "async def main(): pass\n"
            "type Alias = int\n"
        )
        self.assertEqual(
            outline(self.ask("documentSymbol")),
            [["LIMIT", 14], ["first", 13], ["second", 13],
             ["Shop", 5, [["name", 8], ["__init__", 9], ["size", 7, [["inner", 12]]]]],
             ["main", 12], ["Alias", 26]],
        )

    def test_what_branches_define_is_in_the_outline(self) -> None:
        self.start("if 1:\n    def f(): pass\nelif 2:\n    class C: pass\nelse:\n    x = 1\n"
                   "try:\n    y = 1\nexcept E:\n    z = 1\n")
        names = [symbol["name"] for symbol in self.ask("documentSymbol")]
        self.assertEqual(names, ["f", "C", "x", "y", "z"])

    def test_ranges(self) -> None:
        self.start("@decorated\ndef f(\n    a):\n    pass\n")
        symbol = self.ask("documentSymbol")[0]
        self.assertEqual(symbol["range"], {"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 8}})
        self.assertEqual(symbol["selectionRange"]["start"], {"line": 1, "character": 4})
        self.assertEqual(symbol["selectionRange"]["end"], {"line": 1, "character": 5})

    def test_clients_without_levels_get_a_list(self) -> None:
        self.start("class C:\n    def f(self): pass\n", {})
        symbols = self.ask("documentSymbol")
        self.assertEqual([(one["name"], one.get("containerName")) for one in symbols], [("C", None), ("f", "C")])
        self.assertEqual(symbols[1]["location"]["uri"], URI)

    def test_broken_code_has_an_outline(self) -> None:
        self.start("def f(:\n    pass\nclass\nclass D:\n    def g(self\nx = 1\n")
        names = [symbol["name"] for symbol in self.ask("documentSymbol")]
        self.assertIn("f", names)
        self.assertIn("D", names)
        self.assertNotIn("", names)

    def test_deep_nesting_is_cut_off(self) -> None:
        self.start("".join(" " * level + "class C:\n" for level in range(99)) + " " * 99 + "pass\n")
        depth, symbols = 0, self.ask("documentSymbol")
        while symbols:
            depth, symbols = depth + 1, symbols[0].get("children")
        self.assertGreater(depth, 50)


class FoldingRanges(WithServer):
    def folds(self, text: str) -> List[Tuple[int, int, str]]:
        self.start(text)
        ranges = self.ask("foldingRange")
        return [(one["startLine"], one["endLine"], one.get("kind", "")) for one in ranges]

    def test_suites(self) -> None:
        self.assertEqual(
            self.folds("def f():\n    if a:\n        pass\n    elif b:\n        pass\n    else:\n        pass\n"),
            [(0, 6, ""), (1, 2, ""), (3, 4, ""), (5, 6, "")],
        )
        self.assertEqual(
            self.folds("try:\n    a\nexcept E:\n    b\nelse:\n    c\nfinally:\n    d\n"),
            [(0, 1, ""), (2, 3, ""), (4, 5, ""), (6, 7, "")],
        )
        self.assertEqual(
            self.folds("match x:\n    case 1:\n        a\n    case 2:\n        b\n"),
            [(0, 4, ""), (1, 2, ""), (3, 4, "")],
        )

    def test_expressions_strings_and_imports(self) -> None:
        self.assertEqual(
            self.folds('"""Text\n\n# no comment\n# at all\n"""\nimport a\n\nfrom b import (\n    c,\n)\nx = f(\n    1,\n)\n'),
            [(0, 4, "comment"), (5, 9, "imports"), (10, 12, "")],
        )

    def test_comments_and_regions(self) -> None:
        self.assertEqual(
            self.folds("# region One\n# a\n# b\nx = 1\n#endregion\n# alone\n"),
            [(0, 4, "region"), (1, 2, "comment")],
        )

    def test_nothing_to_fold(self) -> None:
        self.assertEqual(self.folds(""), [])
        self.assertEqual(self.folds("def f(): pass\n"), [])


class SelectionRanges(WithServer):
    def texts(self, text: str, *places: Tuple[int, int]) -> List[List[str]]:
        self.start(text)
        positions = [{"line": line, "character": character} for line, character in places]
        lines, chains = text.split("\n"), []
        for selection in self.ask("selectionRange", positions=positions):
            chain: List[str] = []
            while selection:
                start, end = selection["range"]["start"], selection["range"]["end"]
                if start["line"] == end["line"]:
                    chain.append(lines[start["line"]][start["character"]:end["character"]])
                else:
                    chain.append(f"{start['line']}-{end['line']}")
                selection = selection.get("parent")
            chains.append(chain)
        return chains

    def test_from_the_word_to_the_file(self) -> None:
        self.assertEqual(
            self.texts("def f(a):\n    x = 1\n    return a.bee + 1\n", (2, 14), (1, 4)),
            [["bee", "a.bee", "a.bee + 1", "return a.bee + 1", "1-2", "0-2", "0-3"],
             ["x", "x = 1", "1-2", "0-2", "0-3"]],
        )

    def test_a_place_beyond_everything(self) -> None:
        self.assertEqual(self.texts("x\n", (50, 50))[0][-1], "0-1")
        self.assertEqual(self.texts("", (0, 0)), [[""]])

    def test_a_sum_of_very_many(self) -> None:
        chain = self.texts("x = " + " + ".join(["1"] * 5000) + "\n", (0, 4))[0]
        self.assertLess(len(chain), 110)
        self.assertEqual(chain[-1], "0-1")


class SemanticTokens(WithServer):
    def tokens(self, data: List[int]) -> Dict[str, str]:
        """The kind of each word, with its modifiers; the last one counts."""
        legend = self.capabilities["semanticTokensProvider"]["legend"]
        lines, found, line, character = self.text.split("\n"), {}, 0, 0
        for i in range(0, len(data), 5):
            down, right, length, kind, traits = data[i:i + 5]
            line, character = line + down, right if down else character + right
            bits = [name for bit, name in enumerate(legend["tokenModifiers"]) if traits >> bit & 1]
            found[lines[line][character:character + length]] = " ".join([legend["tokenTypes"][kind], *bits])
        return found

    def test_names_are_what_they_are_bound_as(self) -> None:
        self.start(
            "import os.path as p\n"
            "from shop import Shop, LIMIT, sell\n"
            "@cached\n"
            "async def buy[T](what: T, *, count=LIMIT) -> None:\n"
            "    total = sell(what, price=count)\n"
            "    print(total.amount, total.pay(), ValueError)\n"
            "class Till(Shop):\n"
            "    def open(self): ...\n"
        )
        tokens = self.tokens(self.ask("semanticTokens/full")["data"])
        self.assertEqual(
            {name: tokens.get(name) for name in (
                "p", "Shop", "LIMIT", "sell", "cached", "buy", "T", "what", "price", "total", "print",
                "amount", "pay", "ValueError", "Till", "open", "self")},
            {"p": "namespace", "Shop": "class", "LIMIT": "variable readonly", "sell": "function",
             "cached": "decorator", "buy": "function declaration async", "T": "typeParameter",
             "what": "parameter", "price": "parameter", "total": "variable", "print": "function defaultLibrary",
             "amount": "property", "pay": "method", "ValueError": "class defaultLibrary",
             "Till": "class declaration", "open": "method declaration", "self": "parameter declaration"},
        )

    def test_places_are_counted_as_agreed(self) -> None:
        self.start("s = '\U0001F40D'; after = s\n")
        tokens = self.ask("semanticTokens/full")["data"]
        self.assertEqual([tokens[i + 1] for i in range(0, len(tokens), 5)], [0, 10, 8])

    def test_a_range(self) -> None:
        self.start("a = 1\nb = 2\nc = 3\n")
        part = {"start": {"line": 1, "character": 0}, "end": {"line": 2, "character": 0}}
        self.assertEqual(list(self.tokens(self.ask("semanticTokens/range", range=part)["data"])), ["b"])

    def test_a_change_is_sent_as_an_edit(self) -> None:
        self.start("".join(f"x{number} = {number}\n" for number in range(100)))
        first = self.ask("semanticTokens/full")
        place = {"start": {"line": 50, "character": 0}, "end": {"line": 50, "character": 0}}
        self.client.change(URI, 2, {"range": place, "text": "new = 1\n"})
        delta = self.ask("semanticTokens/full/delta", previousResultId=first["resultId"])
        data = list(first["data"])
        for edit in delta["edits"]:
            self.assertLessEqual(len(edit["data"]), 10)
            data[edit["start"]:edit["start"] + edit["deleteCount"]] = edit["data"]
        self.assertEqual(data, self.ask("semanticTokens/full")["data"])

    def test_a_delta_to_what_is_forgotten_is_everything(self) -> None:
        self.start("a = 1\n")
        self.assertIn("data", self.ask("semanticTokens/full/delta", previousResultId="no such"))
        again = self.ask("semanticTokens/full")
        self.assertEqual(self.ask("semanticTokens/full/delta", previousResultId=again["resultId"])["edits"], [])


if __name__ == "__main__":
    KRAIT = sys.argv.pop(1)
    unittest.main()
