#!/usr/bin/env python3
"""Writes src/python/syntax/unicode_*_tables.cpp from the running Python's own Unicode database.

Run it with the newest Python at hand; the files are committed, so that a build needs no Python.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "src/python/syntax"
CODES = range(0x80, 0x110000)


def runs(codes: list[int]) -> list[tuple[int, int]]:
    result: list[tuple[int, int]] = []
    for code in codes:
        if result and result[-1][1] == code - 1:
            result[-1] = (result[-1][0], code)
        else:
            result.append((code, code))
    return result


def rows(items: list[str]) -> str:
    lines = [""]
    for item in items:
        if len(lines[-1]) + len(item) + 2 > 95:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + item + ","
    return "\n".join("    " + line for line in lines)


def ranges(codes: list[int]) -> str:
    return rows([f"{{{first:#x}, {last:#x}}}" for first, last in runs(codes)])


def literal(text: str) -> str:
    return 'U"' + "".join(f"\\u{ord(c):04x}" for c in text) + '"'


def main() -> int:
    start = [c for c in CODES if chr(c).isidentifier()]
    part = [c for c in CODES if ("a" + chr(c)).isidentifier()]
    mapped = [(c, unicodedata.normalize("NFKC", chr(c))) for c in part]
    mapped = [(c, text) for c, text in mapped if text != chr(c)]
    shifts: list[list[int]] = []  # first, last, what first becomes; the others follow in step
    for c, text in mapped:
        if len(text) > 1:
            continue
        if shifts and shifts[-1][1] == c - 1 and ord(text) - c == shifts[-1][2] - shifts[-1][0]:
            shifts[-1][1] = c
        else:
            shifts.append([c, c, ord(text)])
    mappings = [f"{{{c:#x}, {literal(text)}}}" for c, text in mapped if len(text) > 1]
    compositions = []
    for code in CODES:
        decomposed = unicodedata.decomposition(chr(code))
        if not decomposed or decomposed.startswith("<") or " " not in decomposed:
            continue
        first, second = (int(part, 16) for part in decomposed.split())
        if unicodedata.normalize("NFC", chr(first) + chr(second)) == chr(code):
            compositions.append((first, second, code))
    pairs = [f"{{{a:#x}, {b:#x}, {c:#x}}}" for a, b, c in sorted(compositions)]
    tables = [
        ("CodeRange", "kNameStart", "name_start_ranges", ranges(start)),
        ("CodeRange", "kNamePart", "name_part_ranges", ranges(part)),
        (
            "Shift",
            "kShifts",
            "compatibility_shifts",
            rows([f"{{{a:#x}, {b:#x}, {c:#x}}}" for a, b, c in shifts if a != b]),
        ),
        (
            "Single",
            "kSingles",
            "compatibility_singles",
            rows([f"{{{a:#x}, {c:#x}}}" for a, b, c in shifts if a == b]),
        ),
        ("Mapping", "kCompatibility", "compatibility_mappings", rows(mappings)),
        ("Composition", "kCompositions", "compositions", rows(pairs)),
    ]
    for file, some in (("unicode_name_tables.cpp", tables[:2]), ("unicode_form_tables.cpp", tables[2:])):
        text = f"// {file}: Unicode {unicodedata.unidata_version}, by tools/make_unicode_tables.py.\n\n"
        text += '#include "python/syntax/unicode_tables.h"\n\n// clang-format off\n\n'
        text += "namespace krait::syntax {\n\n"
        for kind, name, function, body in some:
            text += f"static constexpr {kind} {name}[] = {{\n{body}\n}};\n\n"
            text += f"std::span<const {kind}> {function}() {{ return {name}; }}\n\n"
        text += "}  // namespace krait::syntax\n"
        (FOLDER / file).write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
