"""Serves a WSGI application on loopback: uvicorn for HTTP/1.1, threads for the application."""

import asyncio
import io
import json
import logging
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import uvicorn
from werkzeug.test import run_wsgi_app

log = logging.getLogger("local")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Answer = tuple[int, list[tuple[str, str]], bytes]

MAX_BODY = 10 * 1024 * 1024  # HTTP API quota; more is 413 before any handler runs
# Closing on unread data resets the connection, and the client never sees the answer.
_HEARD_OUT = 4 * MAX_BODY
_BACKLOG = 1024  # a thousand clients at once are one of the checks
_THREADS = 64
_IDLE_SECONDS = 60
_STOP_SECONDS = 1


class HttpServer:
    """Holds its port from the start, answers from `start()` on. Port 0 picks a free one."""

    def __init__(self, port: int) -> None:
        """Raises OSError where the port is taken."""
        self._socket = socket.create_server(("127.0.0.1", port), backlog=_BACKLOG)
        # Connections inherit it; asyncio sets it only where a socket names its protocol.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def start(self, application: Application) -> None:
        self._server = uvicorn.Server(
            uvicorn.Config(
                _Asgi(application, self.port),
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,  # the gateway reports requests
                proxy_headers=False,
                server_header=False,
                backlog=_BACKLOG,
                timeout_keep_alive=_IDLE_SECONDS,
                timeout_graceful_shutdown=_STOP_SECONDS,
            )
        )
        sockets = [self._socket]
        self._thread = threading.Thread(
            target=self._server.run, args=(sockets,), name="http", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Returns once requests in progress are answered, or after a second."""
        if self._server and self._thread:
            self._server.should_exit = True
            self._thread.join()
        self._socket.close()


class _TooLarge(Exception):
    """The body is larger than MAX_BODY."""


class _Gone(Exception):
    """The client went away before its request was whole."""


class _Asgi:
    """A whole request in, a whole answer out, as with API Gateway."""

    def __init__(self, application: Application, port: int) -> None:
        self._application = application
        self._port = port
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="http")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        try:
            body = await _body(receive)
        except _Gone:
            return
        except _TooLarge:
            answer = _message(413, "Request Entity Too Large")
        else:
            environ = _environ(scope, body, self._port)
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self._threads, self._answer, environ)
        await _send(answer, send)

    def _answer(self, environ: dict[str, Any]) -> Answer:
        try:
            chunks, status, headers = run_wsgi_app(self._application, environ, buffered=True)
            return int(status[:3]), list(headers), b"".join(chunks)
        except Exception:
            # A defect of the application; the connection is as good as before.
            log.exception("%s failed", environ["REQUEST_METHOD"])
            return _message(500, "Internal Server Error")


async def _body(receive: Receive) -> bytes:
    """Raises _Gone or _TooLarge."""
    body = bytearray()
    heard = 0
    has_more = True
    while has_more and heard < _HEARD_OUT:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise _Gone
        content = event.get("body", b"")
        heard += len(content)
        if heard <= MAX_BODY:
            body += content
        has_more = event.get("more_body", False)
    if heard > MAX_BODY:
        raise _TooLarge
    return bytes(body)


def _environ(scope: dict[str, Any], body: bytes, port: int) -> dict[str, Any]:
    """Repeated headers are joined by a comma alone, as API Gateway joins them."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "RAW_PATH": scope["raw_path"].decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        text = value.decode("latin-1")
        environ[key] = f"{environ[key]},{text}" if key in environ else text
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ.pop("HTTP_TRANSFER_ENCODING", None)  # undone by now
    environ["CONTENT_LENGTH"] = str(len(body))
    return environ


def _message(status: int, text: str) -> Answer:
    content = json.dumps({"message": text}).encode()
    headers = [("content-type", "application/json"), ("content-length", str(len(content)))]
    return status, headers, content


async def _send(answer: Answer, send: Send) -> None:
    status, headers, content = answer
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": content})
