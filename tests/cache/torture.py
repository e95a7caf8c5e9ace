#!/usr/bin/env python3
"""Many processes, one cache, and everything that can happen to it.

    torture.py KRAIT [KRAIT ...] [--seconds 60] [--processes 8] [--seed 1] [--time-limit 120]

Each process checks a copy of a project that keeps changing; all share one cache. Meanwhile processes
are killed, bits of the database are flipped, it is deleted, truncated, and (as root) the disk that it
lies on is full. With more than one program, versions of Krait meet. Every result must be the one
without a cache, down to the byte; nobody may speak of a lock.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from project import State, next_state, random_state, write_state


@dataclass
class Torture:
    programs: list[str]
    folder: Path
    until: float
    time_limit: float  # seconds for one check
    expected: dict[tuple[str, State], tuple[int, str]] = field(default_factory=dict)
    running: set[subprocess.Popen[str]] = field(default_factory=set)
    killed: set[int] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    checks: int = 0
    faults: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def disk(self) -> Path:
        """What may be full."""
        return self.folder / "disk"

    @property
    def cache(self) -> Path:
        return self.disk / "cache"


def run(torture: Torture, program: str, where: Path, extra: list[str], mortal: bool) -> tuple[int, str, str] | None:
    """Status, output, standard error; nothing if it was killed."""
    command = [program, "check", *extra, "--config-file=", "."]
    process = subprocess.Popen(command, cwd=where, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if mortal:
        with torture.lock:
            torture.running.add(process)
    try:
        output, errors = process.communicate(timeout=torture.time_limit)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return (-1, "", f"still running after {torture.time_limit} s")
    finally:
        with torture.lock:
            torture.running.discard(process)
    with torture.lock:
        if process.pid in torture.killed:
            return None
    return (process.returncode, output, errors)


def uncached(torture: Torture, program: str, state: State) -> tuple[int, str]:
    key = (program, state)
    with torture.lock:
        known = torture.expected.get(key)
    if known is not None:
        return known
    with tempfile.TemporaryDirectory(dir=torture.folder) as where:
        write_state(Path(where), state)
        result = run(torture, program, Path(where), ["--no-incremental"], mortal=False)
    assert result is not None
    answer = (result[0], blocked_or_not(result))
    with torture.lock:
        torture.expected[key] = answer
    return answer


def blocked_or_not(result: tuple[int, str, str]) -> str:
    """What is compared: standard output, and with syntax errors what is said of them."""
    if result[0] == 2:
        return "".join(line for line in result[2].splitlines(True) if " cache in " not in line)
    return result[1]


def checker(torture: Torture, number: int, seed: int) -> None:
    source = random.Random(seed)
    where = torture.folder / f"copy{number}"
    state = random_state(source)
    while time.monotonic() < torture.until and not torture.failures:
        state = next_state(state, source)
        write_state(where, state)
        program = source.choice(torture.programs)
        result = run(torture, program, where, [f"--cache-dir={torture.cache}"], mortal=True)
        if result is None:
            continue
        expected = uncached(torture, program, state)
        problem = ""
        if (result[0], blocked_or_not(result)) != expected:
            problem = f"expected {expected}, got {result}"
        elif "lock" in result[2] or "busy" in result[2].lower():
            problem = f"speaks of locks: {result[2]}"
        with torture.lock:
            torture.checks += 1
            if problem:
                torture.failures.append(f"{program} on {state}: {problem}")


def flip_bits(database: Path, source: random.Random) -> None:
    with database.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        for _ in range(source.randrange(1, 6)):
            place = source.randrange(min(size, 8192) if source.random() < 0.3 else size)
            file.seek(place)
            byte = file.read(1)
            file.seek(place)
            file.write(bytes([byte[0] ^ (1 << source.randrange(8))]))


def harm(torture: Torture, source: random.Random) -> None:
    kind = source.choice(["kill", "kill", "kill", "flip", "truncate", "delete", "delete log", "fill"])
    database = torture.cache / "krait.db"
    with torture.lock:
        torture.faults += 1
        if kind == "kill":
            if torture.running:
                victim = source.choice(sorted(torture.running, key=lambda process: process.pid))
                torture.killed.add(victim.pid)
                victim.send_signal(signal.SIGKILL)
            return
    try:
        if kind == "flip":
            flip_bits(database, source)
        elif kind == "truncate":
            os.truncate(database, source.randrange(database.stat().st_size + 1))
        elif kind == "delete":
            shutil.rmtree(torture.cache)
        elif kind == "delete log":
            (torture.cache / "krait.db-wal").unlink()
        elif kind == "fill":
            with (torture.disk / "filler").open("wb") as filler:
                filler.write(b"x" * (64 << 20))
    except (OSError, ValueError):
        pass  # not there at the moment, or the disk is full indeed


def spoiler(torture: Torture, seed: int) -> None:
    source = random.Random(seed)
    while time.monotonic() < torture.until and not torture.failures:
        time.sleep(source.random() * 0.8)
        harm(torture, source)
        if source.random() < 0.3:
            (torture.disk / "filler").unlink(missing_ok=True)


def small_disk(folder: Path) -> bool:
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    return subprocess.run(mount, capture_output=True).returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("krait", nargs="+")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time-limit", type=float, default=120, help="seconds until a check counts as hanging")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="krait-torture-"))
    programs = [os.path.abspath(one) for one in options.krait]
    torture = Torture(programs, folder, time.monotonic() + options.seconds, options.time_limit)
    torture.disk.mkdir()
    mounted = small_disk(torture.disk)
    try:
        jobs = [threading.Thread(target=spoiler, args=(torture, options.seed))]
        for number in range(options.processes):
            seed = options.seed * 1000 + number
            jobs.append(threading.Thread(target=checker, args=(torture, number, seed)))
        for job in jobs:
            job.start()
        for job in jobs:
            job.join()
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(torture.disk)], check=False)
        shutil.rmtree(folder, ignore_errors=True)
    disk = "a small disk" if mounted else "an ordinary disk (only root can make a small one)"
    print(f"{torture.checks} checks, {torture.faults} faults on {disk}, seed {options.seed}")
    for failure in torture.failures:
        print(f"FAILED: {failure}")
    return 1 if torture.failures or torture.checks == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
