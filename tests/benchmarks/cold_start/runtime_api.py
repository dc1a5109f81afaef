"""Lambda's Runtime API for one environment: one event, then no other."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_PREFIX = "/2018-06-01/runtime/"
_DEADLINE = 900  # seconds; valgrind makes them long
_FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:measured"


class RuntimeApi:
    """`served` is set when the runtime asks for a second event, so the first one is done with."""

    def __init__(self, event: dict[str, Any]) -> None:
        self.event = json.dumps(event).encode()
        self.served = threading.Event()
        self.answer: Any = None
        self.answered = False
        self.error: str = ""
        self.port = 0
        self._asked = 0
        self._ended = threading.Event()

    @contextmanager
    def running(self) -> Iterator["RuntimeApi"]:
        with ThreadingHTTPServer(("127.0.0.1", 0), self._handler()) as server:
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            try:
                yield self
            finally:
                self._ended.set()
                server.shutdown()
                thread.join()

    def next(self) -> bytes | None:
        self._asked += 1
        if self._asked == 1:
            return self.event
        self.served.set()
        self._ended.wait()
        return None

    def take(self, path: str, body: bytes) -> None:
        if path.endswith("/error"):
            self.error = body.decode()
            self.served.set()
        else:
            self.answer = json.loads(body)
            self.answered = True  # a schedule's answer may be null

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                event = api.next()
                if event is None:
                    self.close_connection = True
                    return
                self.send_response(200)
                self.send_header("Lambda-Runtime-Aws-Request-Id", "request-1")
                deadline = int((time.time() + _DEADLINE) * 1000)
                self.send_header("Lambda-Runtime-Deadline-Ms", str(deadline))
                self.send_header("Lambda-Runtime-Invoked-Function-Arn", _FUNCTION)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(event)))
                self.end_headers()
                self.wfile.write(event)

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                api.take(self.path.removeprefix(_PREFIX), self.rfile.read(length))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                return

        return Handler
