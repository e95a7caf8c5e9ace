#!/usr/bin/env python3
"""Lines and megabytes per second of CPython's ast.parse, to set beside bench_parser.

bench_ast_parse.py [--rounds N] PATH...    files, or folders that are searched for *.py
"""

from __future__ import annotations

import argparse
import ast
import gc
import time
import warnings
from pathlib import Path

warnings.simplefilter("ignore")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("paths", nargs="+", type=Path)
    options = parser.parse_args()
    sources = []
    for path in options.paths:
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            data = file.read_bytes()
            try:
                ast.parse(data)
            except (SyntaxError, ValueError):
                continue
            sources.append(data)
    lines = sum(data.count(b"\n") for data in sources)
    size = sum(map(len, sources))
    best = float("inf")
    gc.disable()
    for _ in range(options.rounds):
        start = time.perf_counter()
        for data in sources:
            ast.parse(data)
        best = min(best, time.perf_counter() - start)
    print(f"{len(sources)} files, {lines} lines, {size / 1e6:.1f} MB")
    print(f"{best:.3f} s: {lines / best:.0f} lines/s, {size / 1e6 / best:.1f} MB/s")


if __name__ == "__main__":
    main()
