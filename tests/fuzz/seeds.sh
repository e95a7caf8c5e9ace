#!/usr/bin/env bash
# Fills a folder with small files to start fuzzing from, Python for the most part: tests/fuzz/seeds.sh FOLDER
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
cat >"$folder/mypy.ini" <<'INI'
[mypy]
strict = True
exclude = ^(a|b)/
disable_error_code = attr-defined, misc
[mypy-a.*,b]
ignore_missing_imports = True
INI
cat >"$folder/pyproject.toml" <<'TOML'
[tool.mypy]
python_version = "3.12"
enable_error_code = ["redundant-expr"]
[[tool.mypy.overrides]]
module = ["a.*", "b"]
follow_imports = "silent"
TOML
message='{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"rootUri":null,"capabilities":{}}}'
printf '\003Content-Length: %d\r\n\r\n%s' ${#message} "$message" >"$folder/message"
