#!/usr/bin/env python3
"""Do the unit tests of a room notice when its code says something else?

    tools/mutate_source.py syntax --sample 60 --seed 1      the parser and the lexer
    tools/mutate_source.py protocol --sample 20
    tools/mutate_source.py scheduler --sample 20
    tools/mutate_source.py syntax --only parser_calls.cpp:120     the mutants of one line

One operator, number or truth value at a time is replaced by its neighbour (`<` by `<=`, `&&` by `||`, `+` by
`-`, 1 by 2, `true` by `false`, `!x` by `x`), the room's test program is built and run, and what no test
noticed is printed. The sources are copied into build/mutants first: the worktree is never touched.

A mutant that changes nothing anybody could see is listed, with the reason, in tools/equivalent_mutants.txt. What
doesn't compile counts for nothing.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / "build" / "mutants"
EQUIVALENT = Path(__file__).with_name("equivalent_mutants.txt")
# What the copy needs in order to be configured and built.
COPIED = ("CMakeLists.txt", "CMakePresets.json", "LICENSE", "cmake", "src", "tests", "tools")


@dataclass(frozen=True)
class Room:
    program: str
    sources: tuple[str, ...]  # patterns below src/


ROOMS = {
    "syntax": Room("test_syntax", ("python/syntax/lexer*.cpp", "python/syntax/parser*.cpp")),
    "protocol": Room("test_protocol", ("protocol/*.cpp",)),
    "scheduler": Room("test_scheduler", ("scheduler/*.cpp",)),
}

# What is never mutated: comments, literals of text, preprocessor lines, what only asserts, and attributes.
SKIPPED = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | R"(\w*)\(.*?\)\1" | "(?:\\.|[^"\\\n])*" | (?<!\w)'(?:\\.|[^'\\\n])+'
      | ^[ \t]*\#[^\n]*(?:\\\n[^\n]*)* | ^[ \t]*(?:static_assert|KRAIT_ASSERT|assert)\b[^;]*; | \[\[.*?\]\]
      | \boperator\s*[^\s\w(]+ | \btemplate\s*<[^;{]*?>(?=\s) """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)
# clang-format puts spaces around binary operators, and around nothing else that looks like one.
BINARY = {
    "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "&&": "||", "||": "&&", "+": "-", "-": "+",
    "*": "+", "/": "*", "%": "+", "+=": "-=", "-=": "+=", "|=": "=", "&=": "=", "|": "&", "&": "|", "<<": ">>", ">>": "<<",
}  # fmt: skip
SYMBOLS = "|".join(re.escape(operator) for operator in sorted(BINARY, key=len, reverse=True))
CANDIDATE = re.compile(
    rf"""(?P<binary>(?<=[ ])(?:{SYMBOLS})(?=[ \n])) | (?P<step>\+\+|--) | (?P<not>!(?=[\w(*])) | (?P<truth>\b(?:true|false)\b)
       | (?P<number>(?<![\w.'])\d+(?![\w.'])) """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Mutant:
    path: str  # below src/
    offset: int
    old: str
    new: str
    line: int
    text: str  # of the line, as it is after the change
    before: str  # the text of the line before

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: `{self.old}` -> `{self.new or 'nothing'}`: {self.text}"


def replacement(kind: str, old: str) -> str:
    if kind == "binary":
        return BINARY[old]
    if kind == "step":
        return "--" if old == "++" else "++"
    if kind == "not":
        return ""
    if kind == "truth":
        return "false" if old == "true" else "true"
    return str(int(old) + 1)


def mutants_of(path: str, source: str) -> list[Mutant]:
    blanked = SKIPPED.sub(lambda match: re.sub(r"[^\n]", "\0", match[0]), source)
    found = []
    for match in CANDIDATE.finditer(blanked):
        kind = match.lastgroup
        assert kind is not None
        begin = source.rfind("\n", 0, match.start()) + 1
        end = source.find("\n", match.end())
        new = replacement(kind, match[0])
        text = source[begin : match.start()] + new + source[match.end() : end]
        before = source[:begin].rstrip("\n").rpartition("\n")[2]
        line = source.count("\n", 0, begin) + 1
        found.append(Mutant(path, match.start(), match[0], new, line, text.strip(), before.strip()))
    return found


def equivalent_mutants() -> set[tuple[str, str]]:
    """Path and text of the mutants that change nothing."""
    known = set()
    for line in EQUIVALENT.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            path, _, text = line.partition(": ")
            known.add((path, text.strip()))
    return known


def copied_bytes(source: Path) -> bytes:
    """A mutant may well deserve a warning."""
    content = source.read_bytes()
    return content.replace(b" -Werror", b"") if source.suffix == ".cmake" else content


def refresh_copy() -> None:
    """Only what differs is written: the build that is there stays good."""
    wanted = set()
    for name in COPIED:
        top = ROOT / name
        for source in [top] if top.is_file() else top.rglob("*"):
            if not source.is_file() or "__pycache__" in source.parts:
                continue
            target = COPY / source.relative_to(ROOT)
            wanted.add(target)
            content = copied_bytes(source)
            if not target.exists() or target.read_bytes() != content:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                shutil.copymode(source, target)
    for folder in ("src", "tests"):
        for target in (COPY / folder).rglob("*"):
            if target.is_file() and target not in wanted:
                target.unlink()


def limit_memory() -> None:
    """A loop that counts the wrong way must not take the machine with it."""
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))


