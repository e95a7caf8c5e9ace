"""Builds Krait's wheel: the backend that pyproject.toml names.

The wheel holds the program of the release preset, as a script, so that installing it gives a `krait`
command; and beside it the shared libraries that it needs and that another machine may lack, found by
the run path that src/CMakeLists.txt gives it ($ORIGIN/../lib/krait). A ready-made backend would
configure a build folder of its own: this one uses the one that people have, and needs no package.

By hand: `python3 tools/wheel/krait_build.py FOLDER [--tree]` writes a wheel, or with --tree just bin/ and
lib/krait/ (for the editor's extension), into FOLDER.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from typing import Dict, List, Mapping, Optional

ROOT = Path(__file__).resolve().parents[2]
SUMMARY = "A Python type checker and language server: mypy's answers at native speed"
# Part of every system with the C library that the wheel's name asks for.
SYSTEM_LIBRARIES = ("linux-vdso", "ld-linux", "libc.so", "libm.so", "libstdc++.so", "libgcc_s.so")
SNAPSHOT = "share/krait/typeshed/krait.db"
EXECUTABLE = 0o100755
READABLE = 0o100644
OLD_ENOUGH = (1980, 1, 1, 0, 0, 0)  # one time for every file: the same build makes the same wheel


def version() -> str:
    text = (ROOT / "src/base/version.h").read_text()
    found = re.search(r'kVersion\[\] = "([^"]+)"', text)
    if found is None:
        raise SystemExit("src/base/version.h names no version.")
    return found.group(1)


def build_program() -> Path:
    """The release's program, built as far as it isn't there. `KRAIT_PROGRAM` names one that is."""
    ready = os.environ.get("KRAIT_PROGRAM")
    if ready:
        return Path(ready).resolve()
    for tool in ("cmake", "ninja"):
        if shutil.which(tool) is None:
            raise SystemExit(f"{tool} is missing: `tools/install_packages.sh` installs what a build needs.")
    # Not the environment's Python, which is gone when pip ends and would stay in the build folder.
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    python = getattr(sys, "_base_executable", None) or sys.executable
    configure = ["cmake", "--preset", "release", f"-DPython3_EXECUTABLE={python}"]
    build = ["cmake", "--build", "--preset", "release", "--target", "krait", "krait_snapshot"]
    configured = (ROOT / "build/release/build.ninja").exists()
    for command in [build] if configured else [configure, build]:
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return ROOT / "build/release/krait"


def snapshot_of(program: Path) -> Path:
    """The standard library's interfaces, which the program finds beside it or beside its folder."""
    return program.parent / SNAPSHOT


def libraries(program: Path) -> List[Path]:
    """The shared libraries that go along."""
    listing = subprocess.run(["ldd", str(program)], capture_output=True, text=True, check=True).stdout
    missing = re.findall(r"(\S+) => not found", listing)
    if missing:
        raise SystemExit(f"{program} lacks {', '.join(missing)}.")
    paths = [Path(path) for path in re.findall(r"=> (/\S+)", listing)]
    return sorted(path for path in paths if not path.name.startswith(SYSTEM_LIBRARIES))


def licence_of(library: Path) -> Optional[str]:
    """What Debian says of a library's licence, if it is Debian's."""
    if shutil.which("dpkg") is None:
        return None
    for path in (library, library.resolve(), Path("/usr", *library.parts[1:])):
        owner = subprocess.run(["dpkg", "-S", str(path)], capture_output=True, text=True).stdout
        text = Path("/usr/share/doc", owner.split(":")[0], "copyright")
        if owner and text.exists():
            return text.read_text(errors="replace")
    return None


def tag() -> str:
    """The wheel's tag: any Python 3, on systems with this C library or a newer one."""
    kind, number = platform.libc_ver()
    machine = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    if kind == "glibc" and machine.startswith("linux_"):
        major, minor = number.split(".")[:2]
        machine = machine.replace("linux", f"manylinux_{major}_{minor}", 1)
    return f"py3-none-{machine}"


