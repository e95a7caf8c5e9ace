#!/usr/bin/env bash
# Fills a folder with small Python files to start fuzzing from: tests/fuzz/seeds.sh FOLDER
set -euo pipefail
folder=$1
mkdir -p "$folder"
library=$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
find "$library" -name '*.py' -size -6k -not -path '*/site-packages/*' | sort | awk 'NR % 7 == 0' |
    head -150 | while read -r file; do
    cp "$file" "$folder/$(echo "${file#"$library"/}" | tr / _)"
done
cat >"$folder/new_syntax.py" <<'PYTHON'
match x:
    case {"a": [1, -2.5, *_], **rest} if (y := f"{x!r:>{w}} {{}} {a = }"): pass
    case A.B(1, c=None) | (2 + 3j) as d: pass
type X[T: int = str, *Ts, **P] = t"{x}" rf"{'a' + '''b'''}"
with (open(a) as b, c): x: list[*Ts] = lambda a, /, *b, c=1, **d: (yield)
try: pass
except* (A, B): del a[1:2, ::3], b.c
async def f[T](x: int = 1, *, y): return [i async for i in await z if i not in w]
PYTHON
