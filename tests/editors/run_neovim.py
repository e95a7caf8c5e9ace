"""Runs neovim.lua in every Neovim that is found: Debian's, and a current one.

    python3 run_neovim.py path/to/krait [--search path/to/nvim ...]

Exits with 77, which ctest takes for "skipped", if there is none.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = """\
def f(a: int) -> str:
    return str(a)
y = f("1")
"""


def run(editor: str, krait: str) -> bool:
    version = subprocess.run([editor, "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    print(f"== {version} ({editor})", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "project")
        project.mkdir()
        Path(project, "main.py").write_text(PROGRAM)
        plugin = Path(folder, "plugin")
        shutil.copytree(HERE.parents[1] / "editors" / "neovim", plugin)
        environment = {
            **os.environ, "KRAIT": krait, "PLUGIN": str(plugin), "PROJECT": str(project), "HOME": folder,
            "XDG_CONFIG_HOME": folder, "XDG_DATA_HOME": folder, "XDG_STATE_HOME": folder,
        }
        command = [editor, "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {HERE}/neovim.lua"]
        return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, timeout=240).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("krait")
    parser.add_argument("--search", action="append", default=[])
    arguments = parser.parse_args()
    found = [shutil.which(name) for name in ["nvim", *arguments.search]]
    editors = list(dict.fromkeys(path for path in found if path))
    if not editors:
        print("no Neovim here")
        return 77
    results = [run(editor, os.path.abspath(arguments.krait)) for editor in editors]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
