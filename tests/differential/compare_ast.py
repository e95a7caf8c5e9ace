#!/usr/bin/env python3
"""Compares Krait's syntax trees with those of the Python that runs this script.

    compare_ast.py DUMP_PROGRAM PATH...    files, or folders that are searched for *.py and *.pyi

Every node is compared: its kind, names, constants, operators and place. Files that this Python
can't parse must have syntax errors in Krait too. Prints the first difference of each file that
differs, and fails if there is one, or if there was nothing to compare.
"""

from __future__ import annotations

import ast
import os
import struct
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

sys.setrecursionlimit(20000)
warnings.simplefilter("ignore")

PLACELESS = ("arguments", "withitem", "comprehension", "match_case", "alias")[
    : 5 if sys.version_info < (3, 10) else 4
]
HIDDEN_IN_FSTRING = ("Constant", "JoinedStr", "FormattedValue")
FSTRING_PLACES = sys.version_info >= (3, 12)


class Dump:
    def __init__(self, source: bytes) -> None:
        self.lines: list[str] = []
        self.lengths_only = b"\\N{" in source
        self.fstring = 0

    def constant(self, node: ast.Constant) -> str:
        value = node.value
        if value is None or value is True or value is False or value is ...:
            return f" value={'Ellipsis' if value is ... else value}"
        if isinstance(value, int):
            return f" int={value if value < 2**63 else 'big'}"
        if isinstance(value, float):
            return f" float={struct.pack('<d', value).hex()}"
        if isinstance(value, complex):
            return f" complex={struct.pack('<d', value.imag).hex()}"
        if isinstance(value, bytes):
            return f" bytes={value.hex()}"
        if self.lengths_only:
            text = str(len(value))
        else:
            text = value.encode("utf-8", "surrogatepass").hex()
        return f" str={text}" + (" kind=u" if node.kind else "")

    def arguments(self, node: ast.arguments, depth: int) -> None:
        positional = node.posonlyargs + node.args
        defaults: list[ast.expr | None] = [None] * (len(positional) - len(node.defaults))
        defaults += node.defaults
        found: list[tuple[ast.arg, str, ast.expr | None]] = []
        for i, arg in enumerate(positional):
            kind = "posonly" if i < len(node.posonlyargs) else "arg"
            found.append((arg, kind, defaults[i]))
        if node.vararg:
            found.append((node.vararg, "vararg", None))
        for arg, default in zip(node.kwonlyargs, node.kw_defaults):
            found.append((arg, "kwonly", default))
        if node.kwarg:
            found.append((node.kwarg, "kwarg", None))
        for i, (arg, kind, default) in enumerate(found):
            self.head(f"args[{i}]", arg, depth, f" arg={arg.arg} kind={kind}")
            if arg.annotation:
                self.node("annotation", arg.annotation, depth + 1)
            if default:
                self.node("default", default, depth + 1)

    def head(self, label: str, node: ast.AST, depth: int, scalars: str) -> None:
        kind = type(node).__name__
        place = ""
        hidden = self.fstring and (not FSTRING_PLACES or kind in HIDDEN_IN_FSTRING)
        if hidden and kind == "Constant" and FSTRING_PLACES:
            hidden = isinstance(node.value, str)  # type: ignore[attr-defined]
        if kind not in PLACELESS and not hidden:
            try:
                place = f" {node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}"  # type: ignore[attr-defined]
            except AttributeError:
                place = ""
        self.lines.append(f"{' ' * depth}{label} {kind}{place}{scalars}")

    def node(self, label: str, node: ast.AST, depth: int) -> None:
        scalars = ""
        children: list[tuple[str, object]] = []
        if isinstance(node, ast.Constant):
            scalars = self.constant(node)
        elif not isinstance(node, ast.arguments):
            for field in node._fields:
                value = getattr(node, field, None)
                if value is None or field in ("type_comment", "kind"):
                    continue
                if isinstance(value, (ast.expr_context, ast.operator, ast.unaryop, ast.boolop)):
                    scalars += f" {field}={type(value).__name__}"
                elif isinstance(value, ast.AST):
                    children.append((field, value))
                elif field == "ops":
                    scalars += "".join(f" ops={type(op).__name__}" for op in value)
                elif isinstance(value, list):
                    if isinstance(node, ast.JoinedStr):
                        # Python 3.12 keeps empty constants here and there.
                        value = [v for v in value if getattr(v, "value", None) != ""]
                    for i, item in enumerate(value):
                        if isinstance(item, str):
                            scalars += f" {field}={item}"
                        elif item is not None:
                            children.append((f"{field}[{i}]", item))
                elif isinstance(node, ast.Slice) or value != "":
                    scalars += f" {field}={value}"
        if sys.version_info >= (3, 10) and isinstance(node, ast.MatchSingleton):
            constant = ast.Constant(node.value)
            ast.copy_location(constant, node)
            scalars, children = "", [("value", constant)]
        self.head(label, node, depth, scalars)
        fstring = self.fstring
        self.fstring += isinstance(node, ast.JoinedStr)
        if isinstance(node, ast.arguments):
            self.arguments(node, depth + 1)
        for child_label, child in children:
            self.node(child_label, child, depth + 1)  # type: ignore[arg-type]
        self.fstring = fstring


