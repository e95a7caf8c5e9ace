#!/usr/bin/env python3
"""Compares Krait's syntax errors with those of the parser that mypy brings (ast_serialize).

    compare_errors.py PROBE_PROGRAM [--mutants N] [--seed S] [--show N] FILE...

Needs a Python with ast_serialize. Each file is split at lines of "# ---" into small programs, which
are compared as they stand; with --mutants, N more are made of each file by dropping, doubling or
swapping tokens of a few lines of it. Prints what differs, and the share that agrees.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
import sys
from pathlib import Path

import ast_serialize

TOKEN = re.compile(r"\s+|\w+|\"[^\"\n]*\"|'[^'\n]*'|[^\w\s]")


def theirs(source: str) -> list[str]:
    _, errors, *_ = ast_serialize.parse("x.py", source, python_version=(3, 15))
    return [
        f"{e['line']}:{e['column']} {e['message'][:1].upper()}{e['message'][1:]}"
        for e in errors
        if e.get("blocker", True)
    ]


def mutant(lines: list[str], random_: random.Random) -> str:
    start = random_.randrange(len(lines))
    chunk = "".join(lines[start : start + random_.randint(1, 8)])
    indent = len(chunk) - len(chunk.lstrip(" "))
    chunk = re.sub(rf"(?m)^ {{0,{indent}}}", "", chunk)
    tokens = TOKEN.findall(chunk)
    for _ in range(random_.randint(1, 2)):
        if not tokens:
            break
        at = random_.randrange(len(tokens))
        match random_.randrange(4):
            case 0:
                del tokens[at]
            case 1:
                tokens.insert(at, tokens[at])
            case 2:
                tokens[at] = random_.choice(tokens)
            case _:
                tokens = tokens[:at]
    return "".join(tokens)


class Probe:
    def __init__(self, program: str) -> None:
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def errors(self, source: str) -> list[str]:
        assert self.process.stdin and self.process.stdout
        data = source.encode("utf-8", "surrogatepass")
        self.process.stdin.write(b"%d\n%s\n" % (len(data), data))
        self.process.stdin.flush()
        lines = []
        while (line := self.process.stdout.readline().decode("utf-8", "replace")) != "==\n":
            if not line:
                raise SystemExit(f"the probe died on {source!r}")
            lines.append(line[:-1])
        return lines


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("probe")
    parser.add_argument("--mutants", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    parser.add_argument("--least", type=float, default=0.0, help="fail below this share")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    probe = Probe(options.probe)
    random_ = random.Random(options.seed)
    total = equal = first = shown = with_errors = 0
    for path in options.files:
        text = Path(path).read_text(encoding="utf-8", errors="ignore")
        programs = [] if options.mutants else text.split("# ---\n")
        if lines := text.splitlines(keepends=True):
            programs += [mutant(lines, random_) for _ in range(options.mutants)]
        for program in programs:
            ours, expected = probe.errors(program), theirs(program)
            if not expected and not ours:
                continue
            total += 1
            equal += ours == expected
            first += ours[:1] == expected[:1]
            if ours != expected and shown < options.show:
                shown += 1
                print(f"--- {program!r}\n  krait: {ours}\n  mypy:  {expected}")
    print(f"{total} programs with errors: {equal} agree in all, {first} in the first")
    return 0 if total and equal >= options.least * total else 1


if __name__ == "__main__":
    sys.exit(main())
