"""Servers of others: they take what is posted to them, answer as told, and keep a ledger."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Received:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def webhook_id(self) -> str:
        return self.headers["webhook-id"]


@dataclass(frozen=True, slots=True)
class Reply:
    status: int = 200
    body: bytes = b"thanks"
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0  # seconds before anything is said


Decide = Callable[[Received], Reply]


class Receiver:
    """`decide` may be replaced at any time. `taken` are those that were answered with 2xx."""

    def __init__(self, decide: Decide | None = None) -> None:
        self.decide: Decide = decide or (lambda _: Reply())
        self.received: list[Received] = []
        self.taken: list[Received] = []
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/hook"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def types(self) -> list[str]:
        return [request.json["type"] for request in self.taken]

    def take(self, received: Received) -> Reply:
        reply = self.decide(received)
        with self._lock:
            self.received.append(received)
            if 200 <= reply.status < 300:
                self.taken.append(received)
        return reply

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                reply = receiver.take(Received(self.path, headers, body))
                time.sleep(reply.pause)
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)

            do_GET = do_POST  # noqa: N815 - http.server's own name

            def log_message(self, *_: object) -> None: ...

        return Handler


@contextmanager
def a_receiver(decide: Decide | None = None) -> Iterator[Receiver]:
    receiver = Receiver(decide)
    try:
        yield receiver
    finally:
        receiver.stop()