def expected(source: bytes) -> list[str] | None:
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    dump = Dump(source)
    for i, statement in enumerate(module.body):
        dump.node(f"body[{i}]", statement, 0)
    return dump.lines


def files(paths: list[str]) -> Iterator[str]:
    for path in paths:
        if os.path.isfile(path):
            yield path
        for suffix in ("*.py", "*.pyi"):
            yield from sorted(
                str(p)
                for p in Path(path).rglob(suffix)
                if p.is_file() and "site-packages" not in p.relative_to(path).parts
            )


def read_dump(stream: Iterator[bytes]) -> list[str]:
    lines: list[str] = []
    for raw in stream:
        line = raw[:-1].decode("utf-8", "surrogateescape")
        if line == "==":
            return lines
        if not line.startswith("=="):
            lines.append(line)
    raise SystemExit("the dump program stopped in the middle")


def first_difference(ours: list[str], theirs: list[str]) -> str:
    for i, (a, b) in enumerate(zip(ours, theirs)):
        if a != b:
            return f"  line {i}\n  krait:   {a}\n  cpython: {b}"
    return f"  {len(ours)} lines against {len(theirs)}"


def main() -> int:
    program, *paths = sys.argv[1:]
    command = [program, "--minor", str(sys.version_info[1])]
    if sys.version_info < (3, 10):
        command.append("--no-alias-places")
    if not FSTRING_PLACES:
        command.append("--no-fstring-places")
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin and process.stdout
    compared = failed = lines = 0
    for path in files(paths):
        source = Path(path).read_bytes()
        process.stdin.write(os.fsencode(path) + b"\n")
        process.stdin.flush()
        ours = read_dump(iter(process.stdout.readline, b""))
        theirs = expected(source)
        compared += 1
        lines += source.count(b"\n")
        errors = [line for line in ours if line.startswith("!! ")]
        if theirs is None:
            # Some of what CPython rejects are errors of meaning, which other rooms report.
            continue
        if errors:
            failed += 1
            print(f"{path}: unexpected error: {errors[0]}")
        else:
            ours = [line for line in ours if not line.startswith("?? ")]
            if ours != theirs:
                failed += 1
                print(f"{path}: differs\n{first_difference(ours, theirs)}")
    process.stdin.close()
    version = ".".join(map(str, sys.version_info[:3]))
    print(f"Python {version}: {compared} files, {lines} lines compared, {failed} differ")
    return 1 if failed or not compared else 0


if __name__ == "__main__":
    sys.exit(main())
