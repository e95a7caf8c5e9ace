#!/usr/bin/env python3
"""Compares what Krait and mypy make of command lines and configuration files, option by option.

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
import io, sys
from mypy import main, options as options_module
mine = [line.split("\t") for line in open(sys.argv[1]).read().splitlines()]
try:
    sources, options = main.process_options(sys.argv[2:], stdout=sys.stdout, stderr=sys.stdout)
except SystemExit as stop:
    sys.exit(stop.code)
except Exception as error:
    print("crash:", type(error).__name__)
    sys.exit(2)
options.process_error_codes(error_callback=lambda text: print("mypy: error: " + text))
def text(name, value):
    if name == "python_version":
        return "default" if value == sys.version_info[:2] else "%d.%d" % value
    if name == "report_dirs":
        return str(value)
    if name in ("enabled_error_codes", "disabled_error_codes"):
        value = sorted(code.code for code in value)
    if name in ("files", "packages", "modules", "shadow_file") and value is None:
        value = []
    if name == "shadow_file":
        value = [item for pair in value for item in pair]
    if isinstance(value, list):
        return "[" + "".join(item + "|" for item in value) + "]"
    return str(value)
modules = [line.rstrip("\n") for line in sys.stdin]
clones = {module: options.clone_for_module(module) for module in modules}
for module, name in mine:
    if name == "targets":
        print("targets = " + text("files", [s.path for s in sources if s.path]))
    elif name != "unused":
        of = clones[module] if module else options
        print((module + ": " if module else "") + name + " = " + text(name, getattr(of, name)))
for unused in options.per_module_options:
    if unused in options.get_unused_configs():
        print("unused: " + unused)
'''

MODULES = ["a", "a.b", "a.b.c", "a.x.c", "b", "b.tests.t", "tests", "x.y.z"]

NOT_COMPARED = {"python_executable", "platform", "config_file"}

INI = """[mypy]
strict = True
warn_return_any = no
python_version = 3.12
always_true = A, B
mypy_path = x:$MYPY_CONFIG_FILE_DIR/y, ~/z
disable_error_code = misc, import
exclude = (?x)(
    ^one
    | two )
