#!/usr/bin/env python3
"""Gets the typeshed that Krait embeds out of the pinned mypy wheel.

mypy ships typeshed with changes of its own, so the stubs must be the wheel's, not typeshed's. The
wheel is fetched by pip once, checked against the pinned hash, and kept in ~/.cache/krait: later
builds need no network.

    fetch_typeshed.py --into DIR         unpack the pinned typeshed (what the build calls)
    fetch_typeshed.py --version 2.5.0    pin another mypy version: the one command that refreshes

Beside typeshed's own files, DIR gets `krait/`: the version, and two lists that mypy's messages about
imports need (which stub distributions exist, and names of well-known modules), as plain text.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

PIN_FILE = Path(__file__).with_name("typeshed.pin.json")
PREFIX = "mypy/typeshed/"


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "krait"


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def download(version: str, into: Path) -> Path:
    """The pure-Python wheel of a mypy version, fetched by pip into a folder."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--disable-pip-version-check"]
    command += ["--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none"]
    command += ["--python-version=3.12", f"--dest={into}", f"mypy=={version}"]
    subprocess.run(command, check=True)
    return next(into.glob("mypy-*.whl"))


def pinned_wheel() -> Path:
    """The pinned wheel in the cache, downloaded if it isn't there. Exits if the hash differs."""
    pin = json.loads(PIN_FILE.read_text())
    cached: Path = cache_folder() / pin["wheel"]
    if not cached.exists() or sha256_of(cached) != pin["sha256"]:
        cached.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cached.parent) as folder:
            fetched = download(pin["mypy"], Path(folder))
            if sha256_of(fetched) != pin["sha256"]:
                sys.exit(f"error: {fetched.name} from PyPI doesn't have the hash pinned in {PIN_FILE}")
            os.replace(fetched, cached)
    return cached


def literal(node: ast.expr) -> Any:
    """The value of a literal, also inside `frozenset(...)`."""
    if isinstance(node, ast.Call):
        return literal(node.args[0])
    return ast.literal_eval(node)


def assigned_literals(source: str) -> dict[str, Any]:
    """Module-level names whose value is a literal."""
    result: dict[str, Any] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            try:
                result[node.target.id] = literal(node.value)
            except (ValueError, IndexError):
                pass
    return result


def stub_distributions(source: str) -> str:
    """Lines "module<TAB>distribution": a dotted module is the name of a namespace package's part."""
    tables = assigned_literals(source)
    names = {**tables["non_bundled_packages_flat"], **tables["_legacy_bundled_packages"]}
    for parts in tables["non_bundled_packages_namespace"].values():
        names.update(parts)
    return "".join(f"{module}\t{names[module]}\n" for module in sorted(names))


def known_modules(source: str) -> str:
    return "".join(f"{name}\n" for name in sorted(assigned_literals(source)["POPULAR_THIRD_PARTY_MODULES"]))


def unpack(wheel: Path, version: str, into: Path) -> None:
    """Fills `into` with typeshed and the lists; replaces what was there at once."""
    into.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=into.parent))
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith(PREFIX) and not name.endswith("/"):
                target = fresh / name[len(PREFIX):]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(name))
        own = fresh / "krait"
        own.mkdir()
        (own / "version").write_text(version + "\n")
        (own / "stub_distributions").write_text(stub_distributions(archive.read("mypy/stubinfo.py").decode()))
        (own / "known_modules").write_text(known_modules(archive.read("mypy/known_modules.py").decode()))
    shutil.rmtree(into, ignore_errors=True)
    os.replace(fresh, into)


def pin(version: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        wheel = download(version, Path(folder))
        entry = {"mypy": version, "wheel": wheel.name, "sha256": sha256_of(wheel)}
    PIN_FILE.write_text(json.dumps(entry, indent=4) + "\n")
    print(f"{PIN_FILE.name}: {wheel.name} {entry['sha256']}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--into", type=Path, help="folder to fill with the pinned typeshed")
    parser.add_argument("--version", help="pin this mypy version instead")
    arguments = parser.parse_args()
    if arguments.version:
        pin(arguments.version)
    if arguments.into:
        unpack(pinned_wheel(), json.loads(PIN_FILE.read_text())["mypy"], arguments.into)


if __name__ == "__main__":
    main()
