#!/usr/bin/env python3
"""One cache for every process, folder and machine: what is found again, and what is computed anew.

    test_sharing.py KRAIT OTHER      OTHER is a build with another cache format
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from project import VERSIONS, State, write_state

FIRST: State = (0, 0, 0, 0, 0, 0)
KRAIT, OTHER = (str(Path(program).absolute()) for program in sys.argv[1:3])


@dataclass
class Checked:
    """What a check said, and how much of it came from the cache."""

    output: str
    sccs: tuple[int, int]
    chunks: tuple[int, int]
    errors: str

    @property
    def hit_fully(self) -> bool:
        return self.sccs[0] == self.sccs[1] and self.chunks[0] == self.chunks[1]

    @property
    def missed_fully(self) -> bool:
        return self.sccs[0] == 0 and self.chunks[0] == 0


def check(where: Path, cache: Path | str, program: str = KRAIT, *more: str) -> Checked:
    command = [program, "check", "--config-file=", "--stats", f"--cache-dir={cache}", *more, "."]
    result = subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=120)
    found = re.search(r"From the cache: (\d+) of (\d+) SCCs' interfaces, (\d+) of (\d+) chunks", result.stdout)
    assert found, result
    output = "".join(line for line in result.stdout.splitlines(True) if ": error:" in line or ": note:" in line)
    numbers = [int(number) for number in found.groups()]
    return Checked(output, (numbers[0], numbers[1]), (numbers[2], numbers[3]), result.stderr)


def run_check(where: Path, cache: Path | str) -> tuple[int, str, str]:
    command = [KRAIT, "check", "--config-file=", f"--cache-dir={cache}", "."]
    result = subprocess.run(command, cwd=where, capture_output=True, text=True, timeout=120)
    return result.returncode, result.stdout, result.stderr


def cache_command(cache: Path, *arguments: str) -> str:
    command = [KRAIT, "cache", f"--cache-dir={cache}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def test_a_second_run_computes_nothing(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    cold = check(folder / "a", folder / "cache")
    warm = check(folder / "a", folder / "cache")
    assert cold.output, "the project has errors to show"
    assert warm.hit_fully and warm.output == cold.output, warm


def answers(cache: Path) -> int:
    count: int = json.loads(cache_command(cache, "stat", "--json"))["kinds"]["answers"]["count"]
    return count


def test_what_is_said_of_an_unchanged_program_is_one_row(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    cold = check(folder / "a", folder / "cache")
    assert answers(folder / "cache") == 1
    (folder / "a" / "notes.txt").write_text("no module")
    for options in ([], ["--paranoid"]):
        warm = check(folder / "a", folder / "cache", KRAIT, *options)
        assert warm.hit_fully and warm.output == cold.output, warm
    assert answers(folder / "cache") == 1, "nothing new was found out"


def test_an_edit_that_keeps_size_and_time_is_seen(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    file = folder / "a" / "client.py"
    check(folder / "a", folder / "cache")
    check(folder / "a", folder / "cache")
    before = file.stat()
    file.write_text(file.read_text().replace("str", "int"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    for options in ([], ["--paranoid"]):
        warm = check(folder / "a", folder / "cache", KRAIT, *options)
        assert warm.output == check(folder / "a", "/dev/null").output, warm


def test_a_file_where_one_was_missing_is_seen(folder: Path) -> None:
    write_state(folder / "a", (0, 0, 0, 2, 0, 0))  # imports `missing`
    for _ in range(2):
        assert "missing" in check(folder / "a", folder / "cache").output
    (folder / "a" / "missing.py").write_text("x = 1\n")
    warm = check(folder / "a", folder / "cache")
    assert warm.output == check(folder / "a", "/dev/null").output
    (folder / "a" / "missing.py").unlink()
    assert "missing" in check(folder / "a", folder / "cache").output


def test_a_cache_that_is_configured_is_the_one_that_is_looked_at(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    (folder / "a" / "mypy.ini").write_text("[mypy]\ncache_dir = elsewhere\n")
    subprocess.run([KRAIT, "check", "."], cwd=folder / "a", capture_output=True, timeout=120)
    command = [KRAIT, "cache", "stat", "--json"]
    said = subprocess.run(command, cwd=folder / "a", check=True, capture_output=True, text=True, timeout=60).stdout
    assert json.loads(said)["file"] == str(folder / "a" / "elsewhere" / "krait.db")


def test_another_folder_hits_fully(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    write_state(folder / "elsewhere" / "b", FIRST)
    cold = check(folder / "a", folder / "cache")
    warm = check(folder / "elsewhere" / "b", folder / "cache")
    assert warm.hit_fully and warm.output == cold.output, warm


def test_an_edit_in_a_body_computes_that_body(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    cold = check(folder / "a", folder / "cache")
    use = folder / "a" / "use.py"
    use.write_text(use.read_text().replace("    return s.name\n", "\n    return s.area()\n"))
    edited = check(folder / "a", folder / "cache")
    assert edited.sccs[0] == edited.sccs[1], edited
    assert edited.chunks[1] - edited.chunks[0] == 1, edited
    assert edited.output == check(folder / "a", "/dev/null").output != cold.output


def rows(cache: Path, kind: int) -> int:
    with sqlite3.connect(cache / "krait.db") as database:
        count: int = database.execute("SELECT count(*) FROM artefact_1 WHERE kind = ?", (kind,)).fetchone()[0]
    return count


def forget(cache: Path, kind: int) -> None:
    with sqlite3.connect(cache / "krait.db") as database:
        database.execute("DELETE FROM artefact_1 WHERE kind = ?", (kind,))


SUMMARIES, INTERFACES, BODIES = 1, 2, 3


def test_an_edit_in_a_body_loads_that_file_alone(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    check(folder / "a", folder / "cache")
    forget(folder / "cache", SUMMARIES)
    use = folder / "a" / "use.py"
    for body in ("    s.area(1)\n    return s.name\n", "\n    return b''\n", "    return s.name\n"):
        use.write_text(use.read_text().rsplit("bytes:\n", 1)[0] + "bytes:\n" + body)
        edited = check(folder / "a", folder / "cache")
        assert edited.output == check(folder / "a", "/dev/null").output
        assert edited.sccs[0] == edited.sccs[1], edited
    assert edited.hit_fully, "the last version is the first"
    assert rows(folder / "cache", SUMMARIES) == 2, "one for each other version of the file"


def test_a_body_is_checked_although_the_rows_that_it_needs_are_gone(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    use = folder / "a" / "use.py"
    for kind in (INTERFACES, BODIES):
        check(folder / "a", folder / "cache")
        forget(folder / "cache", kind)
        use.write_text(use.read_text().replace("return s.name", "\n    s.area(2)\n    return s.name"))
        assert check(folder / "a", folder / "cache").output == check(folder / "a", "/dev/null").output


EDITS = [
    ("shapes.py", "        return 0\n", "        # why\n        return ''\n"),
    ("shapes.py", "        # why\n", "        1 + ''\n\n"),
    ("square.py", "        return 2\n", "        from shapes import Shape\n        return Shape().name\n"),
    ("square.py", "        from shapes import Shape\n", "        from use import f\n        f(self)\n"),
    ("registry.py", "    import square\n", "    import nowhere\n    import square\n"),
    ("registry.py", "    import nowhere\n", "\n"),
    ("use.py", "reveal_type(default())\n", "# no more\n"),
    ("use.py", "    return s.name\n", "    return s.nam\n"),
    ("use.py", "    return s.nam\n", "    return s.name  # type: ignore\n"),
    ("use.py", "def f(s: Square) -> bytes:\n", "\n\ndef f(s: Square, more: int = 0) -> bytes:\n"),
    ("shapes.py", "\n        return ''\n", "        return 1\n"),
    ("use.py", "    return s.name", "    return s.name(]"),
    ("use.py", "    return s.name(]", "    return s.name, lambda: s.area()"),
]


def test_every_edit_leads_where_a_check_without_a_cache_does(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    check(folder / "a", folder / "cache")
    for name, before, after in EDITS:
        file = folder / "a" / name
        assert before in file.read_text(), (name, before)
        file.write_text(file.read_text().replace(before, after))
        edited = run_check(folder / "a", folder / "cache")
        assert edited == run_check(folder / "a", "/dev/null"), (name, after, edited)
        assert edited == run_check(folder / "a", folder / "cache"), "and once more, unchanged"


def test_going_back_to_a_branch_computes_nothing(folder: Path) -> None:
    for state in (FIRST, (1, 0, 0, 0, 0, 0), FIRST, (1, 0, 0, 0, 0, 0)):
        write_state(folder / "a", state)
        last = check(folder / "a", folder / "cache")
        assert last.output == check(folder / "a", "/dev/null").output
    assert last.hit_fully, last


def test_other_versions_and_options_live_in_one_file(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    check(folder / "a", folder / "cache")
    other = check(folder / "a", folder / "cache", OTHER)
    assert other.missed_fully, other
    strict = check(folder / "a", folder / "cache", KRAIT, "--python-version=3.10")
    assert strict.chunks[0] == 0, strict
    assert check(folder / "a", folder / "cache").hit_fully
    assert check(folder / "a", folder / "cache", OTHER).hit_fully


def test_a_merge_of_two_machines_hits_fully(folder: Path) -> None:
    one, two = FIRST, (1, 1, 0, 1, 1, 1)
    for name, state in (("one", one), ("two", two)):
        write_state(folder / name, state)
        check(folder / name, folder / f"cache-{name}")
        cache_command(folder / f"cache-{name}", "export", str(folder / f"export-{name}"))
    for order in (("one", "two"), ("two", "one")):
        merged = folder / f"merged-{order[0]}"
        for name in order:
            cache_command(merged, "merge", str(folder / f"export-{name}" / "krait.db"))
        for name in ("one", "two"):
            assert check(folder / name, merged).hit_fully


def snapshot(program: Path, into: Path) -> None:
    script = Path(__file__).parents[2] / "tools" / "make_snapshot.cmake"
    given = [f"-DKRAIT={program}", f"-DINTO={into}", "-DVERSIONS=3.12", "-DMODULES=typing;__future__"]
    subprocess.run(["cmake", *given, "-P", str(script)], check=True, capture_output=True, timeout=300)


def test_what_comes_with_the_program_is_not_computed_and_not_kept_again(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    (folder / "bin").mkdir()
    installed = folder / "bin" / "krait"
    shutil.copy2(KRAIT, installed)
    alone = check(folder / "a", folder / "cache", str(installed), "--python-version=3.12")
    snapshot(installed, folder / "share" / "krait" / "typeshed")
    for options in ([], ["--strict"]):
        cache = folder / f"cache{len(options)}"
        first = check(folder / "a", cache, str(installed), "--python-version=3.12", *options)
        assert 0 < first.sccs[0] == first.sccs[1] - len(VERSIONS) + 1, first  # two are a cycle
        assert rows(cache, SUMMARIES) == len(VERSIONS)
        again = check(folder / "a", cache, str(installed), "--python-version=3.12", *options)
        assert again.hit_fully and again.output == first.output, again
    assert check(folder / "a", folder / "cache0", str(installed), "--python-version=3.12").output == alone.output
    damaged = folder / "share" / "krait" / "typeshed" / "krait.db"
    damaged.write_bytes(b"no database" * 1000)
    first = check(folder / "a", folder / "cache-new", str(installed), "--python-version=3.12")
    assert first.sccs[0] == 0 and first.output == alone.output and not first.errors, first


def all_rows(cache: Path) -> set[tuple[int, bytes, bytes]]:
    with sqlite3.connect(cache / "krait.db") as database:
        return set(database.execute("SELECT kind, key, content FROM artefact_1"))


def test_everybody_writes_the_same_bytes(folder: Path) -> None:
    for name, workers in (("a", 1), ("elsewhere/b", 8), ("c", 3)):
        write_state(folder / name, FIRST)
        check(folder / name, folder / f"cache{workers}", KRAIT, f"--num-workers={workers}")
    assert all_rows(folder / "cache1") == all_rows(folder / "cache8") == all_rows(folder / "cache3")


def test_a_ninth_process_finds_what_eight_have_written_at_once(folder: Path) -> None:
    whole = (0, 0, 0, 0, 0, 0)
    write_state(folder / "whole", whole)
    at_once = []
    for number in range(8):
        where = folder / f"part{number}"
        write_state(where, whole)
        files = sorted(where.glob("*.py*"))
        command = [KRAIT, "check", "--config-file=", f"--cache-dir={folder / 'cache'}", files[number % len(files)].name]
        at_once.append(subprocess.Popen(command, cwd=where, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True))
    for process in at_once:
        assert process.communicate(timeout=120)[1] == "", "nobody is in anybody's way"
    ninth = check(folder / "whole", folder / "cache")
    assert ninth.hit_fully and ninth.output == check(folder / "whole", "/dev/null").output, ninth


def test_nothing_is_kept_where_nothing_shall_be(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    check(folder / "a", "/dev/null")
    assert check(folder / "a", folder / "cache", KRAIT, "--no-incremental").sccs == (0, 0)
    assert not (folder / "cache").exists()
    check(folder / "a", folder / "cache")
    cache_command(folder / "cache", "clear")
    assert check(folder / "a", folder / "cache").missed_fully


def test_a_cache_that_cannot_be_made_is_one_warning(folder: Path) -> None:
    write_state(folder / "a", FIRST)
    (folder / "file").write_text("in the way")
    result = check(folder / "a", folder / "file" / "cache")
    assert result.errors.count("\n") == 1 and "--cache-dir" in result.errors, result
    assert result.output == check(folder / "a", "/dev/null").output


def main() -> int:
    failed = 0
    tests = [(name, test) for name, test in globals().items() if name.startswith("test_")]
    for name, test in tests:
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(Path(folder))
            except AssertionError as error:
                failed += 1
                print(f"FAILED {name}: {error}")
    print(f"{len(tests) - failed} of {len(tests)} passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
