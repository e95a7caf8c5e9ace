#!/usr/bin/env python3
"""Asks the real mypy whether the cases are right: what they expect must be what mypy prints.

    tools/ask_mypy_about_cases.py path/to/mypy [tests/cases/calls ...]

Not part of the test run: run it when you write or change a case.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases"
EXPECTED = re.compile(r"# ([EN]): (.*?)(?= # [EN]: |$)")
EDIT = re.compile(r"# edit: (\S+): replace `([^`]*)` by `([^`]*)`")


def read_case(path: Path) -> tuple[list[str], dict[str, str], list[str], list[tuple[str, str, str]]]:
    """The flags, files, expected lines and edits of a case."""
    flags: list[str] = []
    files: dict[str, list[str]] = {"main.py": []}
    expected: list[str] = []
    edits: list[tuple[str, str, str]] = []
    name, last_code = "main.py", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# file: "):
            name, last_code = line[len("# file: ") :].strip(), 0
            files[name] = []
            continue
        if match := EDIT.match(line):
            edits.append((match[1], match[2], match[3]))
            continue
        if line.startswith("# flags: "):
            flags += line[len("# flags: ") :].split()
        files[name].append(line)
        if not line.strip().startswith(("# E: ", "# N: ")):
            last_code = len(files[name])
        for kind, text in EXPECTED.findall(line):
            severity = "error" if kind == "E" else "note"
            expected.append(f"{name}:{last_code}: {severity}: {text.rstrip()}")
    return flags, {k: "\n".join(v) + "\n" for k, v in files.items()}, expected, edits


def ask(mypy: str, flags: list[str], files: dict[str, str]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        command = [mypy, "--no-site-packages", "--python-version=3.13", "--no-error-summary",
                   "--cache-dir=/dev/null", *flags, *sorted(files)]  # fmt: skip
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        return run.stdout.splitlines()


def main() -> int:
    mypy, *wanted = sys.argv[1:]
    folders = [Path(w) for w in wanted] or [CASES]
    paths = sorted(p for f in folders for p in ([f] if f.is_file() else f.rglob("*.py")))
    wrong = 0
    for path in paths:
        flags, files, expected, edits = read_case(path)
        actual = ask(mypy, flags, files)
        if sorted(actual) != sorted(expected):
            wrong += 1
            print(f"{path}: mypy says otherwise")
            print("\n".join(f"  - {line}" for line in expected if line not in actual))
            print("\n".join(f"  + {line}" for line in actual if line not in expected))
        for name, old, new in edits:
            if old not in files[name]:
                wrong += 1
                print(f"{path}: the edit's text isn't there: {old}")
            files[name] = files[name].replace(old, new, 1)
    print(f"{len(paths)} cases, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