def metadata() -> str:
    head = f"Metadata-Version: 2.1\nName: krait\nVersion: {version()}\nSummary: {SUMMARY}\nLicense: MIT\n"
    readme = (ROOT / "README.md").read_text()
    return f"{head}Requires-Python: >=3.9\nDescription-Content-Type: text/markdown\n\n{readme}"


class Wheel:
    """A wheel that is being written."""

    def __init__(self, folder: Path) -> None:
        self.name = f"krait-{version()}-{tag()}.whl"
        self.info = f"krait-{version()}.dist-info"
        self._records: List[str] = []
        folder.mkdir(parents=True, exist_ok=True)
        self._archive = zipfile.ZipFile(folder / self.name, "w", zipfile.ZIP_DEFLATED)

    def add(self, name: str, content: bytes, mode: int = READABLE) -> None:
        entry = zipfile.ZipInfo(name, OLD_ENOUGH)
        entry.external_attr = mode << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._archive.writestr(entry, content)
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        self._records.append(f"{name},sha256={digest},{len(content)}")

    def close(self) -> None:
        record = f"{self.info}/RECORD"
        lines = "\n".join([*self._records, f"{record},,"]) + "\n"
        entry = zipfile.ZipInfo(record, OLD_ENOUGH)
        entry.external_attr = READABLE << 16
        self._archive.writestr(entry, lines)
        self._archive.close()


def build_wheel(
    wheel_directory: str,
    config_settings: Optional[Mapping[str, object]] = None,
    metadata_directory: Optional[str] = None,
) -> str:
    """PEP 517."""
    program = build_program()
    wheel = Wheel(Path(wheel_directory))
    data = f"krait-{version()}.data"
    wheel.add(f"{data}/scripts/krait", program.read_bytes(), EXECUTABLE)
    if snapshot_of(program).exists():
        wheel.add(f"{data}/data/{SNAPSHOT}", snapshot_of(program).read_bytes())
    licences: Dict[str, bytes] = {"LICENSE": (ROOT / "LICENSE").read_bytes()}
    for library in libraries(program):
        wheel.add(f"{data}/data/lib/krait/{library.name}", library.read_bytes(), EXECUTABLE)
        text = licence_of(library)
        if text is not None:
            licences[f"{library.name}.txt"] = text.encode()
    for name, content in licences.items():
        wheel.add(f"{wheel.info}/licenses/{name}", content)
    wheel.add(f"{wheel.info}/METADATA", metadata().encode())
    made_by = f"Wheel-Version: 1.0\nGenerator: krait_build\nRoot-Is-Purelib: false\nTag: {tag()}\n"
    wheel.add(f"{wheel.info}/WHEEL", made_by.encode())
    wheel.close()
    return wheel.name


def build_sdist(sdist_directory: str, config_settings: Optional[Mapping[str, object]] = None) -> str:
    """PEP 517: what Git has, with the metadata on top."""
    stem = f"krait-{version()}"
    archive = Path(sdist_directory, f"{stem}.tar.gz")
    info = ROOT / "build" / "PKG-INFO"
    info.parent.mkdir(exist_ok=True)
    info.write_text(metadata())
    command = ["git", "archive", "--format=tar.gz", f"--prefix={stem}/", f"--add-file={info}", "HEAD"]
    subprocess.run([*command, f"--output={archive}"], cwd=ROOT, check=True)
    return archive.name


def write_tree(folder: Path) -> None:
    """bin/krait, lib/krait/ and share/krait/, as an installed wheel has them."""
    program = build_program()
    for part in ("bin", "lib/krait"):
        shutil.rmtree(folder / part, ignore_errors=True)
        (folder / part).mkdir(parents=True)
    shutil.copy2(program, folder / "bin/krait")
    for library in libraries(program):
        shutil.copy2(library, folder / "lib/krait" / library.name)
    if snapshot_of(program).exists():
        (folder / SNAPSHOT).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(snapshot_of(program), folder / SNAPSHOT)


def main() -> None:
    parser = argparse.ArgumentParser(description="Builds Krait's wheel.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tree", action="store_true", help="bin/ and lib/krait/ instead of a wheel")
    arguments = parser.parse_args()
    if arguments.tree:
        write_tree(arguments.folder)
    else:
        print(build_wheel(str(arguments.folder)))


if __name__ == "__main__":
    main()