[mypy-a.*]
ignore_errors = True
enable_error_code = misc
[mypy-*.c]
disallow_untyped_defs = False
disable_error_code = index
[mypy-a.b.c,x/y/z]
ignore_missing_imports = 1
[mypy-unused.*]
strict_optional = False
[mypy-a.*.c]
follow_imports = skip
"""

BAD_INI = """[mypy]
nonsense = 1
x_quiet = 2
no_nonsense = 3
show_pretty = 1
no_exclude = 4
python_version = 2.6
follow_imports = maybe
junit_format = x
verbosity = two
pretty = perhaps
any_exprs_report = out
foo_report = out
untyped_calls_exclude = a.*
num_workers = x
enabled_error_codes = misc
[mypy-a]
pretty = True
html_report = x
nonsense = True
[mypy-b?]
[mypy-c.d*]
[mypy-a.b]
ignore_errors = maybe
"""

TOML = """[tool.mypy]
strict = true
python_version = "3.13"
exclude = ["a", " b "]
always_false = ["X", " Y"]
always_true = "P, Q,"
mypy_path = ["a", "b:c"]
num_workers = 2
platform = "darwin"
[[tool.mypy.overrides]]
module = ["a.*", "b"]
disallow_any_generics = false
disable_error_code = ["misc"]
[[tool.mypy.overrides]]
module = "a.b"
ignore_errors = true
[[tool.mypy.overrides]]
module = "b"
ignore_errors = false
"""

BAD_TOML = """[tool.mypy]
nonsense = ["a", 1, true, 1.5]
pretty = 3
plugins = 3
always_true = [1]
python_version = 3.9
follow_imports = true
no_pretty = "x"
[[tool.mypy.overrides]]
module = "a"
pretty = true
nonsense = 1
"""

# (name, files, arguments)
CASES: list[tuple[str, dict[str, str], list[str]]] = [
    ("defaults", {}, ["a.py"]),
    ("an INI file", {"mypy.ini": INI}, ["a.py"]),
    ("its options overridden", {"mypy.ini": INI}, ["--warn-return-any", "--always-true=C", "--no-strict-optional", "a.py"]),
    ("an INI file full of mistakes", {"mypy.ini": BAD_INI}, ["a.py"]),
    ("setup.cfg", {"setup.cfg": INI}, ["a.py"]),
    ("setup.cfg without a section", {"setup.cfg": "[x]\n"}, ["a.py"]),
    ("an INI file without a section", {"mypy.ini": "[x]\n"}, ["a.py"]),
    ("no header", {"mypy.ini": "a = 1\n"}, ["a.py"]),
    ("a line that is nothing", {"mypy.ini": "[mypy]\nabc\n = 3\n"}, ["a.py"]),
    ("a section twice", {"mypy.ini": "[mypy]\n[mypy]\n"}, ["a.py"]),
    ("a key twice", {"mypy.ini": "[mypy]\na=1\nA=1\n"}, ["a.py"]),
    ("a default section", {"mypy.ini": "[DEFAULT]\npretty=1\nstrict_equality=1\n[mypy]\n[mypy-a]\n"}, ["a.py"]),
    ("TOML", {"pyproject.toml": TOML}, ["a.py"]),
    ("TOML full of mistakes", {"pyproject.toml": BAD_TOML}, ["a.py"]),
    ("TOML without a table", {"pyproject.toml": "[tool.black]\n"}, ["a.py"]),
    ("overrides that aren't a list", {"pyproject.toml": "[tool.mypy]\n[tool.mypy.overrides]\nmodule='a'\n"}, ["a.py"]),
    ("overrides without a module", {"pyproject.toml": "[tool.mypy]\n[[tool.mypy.overrides]]\npretty=true\n"}, ["a.py"]),
    ("overrides with a wrong module", {"pyproject.toml": "[tool.mypy]\n[[tool.mypy.overrides]]\nmodule=3\n"}, ["a.py"]),
    ("overrides that disagree", {"pyproject.toml": "[tool.mypy]\n[[tool.mypy.overrides]]\nmodule='a'\nignore_errors=true\n[[tool.mypy.overrides]]\nmodule='a'\nignore_errors=false\n"}, ["a.py"]),
    ("two files", {"mypy.ini": "[mypy]\npretty=1\n", "pyproject.toml": TOML}, ["a.py"]),
    ("a broken file before a good one", {"mypy.ini": "a\n", "pyproject.toml": TOML}, ["a.py"]),
    ("no file wanted", {"mypy.ini": INI}, ["--config-file=", "a.py"]),
    ("another file wanted", {"mypy.ini": INI, "x.cfg": "[mypy]\npretty=1\n"}, ["--config-file", "x.cfg", "a.py"]),
    ("a file that isn't there", {}, ["--config-file", "x.cfg", "a.py"]),
    ("files from the file", {"mypy.ini": "[mypy]\nfiles = a.py, *.py\n"}, []),
    ("strict for a module", {"mypy.ini": "[mypy]\n[mypy-a]\nstrict = True\n"}, ["a.py"]),
    ("a pattern of one star", {"mypy.ini": "[mypy]\n[mypy-*]\nignore_errors = True\n"}, ["a.py"]),
    ("a pattern twice", {"mypy.ini": "[mypy]\n[mypy-a,b]\nignore_errors = True\n[mypy-b,a.b]\nstrict_optional=False\n"}, ["a.py"]),
    ("args file", {"args": "--strict\n--pretty\na.py\n"}, ["@args"]),
]

ARGUMENTS = """
--strict a.py
--allow-any-generics --strict a.py
--stric a.py
--disallow-untyped-c a.py
--strict=1 a.py
--follow-imports=x a.py
--follow-imports skip a.py
--show-error a.py
--disallow-redefinition-n a.py
-n x a.py
-n 2 a.py
-vvn3 a.py
-vz a.py
-z a.py
--nonsense a.py
--nonsense=x a.py
--always-true
--exclude
-m
-p
-c x -m y
a.py --strict b.py
a.py b.py
-- a.py
a.py -- b.py
--exclude -- a.py
--python-version 3.4 a.py
--python-version 2.7 a.py
--python-version x a.py
--python-version 3.99 a.py
--enable-error-code foo --disable-error-code bar a.py
--enable-error-code misc --disable-error-code misc a.py
--shadow-file a a.py
--shadow-file a b --shadow-file c d a.py
--always-true A --always-true B --always-false B --always-false A a.py
--explicit-package-bases --no-namespace-packages a.py
--enable-incomplete-feature foo a.py
--enable-incomplete-feature PreciseTupleTypes a.py
--enable-incomplete-feature Unpack a.py
--soft-error-limit x a.py
--soft-error-limit -5 a.py
--junit-format x a.py
-O foo a.py
-O json a.py
-Ojson a.py
--output=json a.py
--no-strict-bytes a.py
--disable-bytearray-promotion a.py
--show-error-end a.py
--hide-error-codes --show-error-codes a.py
--allow-redefinition-new a.py
--disallow-redefinition-new --allow-redefinition-old a.py
--cache-fine-grained --no-local-partial-types a.py
--logical-deps a.py
--cache-dir ~/x a.py
--custom-typeshed-dir x a.py
--no-warn-no-return a.py
--tb --pdb a.py
--skip-c-gen -a x a.py
--no-silence a.py
--strict-concatenate a.py
--strict-concatenate --strict a.py
@nope
--junit-xml
-mfoo
-cpass
--no-fast-exit --fast-exit a.py
""".strip().splitlines()


def python_with_mypy() -> str | None:
    for python in (os.environ.get("KRAIT_MYPY_PYTHON"), sys.executable):
        check = "import mypy.version; assert mypy.version.__version__ == '2.4.1'"
        if python and subprocess.run([python, "-c", check], capture_output=True).returncode == 0:
            return python
    return None


def run(command: list[str], folder: Path, environment: dict[str, str]) -> list[str]:
    result = subprocess.run(command, cwd=folder, input="\n".join(MODULES), capture_output=True, text=True, env=environment)
    lines = (result.stdout + result.stderr).splitlines()
    return [line for line in lines if line.split(" = ")[0].split(": ")[-1] not in NOT_COMPARED] + [f"exit {result.returncode}"]


def key(line: str) -> tuple[str, str] | None:
    """(module, option) of a line that gives an option's value."""
    name, equals, _ = line.partition(" = ")
    module, colon, option = name.rpartition(": ")
    if not equals or not (option.replace("_", "").isalpha() and option.islower()) or (module and module not in MODULES):
        return None
    return module, option


