"""How much faster a check is with two workers than with one, on programs whose bodies cost.

    python3 bench_workers.py path/to/krait [ROUNDS [MODULES]]

Real packages mix what scales with what doesn't; these programs tell the two apart. Each has as many
modules as are asked for, with the same bodies, and differs in who imports whom:

    chain   each module its predecessor: interfaces come one after the other
    fan     all modules the first
    cycle   each module the next, the last the first: one job makes all the interfaces

Runs are interleaved, without a cache; medians of the time on the clock, and of the ratio of each
round, because other work on the machine comes and goes. On a machine that is never quiet look at the
last column: of two workers, how many had a job on average, from the process's start to its end.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FUNCTIONS = 12
LINES = 12


def imported(shape: str, number: int, modules: int) -> int | None:
    """Whom a module imports."""
    if shape == "chain":
        return number - 1 if number > 0 else None
    if shape == "fan":
        return 0 if number > 0 else None
    return (number + 1) % modules


def text_of(shape: str, number: int, modules: int) -> str:
    other = imported(shape, number, modules)
    lines = [f"import m{other}"] if other is not None else []
    lines += ["class Shape:", "    def __init__(self, sides: int) -> None:", "        self.sides = sides"]
    for function in range(FUNCTIONS):
        lines.append(f"def f{function}(shape: Shape, given: list[int]) -> int:")
        lines.append("    total = shape.sides")
        for line in range(LINES):
            lines.append(f"    total += sum([x * {line} for x in given if x > total] + sorted(given, key=lambda x: -x))")
        if other is not None:
            lines.append(f"    total += m{other}.f{function}(m{other}.Shape(total), [total])")
        lines.append("    return total")
    return "\n".join(lines) + "\n"


def seconds(krait: str, folder: Path, workers: int, *more: str) -> float:
    start = time.perf_counter()
    subprocess.run(
        [krait, "check", "--cache-dir", "/dev/null", "--num-workers", str(workers), *more, "."],
        cwd=folder, check=True, stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start


def busy_workers(krait: str, folder: Path) -> float:
    trace = folder / "trace.json"
    clock = seconds(krait, folder, 2, "--trace", str(trace))
    written = json.loads(trace.read_text(encoding="utf-8"))
    events = written if isinstance(written, list) else written["traceEvents"]
    return float(sum(event.get("dur", 0) for event in events)) / 1e6 / clock


def main() -> None:
    krait = str(Path(sys.argv[1]).resolve())
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    modules = int(sys.argv[3]) if len(sys.argv) > 3 else 100
    for shape in ("chain", "fan", "cycle"):
        with tempfile.TemporaryDirectory(prefix="krait-workers-") as name:
            folder = Path(name)
            for number in range(modules):
                (folder / f"m{number}.py").write_text(text_of(shape, number, modules), encoding="utf-8")
            times = [(seconds(krait, folder, 1), seconds(krait, folder, 2)) for _ in range(rounds)]
            busy = busy_workers(krait, folder)
        one, two = (statistics.median(pair[i] for pair in times) for i in (0, 1))
        ratio = statistics.median(pair[0] / pair[1] for pair in times)
        print(f"{shape:<6} {modules} modules: one worker {one:.2f} s, two {two:.2f} s, {ratio:.2f} times as fast; "
              f"{busy:.2f} of two busy")


if __name__ == "__main__":
    main()
