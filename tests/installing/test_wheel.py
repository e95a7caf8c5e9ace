"""Installs the wheel into a virtual environment and uses what that gives, as a person would.

    python3 test_wheel.py path/to/krait [--pre-commit]

The wheel is built around the given program (KRAIT_PROGRAM of tools/wheel/krait_build.py). With
--pre-commit, which needs PyPI, the hooks of .pre-commit-hooks.yaml are run, too.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run(*command: object, folder: Path, status: int = 0, **environment: str) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=folder, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **environment},
    )
    if done.returncode != status:
        raise SystemExit(f"{command} ended with {done.returncode}, not {status}:\n{done.stdout}")
    return done.stdout


def expect(what: str, text: str) -> None:
    if what not in text:
        raise SystemExit(f"expected {what!r} in:\n{text}")
    print(f"ok: {what}")


def test_installed(folder: Path, krait: Path) -> None:
    Path(folder, "wrong.py").write_text("x: int = ''\n")
    expect("krait ", run(krait, "--version", folder=folder))
    expect("[assignment]", run(krait, "check", "wrong.py", folder=folder, status=1))
    expect(str(krait), run(krait, "doctor", folder=folder))
    # The environment that it is installed in is the one whose packages it sees.
    expect(f"Interpreter     {krait.parent}", run(krait, "doctor", folder=folder, VIRTUAL_ENV=str(krait.parents[1])))
    if list(krait.parents[1].glob("lib/krait/*")):
        loaded = run("ldd", krait, folder=folder)
        expect(f"{krait.parents[1]}/", loaded.replace(f"{krait.parent}/../", f"{krait.parents[1]}/"))


def test_hook(folder: Path, environment: Path) -> None:
    """The hook for an installed Krait; the other is the same, with a build in front."""
    run(environment / "bin/pip", "install", "--quiet", "pre-commit", folder=folder)
    repository = folder / "repository"
    repository.mkdir()
    Path(repository, "wrong.py").write_text("x: int = ''\n")
    Path(repository, "right.py").write_text("x: int = 1\n")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "start"]):
        run(*git, *command, folder=repository)
    hooks = folder / "hooks"  # pre-commit wants a repository, whose newest commit is taken
    run("git", "init", "-q", str(hooks), folder=folder)
    Path(hooks, ".pre-commit-hooks.yaml").write_text((ROOT / ".pre-commit-hooks.yaml").read_text())
    for command in (["add", "."], ["commit", "-qm", "hooks"]):
        run(*git, *command, folder=hooks)
    path = f"{environment / 'bin'}:{os.environ['PATH']}"
    hook = [environment / "bin/pre-commit", "try-repo", hooks, "krait-system", "--files"]
    home = str(folder / "pre-commit")
    output = run(*hook, "wrong.py", folder=repository, status=1, PATH=path, PRE_COMMIT_HOME=home)
    expect("wrong.py:1: error: ", output)
    expect("Passed", run(*hook, "right.py", folder=repository, PATH=path, PRE_COMMIT_HOME=home))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("krait", type=Path)
    parser.add_argument("--pre-commit", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        environment = folder / "venv"
        run(sys.executable, "-m", "venv", environment, folder=folder)
        run(environment / "bin/pip", "install", "--no-index", ROOT, folder=folder,
            KRAIT_PROGRAM=str(arguments.krait.resolve()))
        test_installed(folder, environment / "bin/krait")
        if arguments.pre_commit:
            test_hook(folder, environment)
        run(environment / "bin/pip", "uninstall", "-y", "krait", folder=folder)
        left = [path for path in ("bin/krait", "lib/krait") if Path(environment, path).exists()]
        if left:
            raise SystemExit(f"uninstalling leaves {left}")
        print("ok: uninstalled without a trace")


if __name__ == "__main__":
    main()