def run(command: list[str], seconds: float) -> tuple[int, str]:
    try:
        result = subprocess.run(
            command,
            cwd=COPY,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=seconds,
            preexec_fn=limit_memory,
        )
    except subprocess.TimeoutExpired:
        return 124, "takes too long"
    return result.returncode, result.stdout


def build(program: str) -> tuple[int, str]:
    return run(["cmake", "--build", "--preset", "dev", "--target", program], 1800)


class Laboratory:
    """The copy, built once as it is."""

    def __init__(self, program: str) -> None:
        refresh_copy()
        self.program = program
        self.test = [str(COPY / "build" / "dev" / "tests" / program), "--abort"]
        for what, (status, output) in {
            "configured": run(["cmake", "--preset", "dev"], 600),
            "built": build(program),
            "tested": run(self.test, 600),
        }.items():
            if status != 0:
                sys.exit(f"{output[-3000:]}\nThe sources as they are can't be {what}.")
        begin = time.monotonic()
        run(self.test, 600)
        self.limit = 20 + 4 * (time.monotonic() - begin)

    def judge(self, mutant: Mutant) -> str:
        """killed, survived, or refused by the compiler."""
        path = COPY / "src" / mutant.path
        source = path.read_text(encoding="utf-8")
        changed = source[: mutant.offset] + mutant.new + source[mutant.offset + len(mutant.old) :]
        path.write_text(changed, encoding="utf-8")
        try:
            if build(self.program)[0] != 0:
                return "refused"
            return "survived" if run(self.test, self.limit)[0] == 0 else "killed"
        finally:
            path.write_text(source, encoding="utf-8")


def chosen(room: Room, arguments: argparse.Namespace) -> list[Mutant]:
    everything = []
    for pattern in room.sources:
        for path in sorted((ROOT / "src").glob(pattern)):
            everything += mutants_of(str(path.relative_to(ROOT / "src")), path.read_text(encoding="utf-8"))
    if arguments.only:
        places = [place.partition(":") for place in arguments.only]
        return [
            mutant
            for mutant in everything
            if any(mutant.path.endswith(name) and line in ("", str(mutant.line)) for name, _, line in places)
        ]
    sample = random.Random(arguments.seed).sample(everything, min(arguments.sample, len(everything)))
    return sorted(sample, key=lambda mutant: (mutant.path, mutant.offset))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--sample", type=int, default=20, help="how many mutants, at random")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", metavar="FILE[:LINE]", help="all mutants there")
    arguments = parser.parse_args()
    room = ROOMS[arguments.room]
    mutants = chosen(room, arguments)
    known = equivalent_mutants()
    laboratory = Laboratory(room.program)
    counts: Counter[str] = Counter()
    for mutant in mutants:
        verdict = laboratory.judge(mutant)
        texts = (mutant.text, f"{mutant.before} / {mutant.text}")
        if verdict == "survived" and any((mutant.path, text) in known for text in texts):
            verdict = "equivalent"
        counts[verdict] += 1
        print(f"{verdict:10} {mutant}", flush=True)
    judged = len(mutants) - counts["refused"]
    print(
        f"\n{arguments.room}: {counts['killed']} of {judged} killed, {counts['equivalent']} equivalent, "
        f"{counts['survived']} survived; {counts['refused']} didn't compile"
    )
    return 0 if counts["survived"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
