#!/usr/bin/env python3
"""Compares Krait's command line and module search with mypy's own, on whatever is installed here.

    compare.py ANSWER          ANSWER is the program that answer.cpp becomes

The interpreter that has mypy 2.4.1 is $KRAIT_MYPY_PYTHON, or the one that runs this script; with
neither, the comparison is skipped (exit status 77) and says so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ORACLE = r'''
import os, sys, pkgutil
from mypy import main, modulefinder, find_sources, fscache
arguments = sys.argv[1:]
if arguments == ["--flags"]:
    for action in main.define_options()[0]._actions:
        for flag in action.option_strings:
            print(flag)
    sys.exit()
data = os.path.dirname(main.__file__)
sources, options = main.process_options(arguments)
for source in sources:
    if source.text is None:
        print("source", source.module, source.path, source.base_dir, sep="\t")
paths = modulefinder.compute_search_paths(sources, options, data)
cache = modulefinder.FindModuleCache(paths, fscache.FileSystemCache(), options)
for line in sys.stdin:
    name = line.strip()
    found = cache.find_module(name)
    text = found if isinstance(found, str) else found.name
    print("module", name, text, sep="\t")
'''

LIST_MODULES = r'''
import os, sys
seen = set()
for folder in sys.path:
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f.isidentifier() or f.endswith("-stubs"))
        relative = os.path.relpath(base, folder)
        package = "" if relative == "." else relative.replace("-stubs", "").replace("/", ".") + "."
        for name in [f.split(".")[0] for f in files if f.endswith((".py", ".pyi"))] + folders:
            if name != "__init__":
                seen.add(package + name.replace("-stubs", ""))
for name in sorted(seen):
    print(name)
'''

EXTRA = "numpyy.core requests.adapters yaml yaml.nodes google google.protobuf six.moves asynchat asyncio sys.x"


def output(command: list[str], folder: Path, text: str = "") -> list[str]:
    environment = {**os.environ, "PYTHONSAFEPATH": "1"}
    result = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, env=environment)
    return (result.stdout + result.stderr).splitlines()


def python_with_mypy() -> str | None:
    for python in (os.environ.get("KRAIT_MYPY_PYTHON"), sys.executable):
        check = "import mypy.version; assert mypy.version.__version__ == '2.4.1'"
        if python and subprocess.run([python, "-c", check], capture_output=True).returncode == 0:
            return python
    return None


def differences(name: str, ours: list[str], theirs: list[str]) -> int:
    wrong = [(a, b) for a, b in zip(ours, theirs) if a != b]
    print(f"{name}: {len(theirs)} answers, {len(wrong) + abs(len(ours) - len(theirs))} differ")
    for a, b in wrong[:10]:
        print(f"    krait: {a}\n    mypy:  {b}")
    for line in (ours[len(theirs):] + theirs[len(ours):])[:10]:
        print(f"    only one has: {line}")
    return len(wrong) + abs(len(ours) - len(theirs))


def main() -> int:
    answer = str(Path(sys.argv[1]).resolve())
    python = python_with_mypy()
    if python is None:
        print("skipped: no Python with mypy 2.4.1 here (set KRAIT_MYPY_PYTHON)")
        return 77
    # The files of both packages are at hand wherever mypy is.
    site = Path(subprocess.check_output([python, "-c", "import mypy, os; print(os.path.dirname(mypy.__path__[0]))"], text=True).strip())
    names = "\n".join(output([python, "-c", LIST_MODULES], site.parent) + EXTRA.split())
    failures = 0

    flags = output([python, "-c", ORACLE, "--flags"], site)
    help_words = set("\n".join(output([answer, "--help"], site)).replace("/", " ").split())
    missing = [flag for flag in flags if flag not in help_words]
    print(f"flags: {len(flags)}, unknown to Krait: {missing}")
    failures += len(missing)

    with tempfile.TemporaryDirectory() as folder:
        for label, place, arguments in [
            ("modules", Path(folder), ["-c", "pass"]),
            ("modules for 3.14", Path(folder), ["--python-version=3.14", "-c", "pass"]),
            ("modules without namespaces", Path(folder), ["--no-namespace-packages", "-c", "pass"]),
            ("modules, untyped followed", Path(folder), ["--follow-untyped-imports", "-c", "pass"]),
            ("inside a package", site / "mypy", ["-c", "pass"]),
            ("package", Path(folder), ["-p", "mypy"]),
            ("untyped package", Path(folder), ["-p", "pip"]),
            ("mistakes", Path(folder), ["nope/"]),
            ("package of typeshed", Path(folder), ["-p", "asyncio"]),
            ("files of a package", site, ["mypy"]),
            ("files of everything", site, ["."]),
            ("files with patterns", site, ["--exclude", r"(?x)(test | ^mypy/typeshed/)", "."]),
            ("files with bases", site, ["--explicit-package-bases", "mypy", "mypyc"]),
        ]:
            asked = names if label.startswith(("modules", "inside")) else ""
            both = [f"--python-executable={python}", *arguments]
            ours = output([answer, *both], place, asked)
            theirs = output([python, "-c", ORACLE, *both], place, asked)
            # Krait's typeshed is inside the program, mypy's beside mypy.
            ours = [line.replace("/<typeshed>", f"{site}/mypy/typeshed") for line in ours]
            failures += differences(label, ours, theirs)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
