"""How long requests take while a workspace is checked for the first time: on a copy of FOLDER without a cache a server is
started, FILE is opened, and from then on each kind of request is sent at places all over the file, one after the other as
fast as they are answered, until the first check is done.

    answers_during_check.py KRAIT FOLDER FILE [--limit 50] [--pause 5]

Prints the percentiles of each kind, in milliseconds; with --limit, ends with 1 if a 95th percentile is above it.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from lsp_client import Client, Json, request
from workspace import place

CAPABILITIES: Json = {"textDocument": {"hover": {"contentFormat": ["markdown"]},
                                       "documentSymbol": {"hierarchicalDocumentSymbolSupport": True}}}
AT_A_NAME = ["hover", "definition", "references"]
BEHIND_A_DOT = ["completion"]
IN_A_CALL = ["signatureHelp"]
OF_THE_FILE = ["documentSymbol", "semanticTokens/full", "inlayHint"]
PATIENCE = 600.0


class Asker:
    """Asks about places of one open text, and notes how long each answer took."""

    def __init__(self, client: Client, uri: str, text: str) -> None:
        self.client, self.uri, self.text = client, uri, text
        self.chance = random.Random(1)
        self.took: dict[str, list[float]] = {}
        self.nothing: dict[str, int] = {}
        self.done = False
        self.places = {kind: [match.end() for match in re.finditer(pattern, text)]
                       for pattern, kinds in ((r"\bself\b|[a-z]\w{3,}", AT_A_NAME), (r"[a-z]\w*\.(?=\w)", BEHIND_A_DOT),
                                              (r"\w\((?=\w)", IN_A_CALL)) for kind in kinds}

    def params(self, kind: str) -> Json:
        params: dict[str, Json] = {"textDocument": {"uri": self.uri}, "context": {"includeDeclaration": True, "triggerKind": 1}}
        if kind in self.places:
            offset = self.chance.choice(self.places[kind]) - (1 if kind in AT_A_NAME else 0)
            return {**params, "position": place(self.text, offset)}
        first = self.chance.randrange(max(1, self.text.count("\n") - 60))  # what is on the screen
        return {**params, "range": {"start": {"line": first, "character": 0}, "end": {"line": first + 60, "character": 0}}}

    def ask(self, kind: str, idle: int) -> None:
        self.client.next_id += 1
        id = self.client.next_id
        message = request(id, "textDocument/" + kind, self.params(kind))
        start = time.monotonic()
        self.client.send(message)
        while True:
            answer = self.client.receive()
            assert answer is not None, self.client.stderr.decode(errors="replace")
            if "method" in answer:
                continue
            if answer["id"] == idle:
                self.done = True
            elif answer["id"] == id:
                self.took.setdefault(kind, []).append((time.monotonic() - start) * 1000)
                if not answer.get("result"):
                    self.nothing[kind] = self.nothing.get(kind, 0) + 1
                return


def percentile(times: list[float], part: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


def measure(krait: str, root: Path, file: str, pause: float) -> Asker:
    text = (root / file).read_text()
    os.environ["XDG_CACHE_HOME"] = str(root / ".no-cache-yet")
    client = Client(krait, "--stdio", cwd=str(root))
    client.initialize(CAPABILITIES, rootUri=root.as_uri())
    client.open((root / file).as_uri(), text)
    asker = Asker(client, (root / file).as_uri(), text)
    start = time.monotonic()
    client.send(request(7, "krait/waitUntilIdle"))
    kinds = [*AT_A_NAME, *BEHIND_A_DOT, *IN_A_CALL, *OF_THE_FILE]
    while not asker.done and time.monotonic() - start < PATIENCE:
        for kind in kinds:
            asker.ask(kind, 7)
            time.sleep(pause / 1000)
    print(f"the first check took {time.monotonic() - start:.1f} s")
    client.kill()
    return asker


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("krait")
    parser.add_argument("folder", type=Path)
    parser.add_argument("file", help="below the folder")
    parser.add_argument("--limit", type=float, help="milliseconds at the 95th percentile")
    parser.add_argument("--pause", type=float, default=5, help="milliseconds between an answer and the next question")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="krait-first-check-") as folder:
        root = Path(folder).resolve() / "workspace"
        shutil.copytree(arguments.folder, root, ignore=shutil.ignore_patterns(".mypy_cache", ".krait_cache", ".git"))
        asker = measure(str(Path(arguments.krait).resolve()), root, arguments.file, arguments.pause)
    print(f"{'':22}{'asked':>7}{'empty':>7}{'50 %':>9}{'95 %':>9}{'most':>9}")
    slow = False
    for kind, times in asker.took.items():
        late = percentile(times, 0.95)
        slow = slow or (arguments.limit is not None and late > arguments.limit)
        print(f"{kind:22}{len(times):7}{asker.nothing.get(kind, 0):7}{percentile(times, 0.5):9.1f}{late:9.1f}{max(times):9.1f}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
