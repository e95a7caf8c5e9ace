"""The whole server over its standard streams: odd bytes, odd messages, odd clients.

    python3 test_protocol.py path/to/krait [-k pattern]

Each test asserts the answer and that the session goes on afterwards.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from lsp_client import TIMEOUT, Client, Json, frame, notification, request

KRAIT = ""
URI = "file:///nowhere/a.py"
BROKEN = "x = (1\n"
RIGHT = "x = (1)\n"

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
NOT_INITIALIZED = -32002
CANCELLED = -32800


def resident_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def insertion(line: int, character: int, text: str) -> Json:
    place = {"line": line, "character": character}
    return {"range": {"start": place, "end": place}, "text": text}


class ServerTest(unittest.TestCase):
    def start(self, *arguments: str, read: bool = True) -> Client:
        client = Client(KRAIT, *arguments, read=read)
        self.addCleanup(client.kill)
        return client

    def running(self, **capabilities: Json) -> Client:
        client = self.start("--stdio")
        client.initialize(capabilities)
        return client

    def assert_goes_on(self, client: Client) -> None:
        answer = client.ask("krait/nonsense")
        self.assertEqual(answer["error"]["code"], METHOD_NOT_FOUND)

    def assert_ends(self, client: Client, code: int = 0) -> None:
        self.assertIsNone(client.ask("shutdown")["result"])
        client.notify("exit")
        self.assertEqual(client.wait(), code)


class Frames(ServerTest):
    def check_refused(self, data: bytes) -> None:
        """`data` gets one parse error without an id."""
        client = self.running()
        client.write(data)
        answer = client.receive()
        self.assertEqual(answer["error"]["code"], PARSE_ERROR, answer)
        self.assertIsNone(answer["id"])
        self.assert_goes_on(client)

    def test_one_byte_at_a_time(self) -> None:
        client = self.running()
        for byte in frame(request(7, "krait/nonsense")):
            client.write(bytes([byte]))
        self.assertEqual(client.answer_to(7)["error"]["code"], METHOD_NOT_FOUND)
        self.assert_goes_on(client)

    def test_many_messages_in_one_write(self) -> None:
        client = self.running()
        client.write(b"".join(frame(request(id, "krait/nonsense")) for id in range(500)))
        for id in range(500):
            self.assertEqual(client.receive()["id"], id)

    def test_headers_in_any_case_and_order(self) -> None:
        client = self.running()
        content = json.dumps(request("odd", "krait/nonsense")).encode()
        kind = b"CONTENT-TYPE: application/vscode-jsonrpc; charset=utf-8\r\n"
        size = b"content-LENGTH:   %d \r\n" % len(content)
        for headers in (kind + size, size + kind, b"X-Y: z\r\n" + size, size + size):
            client.write(headers + b"\r\n" + content)
            self.assertEqual(client.receive()["id"], "odd")
        self.assert_goes_on(client)

    def test_differing_lengths(self) -> None:
        self.check_refused(b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}")

    def test_missing_length(self) -> None:
        self.check_refused(b"Content-Type: application/vscode-jsonrpc\r\n\r\n{}")

    def test_negative_length(self) -> None:
        self.check_refused(b"Content-Length: -1\r\n\r\n{}")

    def test_length_that_is_no_number(self) -> None:
        self.check_refused(b"Content-Length: many\r\n\r\n{}")

    def test_length_beyond_any_number(self) -> None:
        self.check_refused(b"Content-Length: 123456789012345678901234567890\r\n\r\n{}")

    def test_unbelievable_length(self) -> None:
        self.check_refused(b"Content-Length: 9999999999999\r\n\r\n{}")

    def test_no_header_at_all(self) -> None:
        self.check_refused(b"GET / HTTP 1.1\r\n\r\n")

    def test_endless_header(self) -> None:
        self.check_refused(b"X" * 1_000_000 + b"\r\n")

    def test_another_charset(self) -> None:
        self.check_refused(b"Content-Length: 2\r\nContent-Type: a; charset=latin-1\r\n\r\n{}")

    def test_empty_content(self) -> None:
        self.check_refused(b"Content-Length: 0\r\n\r\n")

    def test_zero_bytes(self) -> None:
        self.check_refused(b"\0" * 100 + b"\r\n")

    def test_64_mib_are_read_and_more_is_refused(self) -> None:
        client = self.running()
        limit = 64 << 20
        head, tail = b'{"jsonrpc":"2.0","id":1,"method":"krait/nonsense","params":["', b'"]}'
        largest = head + b"x" * (limit - len(head) - len(tail)) + tail
        client.write(frame(largest))
        self.assertEqual(client.receive()["error"]["code"], METHOD_NOT_FOUND)
        client.write(frame(largest + b" "))
        answer = client.receive()
        self.assertEqual(answer["error"]["code"], PARSE_ERROR)
        self.assertIsNone(answer["id"])
        self.assert_goes_on(client)

    def test_a_document_of_60_mib(self) -> None:
        client = self.running()
        line = "# comments, since not the checker's speed is what is tested\n"
        client.open(URI, line * ((60 << 20) // len(line)) + BROKEN)
        self.assertEqual(client.diagnostics(URI, 1)[0]["code"], "syntax")
        self.assert_goes_on(client)


class Messages(ServerTest):
    def check(self, content: bytes, code: int, id: Json = None) -> None:
        client = self.running()
        client.write(frame(content))
        answer = client.receive()
        self.assertEqual(answer["error"]["code"], code, answer)
        self.assertEqual(answer["id"], id)
        self.assertEqual(answer["jsonrpc"], "2.0")
        self.assert_goes_on(client)

    def test_malformed_json(self) -> None:
        for content in (b"{", b'{"jsonrpc": "2.0", "method": "a", }', b"\xff\xfe", b"nonsense", b'"'):
            with self.subTest(content=content):
                self.check(content, PARSE_ERROR)

    def test_deep_nesting(self) -> None:
        self.check(b"[" * 1_000_000, PARSE_ERROR)

    def test_invalid_requests(self) -> None:
        self.check(b"1", INVALID_REQUEST)
        self.check(b"[]", INVALID_REQUEST)
        self.check(b'{"jsonrpc":"2.0","id":5}', INVALID_REQUEST, 5)
        self.check(b'{"jsonrpc":"1.0","id":5,"method":"shutdown"}', INVALID_REQUEST, 5)
        self.check(b'{"jsonrpc":"2.0","id":5,"method":6}', INVALID_REQUEST, 5)
        self.check(b'{"jsonrpc":"2.0","id":{},"method":"shutdown"}', INVALID_REQUEST)

    def test_unknown_methods(self) -> None:
        client = self.running()
        for method in ("textDocument/nonsense", "$/nonsense", ""):
            self.assertEqual(client.ask(method)["error"]["code"], METHOD_NOT_FOUND)
        client.notify("nonsense")
        client.notify("$/nonsense", {"a": 1})
        self.assert_goes_on(client)

    def test_wrong_parameter_types(self) -> None:
        client = self.start()
        wrong: list[object] = [None, [], {"capabilities": 1}, {"processId": "x"}, {"rootUri": 1}]
        for params in wrong:
            answer = client.ask("initialize", params)
            self.assertEqual(answer["error"]["code"], INVALID_PARAMS, answer)
            self.assertIn("params", answer["error"]["message"])
        client.initialize()
        document = {"uri": URI, "version": 2}
        wrong = [
            None, 3, {}, {"textDocument": document},
            {"textDocument": document, "contentChanges": {}},
            {"textDocument": {"uri": 1, "version": 2}, "contentChanges": []},
            {"textDocument": document, "contentChanges": [insertion(-1, 0, "x")]},
        ]
        for params in wrong:
            client.notify("textDocument/didChange", params)
            client.notify("textDocument/didOpen", params)
        self.assert_goes_on(client)

    def test_a_batch(self) -> None:
        client = self.running()
        client.send([request(1, "krait/nonsense"), notification("$/x"), request(2, "shutdown")])
        answers = client.receive()
        self.assertEqual([answer["id"] for answer in answers], [1, 2])
        self.assertEqual(answers[0]["error"]["code"], METHOD_NOT_FOUND)
        self.assertIsNone(answers[1]["result"])

    def test_half_a_surrogate_pair(self) -> None:
        client = self.running()
        client.open(URI, "# \ud83d\n" + BROKEN)  # json.dumps writes it as an escape
        # The bracket is missed where the file ends, after its two lines.
        self.assertEqual(client.diagnostics(URI, 1)[0]["range"]["start"], {"line": 2, "character": 0})

    def test_answers_nobody_asked_for(self) -> None:
        client = self.running()
        client.send({"jsonrpc": "2.0", "id": 12345, "result": {}})
        client.send({"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": ""}})
        self.assert_goes_on(client)

    def test_cancelling(self) -> None:
        client = self.running()
        client.notify("$/cancelRequest", {"id": 4711})
        client.notify("$/cancelRequest", {"id": None})
        client.notify("$/cancelRequest")
        self.assert_goes_on(client)
        # No folder and no document: nothing is checked, so waiting would be answered at once. It is
        # cancelled before or after, and answered exactly once either way.
        client.send(request("w", "krait/waitUntilIdle"), notification("$/cancelRequest", {"id": "w"}))
        answer = client.answer_to("w")
        self.assertTrue("result" in answer or answer["error"]["code"] == CANCELLED)
        self.assert_goes_on(client)

    def test_trace(self) -> None:
        client = self.running()
        client.notify("$/setTrace", {"value": "verbose"})
        client.notify("$/setTrace", {"value": 1})
        self.assert_goes_on(client)


class Lifecycle(ServerTest):
    def test_requests_before_initialize(self) -> None:
        client = self.start()
        for method in ("shutdown", "textDocument/hover", "nonsense"):
            self.assertEqual(client.ask(method)["error"]["code"], NOT_INITIALIZED)
        client.open(URI, BROKEN)  # dropped
        client.initialize()
        self.assert_goes_on(client)
        self.assert_ends(client)

    def test_initialize_twice(self) -> None:
        client = self.running()
        self.assertEqual(client.ask("initialize", {"capabilities": {}})["error"]["code"], INVALID_REQUEST)
        self.assert_goes_on(client)

    def test_requests_after_shutdown(self) -> None:
        client = self.running()
        client.ask("shutdown")
        for method in ("shutdown", "initialize", "textDocument/hover"):
            self.assertEqual(client.ask(method)["error"]["code"], INVALID_REQUEST)
        client.notify("exit")
        self.assertEqual(client.wait(), 0)

    def test_exit_without_shutdown(self) -> None:
        client = self.running()
        client.notify("exit")
        self.assertEqual(client.wait(), 1)

    def test_exit_before_initialize(self) -> None:
        client = self.start()
        client.notify("exit")
        self.assertEqual(client.wait(), 1)

    def test_end_of_input(self) -> None:
        client = self.running()
        client.close_input()
        self.assertEqual(client.wait(), 1)
        client = self.running()
        client.ask("shutdown")
        client.close_input()
        self.assertEqual(client.wait(), 0)

    def test_end_of_input_inside_a_message(self) -> None:
        client = self.running()
        client.write(b"Content-Length: 100\r\n\r\n{")
        client.close_input()
        self.assertEqual(client.wait(), 1)

    def test_answers_are_written_before_the_end(self) -> None:
        client = self.start(read=False)
        client.send(request(0, "initialize", {"capabilities": {}}))
        client.send(*(request(id, "krait/nonsense") for id in range(1, 3000)))
        client.send(request(3000, "shutdown"), notification("exit"))
        client.start_reading()
        for id in range(3001):
            self.assertEqual(client.receive()["id"], id)
        self.assertEqual(client.wait(), 0)

    def test_the_parent_process_dies(self) -> None:
        parent = subprocess.Popen(["sleep", "1000"])
        self.addCleanup(parent.kill)
        client = self.start()
        client.ask("initialize", {"processId": parent.pid, "capabilities": {}})
        self.assert_goes_on(client)
        parent.kill()
        parent.wait()
        self.assertEqual(client.wait(), 1)

    def test_messages_from_a_file(self) -> None:
        messages = [
            request(1, "initialize", {"capabilities": {}}),
            notification("initialized", {}),
            request(2, "shutdown"),
            notification("exit"),
        ]
        with tempfile.TemporaryDirectory() as folder:
            into, out = Path(folder, "in"), Path(folder, "out")
            into.write_bytes(b"".join(frame(message) for message in messages))
            with into.open("rb") as stdin, out.open("wb") as stdout:
                code = subprocess.run([KRAIT, "server"], stdin=stdin, stdout=stdout, timeout=TIMEOUT).returncode
            self.assertEqual(code, 0)
            self.assertEqual(out.read_bytes().count(b"Content-Length"), 2)

    def test_logs_go_to_a_file(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder, "krait.log")
            client = self.start("--log-file", str(log), "--log-level", "debug")
            client.initialize(clientInfo={"name": "a test"})
            self.assert_ends(client)
            self.assertIn("a test", log.read_text())
            self.assertEqual(client.stderr, b"")


class SlowReaders(ServerTest):
    def test_a_reader_that_stops_costs_bounded_memory(self) -> None:
        client = self.start(read=False)
        client.send(request(0, "initialize", {"capabilities": {}}), notification("initialized", {}))
        client.open(URI, BROKEN)
        client.send(request(1, "krait/waitUntilIdle"))
        assert client.process.stdin and client.process.stdout
        # Requests whose answers nobody reads, until the server reads no more of them.
        os.set_blocking(client.process.stdin.fileno(), False)
        flood = frame(request(2, "krait/" + "n" * 10_000)) * 10
        written, rest = 0, b""
        while True:
            _, writable, _ = select.select([], [client.process.stdin], [], 2)
            if not writable:
                break
            rest = rest or flood
            count = os.write(client.process.stdin.fileno(), rest)
            written, rest = written + count, rest[count:]
            self.assertLess(written, 64 << 20, "input is read though nobody reads the output")
        before = resident_mib(client.process.pid)
        self.assertLess(before, 500)
        # The reader comes back: everything is there, and the session goes on.
        os.set_blocking(client.process.stdin.fileno(), True)
        client.start_reading()
        client.write(rest)
        self.assert_goes_on(client)
        self.assert_ends(client)

    def test_a_reader_that_vanishes_ends_the_session(self) -> None:
        client = self.start(read=False)
        client.send(request(0, "initialize", {"capabilities": {}}))
        assert client.process.stdout
        client.process.stdout.close()
        try:
            while client.process.poll() is None:
                client.send(request(1, "krait/nonsense"))
        except BrokenPipeError:
            pass
        self.assertEqual(client.wait(), 1)

    def test_exit_doesnt_wait_for_a_reader_that_stopped(self) -> None:
        client = self.start(read=False)
        client.send(request(0, "initialize", {"capabilities": {}}))
        client.send(*(request(1, "krait/" + "n" * 10_000) for _ in range(50)))
        client.send(request(2, "shutdown"), notification("exit"))
        self.assertEqual(client.wait(), 0)

    def test_superseded_sets_are_not_kept(self) -> None:
        client = self.start(read=False)
        client.send(request(0, "initialize", {"capabilities": {}}), notification("initialized", {}))
        client.open(URI, BROKEN * 10)
        for version in range(2, 2000):
            client.change(URI, version, {"text": BROKEN * (version % 7 + 1)})
        client.send(request(1, "krait/waitUntilIdle"))
        client.start_reading()
        last = None
        while (message := client.receive()).get("id") != 1:
            if message.get("params", {}).get("uri") == URI:
                last = message["params"]["version"]
        self.assertEqual(last, 1999)
        self.assert_ends(client)


class Documents(ServerTest):
    def test_positions_are_counted_as_agreed(self) -> None:
        snake = "s = '\N{SNAKE}\N{SNAKE}'; x = )\n"
        for encodings, name, column in (
            (None, "utf-16", 16), (["utf-16"], "utf-16", 16), (["utf-32"], "utf-32", 14),
            (["utf-16", "utf-8"], "utf-8", 20), (["utf-7"], "utf-16", 16),
        ):
            with self.subTest(encodings=encodings):
                client = self.start()
                general = {} if encodings is None else {"general": {"positionEncodings": encodings}}
                result = client.initialize(general)
                self.assertEqual(result["capabilities"]["positionEncoding"], name)
                client.open(URI, snake)
                start = client.diagnostics(URI, 1)[0]["range"]["start"]
                self.assertEqual(start, {"line": 0, "character": column})
                client.change(URI, 2, insertion(0, column, "("))
                self.assertEqual(client.diagnostics(URI, 2), [])

    def test_several_changes_in_one_notification(self) -> None:
        client = self.running()
        client.open(URI, RIGHT)
        self.assertEqual(client.diagnostics(URI, 1), [])
        client.change(URI, 2, insertion(0, 0, "a = 1\n"), insertion(1, 0, "b = 2\n"),
                      insertion(2, 0, "y = '''\n"))
        self.assertEqual(client.diagnostics(URI, 2)[0]["range"]["start"], {"line": 2, "character": 4})
        client.change(URI, 3, insertion(99, 99, "'''\n"))
        self.assertEqual(client.diagnostics(URI, 3), [])

    def test_odd_notifications_for_documents(self) -> None:
        client = self.running()
        client.change(URI, 2, {"text": BROKEN})
        client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
        client.open("untitled:Untitled-1", BROKEN)
        client.open("not an uri", BROKEN)
        client.open(URI, RIGHT, 5)
        self.assertEqual(client.diagnostics(URI, 5), [])
        client.open(URI, BROKEN, 1)  # twice
        self.assertEqual(len(client.diagnostics(URI, 1)), 1)
        client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
        self.assertEqual(client.diagnostics(URI, None), [])
        self.assert_goes_on(client)

    def test_the_last_of_many_quick_edits_wins(self) -> None:
        client = self.running()
        client.open(URI, "")
        for version in range(2, 502):
            client.change(URI, version, {"text": BROKEN if version % 2 else RIGHT})
        self.assertEqual(len(client.diagnostics(URI, 501)), 1)

    def test_a_diagnostic_has_all_that_editors_show(self) -> None:
        client = self.running(textDocument={"publishDiagnostics": {"codeDescriptionSupport": True}})
        client.open(URI, BROKEN)
        diagnostic = client.diagnostics(URI, 1)[0]
        self.assertEqual(diagnostic["code"], "syntax")
        self.assertEqual(diagnostic["source"], "krait")
        self.assertEqual(diagnostic["severity"], 1)
        self.assertTrue(diagnostic["codeDescription"]["href"].endswith("#code-syntax"))


if __name__ == "__main__":
    KRAIT = os.path.abspath(sys.argv.pop(1))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    unittest.main(verbosity=2)
