"""Runs eglot.el in Emacs, if there is one that has eglot.

    python3 run_emacs.py path/to/krait

Exits with 77, which ctest takes for "skipped", if there is none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = "def f(a: int) -> str:\n    return str(a)\ny = f('1')\n"
HAS_EGLOT = """(progn
  (dolist (folder (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa/*")) (add-to-list 'load-path folder))
  (kill-emacs (if (require 'eglot nil t) 0 77)))"""


def main() -> int:
    emacs = shutil.which("emacs")
    if emacs is None or subprocess.run([emacs, "-Q", "--batch", "--eval", HAS_EGLOT]).returncode != 0:
        print("no Emacs with eglot here")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder, "project")
        project.mkdir()
        Path(project, "main.py").write_text(PROGRAM)
        environment = {**os.environ, "KRAIT": os.path.abspath(sys.argv[1]), "PROJECT": str(project), "HOME": folder}
        command = [emacs, "-Q", "--batch", "-l", str(HERE / "eglot.el")]
        return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, timeout=240).returncode


if __name__ == "__main__":
    sys.exit(main())
