"""A language client as small as a test needs: it starts the server and speaks frames with it.

Bytes may be written raw, because most of what is tested here is bytes that no client would send.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from typing import Any

Json = Any
TIMEOUT = 60.0


def frame(content: bytes | Json) -> bytes:
    if not isinstance(content, bytes):
        content = json.dumps(content).encode()
    return b"Content-Length: %d\r\n\r\n" % len(content) + content


def request(id: int | str | None, method: str, params: Json = None) -> Json:
    message: Json = {"jsonrpc": "2.0", "id": id, "method": method}
    if params is not None:
        message["params"] = params
    return message


def notification(method: str, params: Json = None) -> Json:
    message: Json = {"jsonrpc": "2.0", "method": method}
    if params is not None:
        message["params"] = params
    return message


class Client:
    """One server process. Everything that it sends is read by a thread, so that it never waits."""

    def __init__(self, krait: str, *arguments: str, read: bool = True, cwd: str | None = None) -> None:
        self.process = subprocess.Popen(
            [krait, "server", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
        )
        self.stderr = b""
        self.messages: queue.Queue[Json] = queue.Queue()
        self.next_id = 1000
        self.stderr_reader = threading.Thread(target=self._read_stderr, daemon=True)
        self.stderr_reader.start()
        if read:
            self.start_reading()

    def start_reading(self) -> None:
        threading.Thread(target=self._read_messages, daemon=True).start()

    def _read_stderr(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.stderr += line

    def _read_messages(self) -> None:
        assert self.process.stdout
        out = self.process.stdout
        while True:
            length = -1
            while True:
                line = out.readline()
                if not line:
                    self.messages.put(None)
                    return
                if line == b"\r\n":
                    break
                name, _, value = line.partition(b":")
                assert name == b"Content-Length", f"not a header on standard output: {line!r}"
                length = int(value)
            self.messages.put(json.loads(out.read(length)))

    def write(self, data: bytes) -> None:
        assert self.process.stdin
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, *messages: Json) -> None:
        self.write(b"".join(frame(message) for message in messages))

    def receive(self) -> Json:
        """The next message; None when the server closed its output."""
        try:
            return self.messages.get(timeout=TIMEOUT)
        except queue.Empty:
            raise AssertionError(f"nothing came; on standard error: {self.stderr.decode(errors='replace')}") from None

    def answer_to(self, id: int | str | None) -> Json:
        """Skips notifications and requests of the server's."""
        while True:
            message = self.receive()
            assert message is not None, f"the server is gone: {self.stderr.decode(errors='replace')}"
            if "method" not in message and message.get("id") == id:
                return message

    def ask(self, method: str, params: Json = None) -> Json:
        self.next_id += 1
        self.send(request(self.next_id, method, params))
        return self.answer_to(self.next_id)

    def notify(self, method: str, params: Json = None) -> None:
        self.send(notification(method, params))

    def initialize(self, capabilities: Json | None = None, **more: Json) -> Json:
        answer = self.ask(
            "initialize",
            {"processId": os.getpid(), "rootUri": None, "capabilities": capabilities or {}, **more},
        )
        self.notify("initialized", {})
        return answer["result"]

    def open(self, uri: str, text: str, version: int = 1) -> None:
        document = {"uri": uri, "languageId": "python", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, uri: str, version: int, *changes: Json) -> None:
        self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)},
        )

    def diagnostics(self, uri: str, version: int | None) -> list[Json]:
        """The first set for this version from here on."""
        while True:
            message = self.receive()
            assert message is not None, f"the server is gone: {self.stderr.decode(errors='replace')}"
            if message.get("method") != "textDocument/publishDiagnostics":
                continue
            params = message["params"]
            if params["uri"] == uri and params.get("version") == version:
                return list(params["diagnostics"])

    def close_input(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()

    def wait(self) -> int:
        return self.process.wait(timeout=TIMEOUT)

    def end(self) -> str:
        """Ends the server in order; all that it has said on standard error."""
        self.ask("shutdown")
        self.notify("exit")
        self.wait()
        self.stderr_reader.join(TIMEOUT)
        return self.stderr.decode(errors="replace")

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream
            try:
                stream.close()
            except OSError:
                pass
