"""One client for all: an HTTP connection that stays open where the server lets it."""

import http.client
import json
import socket
import time
from collections.abc import Callable, Mapping
from typing import Any

_TIMEOUT = 300
_IDLE_SECONDS = 15
_START_SECONDS = 60
_POLL_SECONDS = 0.1


class CallFailed(Exception):
    """An answer that is no success; carries its beginning."""


class Caller:
    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT)
        self._used = time.monotonic()
        self._headers = {"Content-Type": "application/json", **(headers or {})}

    def __call__(self, method: str, path: str, body: Any = None) -> bytes:
        """Raises CallFailed."""
        content = None if body is None else json.dumps(body)
        if time.monotonic() - self._used > _IDLE_SECONDS:
            self._connection.close()  # before the server does; the next request opens it again
        try:
            self._connection.request(method, path, content, self._headers)
            answer = self._connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()  # or it would never take another request
            raise
        self._used = time.monotonic()
        if answer.status >= http.client.MULTIPLE_CHOICES:
            beginning = text[:500].decode("utf-8", "replace")
            raise CallFailed(f"{method} {path}: {answer.status} {beginning}")
        return text

    def json(self, method: str, path: str, body: Any = None) -> Any:
        """Raises CallFailed."""
        return json.loads(self(method, path, body))

    def close(self) -> None:
        self._connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_ready: Callable[[], object], what: str) -> None:
    """Until it raises no more. Raises CallFailed after a minute."""
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            is_ready()
        except (OSError, http.client.HTTPException, CallFailed) as error:
            if time.monotonic() > deadline:
                raise CallFailed(f"{what} does not answer: {error}") from error
            time.sleep(_POLL_SECONDS)
        else:
            return
