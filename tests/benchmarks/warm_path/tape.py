"""Answers of a real store, taken down once and given again without a socket.

What the client does stays as it is: it signs, writes a whole HTTP message and reads one.
"""

import io
import socket
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from faultbook.aws.signed_client import SignedClient
from faultbook.settings import read_aws

Given = tuple[int, dict[bytes, bytes], bytes]


class Tape:
    """Answers by part and by what was asked for; each kind comes round again at its end."""

    def __init__(self) -> None:
        self._part = ""
        self._answers: defaultdict[tuple[str, bytes], deque[bytes]] = defaultdict(deque)

    def turn_to(self, part: str) -> None:
        self._part = part

    def calls(self) -> int:
        """Of the part, as it was taken down."""
        return sum(len(given) for (part, _), given in self._answers.items() if part == self._part)

    def keep(self, message: bytes, given: Given) -> None:
        status, headers, body = given
        lines = [b"HTTP/1.1 %d OK" % status, *(b"%s: %s" % pair for pair in headers.items())]
        self._of(message).append(b"\r\n".join([*lines, b"", body]))

    def answer(self, message: bytes) -> bytes:
        answers = self._of(message)
        answers.rotate(-1)
        return answers[-1]

    def _of(self, message: bytes) -> deque[bytes]:
        """The stripes, which are read once a minute, belong to no part."""
        if b'"Key":{"pk":{"S":"stripes"}' in message:
            return self._answers["", b"stripes"]
        operation = message.partition(b"x-amz-target: ")[2].partition(b"\r")[0]
        return self._answers[self._part, operation]

    @contextmanager
    def played(self) -> Iterator[None]:
        """Who connects to anything, connects to this."""
        real = socket.create_connection
        socket.create_connection = lambda *_, **__: _Socket(self)  # type: ignore[assignment]
        try:
            yield
        finally:
            socket.create_connection = real


class RecordingClient(SignedClient):
    def __init__(self, tape: Tape) -> None:
        super().__init__("dynamodb", read_aws("dynamodb"))
        self._tape = tape

    def exchange(self, message: bytes) -> Given:
        given = super().exchange(message)
        self._tape.keep(message, given)
        return given


class _Socket:
    """As much of one as a connection without TLS asks for."""

    def __init__(self, tape: Tape) -> None:
        self._tape = tape
        self._answer = io.BytesIO()

    def sendall(self, message: bytes) -> None:
        self._answer.seek(0)
        self._answer.truncate()
        self._answer.write(self._tape.answer(message))
        self._answer.seek(0)

    def makefile(self, _: str) -> io.BytesIO:
        return self._answer

    def setsockopt(self, *_: Any) -> None: ...

    def settimeout(self, _: float) -> None: ...

    def close(self) -> None: ...