def main() -> int:
    answer = str(Path(sys.argv[1]).resolve())
    python = python_with_mypy()
    if python is None:
        print("skipped: no Python with mypy 2.4.1 here (set KRAIT_MYPY_PYTHON)")
        return 77
    failures = 0
    cases = CASES + [(arguments, {}, arguments.split()) for arguments in ARGUMENTS]
    for name, files, arguments in cases:
        with tempfile.TemporaryDirectory() as root:
            folder = Path(root, "project")
            (folder / ".git").mkdir(parents=True)
            for path, text in {"a.py": "", "b.py": "", **files}.items():
                (folder / path).write_text(text)
            environment = {**os.environ, "HOME": root, "PYTHONSAFEPATH": "1", "COLUMNS": "200"}
            ours = run([answer, *arguments], folder, environment)
            keys = Path(root, "keys")
            # Asked with the names that Krait printed, or with all of them if it refused.
            keys.write_text("".join("\t".join(k) + "\n" for k in map(key, ours) if k))
            theirs = run([python, "-c", ORACLE, str(keys), *arguments], folder, environment)
        if ours != theirs:
            failures += 1
            print(f"{name}: differs")
            print("\n".join([f"    krait: {line}" for line in ours if line not in theirs][:8]))
            print("\n".join([f"    mypy:  {line}" for line in theirs if line not in ours][:8]))
    print(f"{len(cases)} cases, {failures} differ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
