"""A threaded WSGI server that keeps HTTP/1.1 connections open, which Werkzeug's own does not."""

import io
import logging
import re
import socket
import sys
import threading
import urllib.parse
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer, ThreadingMixIn
from typing import Any

log = logging.getLogger("local")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

MAX_BODY = 10 * 1024 * 1024  # HTTP API quota; more is 413 before any handler runs
_MAX_LINE = 65_536
_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f]{1,8}")
_IDLE_SECONDS = 60
_STOP_SECONDS = 0.05  # how often the accepting loop looks whether it is to end


class HttpServer(ThreadingMixIn, TCPServer):
    """Listens from the start, answers from `start()` on. Port 0 picks a free one."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024  # a thousand clients at once are one of the checks

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Connection)
        self.application: Application = _not_ready
        self._thread = threading.Thread(
            target=self.serve_forever, args=(_STOP_SECONDS,), name="http", daemon=True
        )

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def start(self, application: Application) -> None:
        self.application = application
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news; anything else is a defect of this file."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def _not_ready(_: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("503 Service Unavailable", [("Content-Length", "0")])
    return []


class _BadFraming(Exception):
    """The body cannot be told from the next request; carries the status to close with."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # one packet for head and body of an answer
    timeout = _IDLE_SECONDS
    server: HttpServer

    def handle_one_request(self) -> None:
        self.raw_requestline = self._first_line()
        if not self.raw_requestline:
            self.close_connection = True
            return
        if len(self.raw_requestline) > _MAX_LINE:
            self.requestline = self.command = ""
            self._refuse(414, "Request-URI Too Long")
        elif self.parse_request():
            self._answer()
        self.wfile.flush()

    def _first_line(self) -> bytes:
        try:
            return self.rfile.readline(_MAX_LINE + 1)
        except (TimeoutError, ConnectionError):
            return b""

    def _answer(self) -> None:
        try:
            body = self._body()
        except _BadFraming as error:
            self._refuse(error.status, str(error))
            return
        status, headers, content = self._ask_application(body)
        self.send_response_only(int(status[:3]))
        self.send_header("Date", self.date_time_string())
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _ask_application(self, body: bytes) -> tuple[str, list[tuple[str, str]], bytes]:
        said: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
            said[:] = [status, headers]

        try:
            content = self._content(body, start_response)
        except Exception:
            # A defect of the application; the connection is as good as before.
            log.exception("%s failed", self.command)
            return "500 Internal Server Error", [("Content-Length", "0")], b""
        status, headers = said
        return status, headers, content

    def _content(self, body: bytes, start_response: Any) -> bytes:
        chunks = self.server.application(self._environ(body), start_response)
        try:
            return b"".join(chunks)
        finally:
            if close := getattr(chunks, "close", None):
                close()

    def _environ(self, body: bytes) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": urllib.parse.unquote_to_bytes(path).decode("latin-1"),
            "RAW_URI": self.path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": str(self.server.port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name in {name.lower() for name in self.headers}:
            value = ",".join(self.headers.get_all(name, []))
            key = name.upper().replace("-", "_")
            is_plain = key in ("CONTENT_TYPE", "CONTENT_LENGTH")
            environ[key if is_plain else f"HTTP_{key}"] = value
        environ.pop("HTTP_TRANSFER_ENCODING", None)  # undone by now
        environ["CONTENT_LENGTH"] = str(len(body))
        return environ

    def _body(self) -> bytes:
        encoding = self.headers.get("Transfer-Encoding")
        if encoding is not None:
            if encoding.strip().lower() != "chunked" or "Content-Length" in self.headers:
                raise _BadFraming(400, "Bad Request")
            return self._chunks()
        length = self.headers.get("Content-Length", "0").strip()
        if not (length.isascii() and length.isdigit()):
            raise _BadFraming(400, "Bad Request")
        if int(length) > MAX_BODY:
            raise _BadFraming(413, "Request Entity Too Large")
        return self._exactly(int(length))

    def _chunks(self) -> bytes:
        body = bytearray()
        while size := self._chunk_size():
            if len(body) + size > MAX_BODY:
                raise _BadFraming(413, "Request Entity Too Large")
            body += self._exactly(size)
            self._exactly(len(b"\r\n"))
        while self.rfile.readline(_MAX_LINE).strip():  # trailers
            pass
        return bytes(body)

    def _chunk_size(self) -> int:
        size = self.rfile.readline(_MAX_LINE).partition(b";")[0].strip()
        if not _HEXADECIMAL.fullmatch(size):
            raise _BadFraming(400, "Bad Request")
        return int(size, 16)

    def _exactly(self, length: int) -> bytes:
        body = self.rfile.read(length)
        if len(body) < length:
            raise _BadFraming(400, "Bad Request")
        return body

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the base class finds wrong with a head."""
        del message, explain  # they repeat what the client sent
        self._refuse(code, HTTPStatus(code).phrase)

    def _refuse(self, status: int, message: str) -> None:
        self.request_version = self.protocol_version  # unread as yet in a bad first line
        content = f'{{"message":"{message}"}}'.encode()
        self.close_connection = True
        self.send_response_only(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()
        if status == 413:  # noqa: PLR2004 - the client may still be writing; hear it out
            self._hear_out()

    def _hear_out(self) -> None:
        """Closing on unread data resets the connection, and the client never sees the answer."""
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(1)
        remaining = 4 * MAX_BODY
        try:
            while remaining > 0 and (heard := self.rfile.read1(_MAX_LINE)):
                remaining -= len(heard)
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """The gateway reports requests; refusals before it are the client's business."""
