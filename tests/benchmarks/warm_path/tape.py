"""Answers of a real store, taken down once and given again without a socket.

What the client does stays as it is: it signs, writes a whole HTTP message and reads one.
"""

import io
import os
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import urllib3.util.connection

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

TARGET = "X-Amz-Target"


class Tape:
    """Answers by part and by what was asked for; each kind comes round again at its end."""

    def __init__(self) -> None:
        self._part = ""
        self._answers: defaultdict[tuple[str, bytes], deque[bytes]] = defaultdict(deque)
        self._asked: tuple[bytes, bytes] = (b"", b"")

    def turn_to(self, part: str) -> None:
        self._part = part

    def calls(self) -> int:
        """Of the part, as it was taken down."""
        return sum(len(given) for (part, _), given in self._answers.items() if part == self._part)

    def record(self, client: "DynamoDBClient") -> None:
        """From now on what the client is answered is taken down."""
        client.meta.events.register("before-send", self._ask)
        client.meta.events.register("response-received", self._keep)

    def _ask(self, **event: Any) -> None:
        request = event["request"]
        target = request.headers[TARGET]
        self._asked = target if isinstance(target, bytes) else target.encode(), request.body

    def _keep(self, **event: Any) -> None:
        given = event["response_dict"]
        lines = [f"HTTP/1.1 {given['status_code']} OK"]
        lines += [f"{name}: {value}" for name, value in given["headers"].items()]
        head = "\r\n".join([*lines, "", ""]).encode()
        self._of(*self._asked).append(head + given["body"])

    def answer(self, message: bytes) -> bytes:
        head, _, body = message.partition(b"\r\n\r\n")
        target = head.partition(b"%s: " % TARGET.encode())[2].partition(b"\r")[0]
        answers = self._of(target, body)
        answers.rotate(-1)
        return answers[-1]

    def _of(self, target: bytes, body: bytes) -> deque[bytes]:
        """The stripes, which are read once a minute, belong to no part."""
        if b'"Key": {"pk": {"S": "stripes"}' in body:
            return self._answers["", b"stripes"]
        return self._answers[self._part, target]

    @contextmanager
    def played(self) -> Iterator[None]:
        """Who connects to anything, connects to this."""
        real = urllib3.util.connection.create_connection
        silent, other = os.pipe()
        urllib3.util.connection.create_connection = lambda *_, **__: _Socket(self, silent)  # type: ignore[assignment]
        try:
            yield
        finally:
            urllib3.util.connection.create_connection = real
            os.close(silent)
            os.close(other)


class _Socket:
    """As much of one as a connection without TLS asks for."""

    def __init__(self, tape: Tape, silent: int) -> None:
        """`silent` is a file that never has anything to read: the other side has not closed."""
        self._tape = tape
        self._silent = silent
        self._message = b""

    def sendall(self, message: bytes) -> None:
        self._message += message

    def makefile(self, *_: Any, **__: Any) -> io.BytesIO:
        """Of the answer, once all is sent."""
        answer, self._message = self._tape.answer(self._message), b""
        return io.BytesIO(answer)

    def fileno(self) -> int:
        return self._silent

    def setsockopt(self, *_: Any) -> None: ...

    def settimeout(self, _: float) -> None: ...

    def shutdown(self, _: int) -> None: ...

    def close(self) -> None: ...
