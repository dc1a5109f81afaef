"""One request to somebody else's server: looked up once, checked, and asked at the address checked.

No redirect is followed and no proxy is used; the answer is read to its bound. A library would
look the name up again by itself, and between two look-ups a name can change.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

from faultbook.domain.deliveries import Attempt, Failure
from faultbook.outgoing.address import AddressRefused, Target, check, target_of
from faultbook.usecases.ports import Clock

SECONDS = 10.0  # in all, from the look-up to the last byte
MAX_ANSWER = 1024  # bytes
_MAX_WAIT = timedelta(days=1)

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Request:
    url: str
    headers: Mapping[str, str]
    body: bytes
    method: str = "POST"


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name. Raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


@dataclass(frozen=True, slots=True)
class Connection:
    clock: Clock
    resolve: Resolve = resolve
    allow_loopback: bool = False
    seconds: float = SECONDS
    max_answer: int = MAX_ANSWER

    def get(self, url: str) -> Attempt:
        """As `post`."""
        return self.post(Request(url, {}, b"", method="GET"))

    def post(self, request: Request) -> Attempt:
        """Whatever happens is an attempt; nothing is raised."""
        started, at = time.monotonic(), self.clock()
        deadline = started + self.seconds
        status: int | None = None
        failure: Failure | None = None
        retry_after, answer = "", b""
        try:
            target = target_of(request.url, allow_loopback=self.allow_loopback)
            address = self._address(target)
            with _opened(target, address, deadline) as opened:
                _send(opened, target, request)
                received = opened.getresponse()
                _left(deadline)  # where it was cut off, half of a head looks whole
                status = received.status
                retry_after = received.headers.get("Retry-After", "")
                answer = _read(received, self.max_answer)
        except AddressRefused as error:
            failure = error.failure
        except (OSError, http.client.HTTPException, ValueError) as error:
            failure = _failure_of(error, deadline) if status is None else None
        if status is not None and not 200 <= status < 300:  # noqa: PLR2004
            failure = Failure.STATUS
        return Attempt(
            at=at,
            milliseconds=round((time.monotonic() - started) * 1000),
            status=status,
            failure=failure,
            retry_after=_wait(retry_after),
            answer=answer.decode("utf-8", "replace"),
        )

    def _address(self, target: Target) -> str:
        """The first, if all of them may be asked. Raises AddressRefused, or _NoSuchName."""
        try:
            addresses = self.resolve(target.host, target.port)
        except (OSError, UnicodeError) as error:
            raise _NoSuchName from error
        if not addresses:
            raise _NoSuchName
        for address in addresses:
            check(address, target, allow_loopback=self.allow_loopback)
        return addresses[0]


class _NoSuchName(OSError):
    """The name of the host leads nowhere."""


class _Plain(http.client.HTTPConnection):
    """Connected to an address that was checked, whatever its host is called."""

    def __init__(self, target: Target, address: str, deadline: float) -> None:
        super().__init__(target.host, target.port)
        self._address = address
        self._deadline = deadline

    def connect(self) -> None:
        left = _left(self._deadline)
        self.sock = socket.create_connection((self._address, self.port), left)

    def cut(self) -> None:
        """However slowly bytes come, so that each by itself is in time."""
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


class _Encrypted(_Plain):
    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.sock.do_handshake()


@contextmanager
def _opened(target: Target, address: str, deadline: float) -> Iterator[_Plain]:
    """Closed at the end of the time, whatever the other side does."""
    connection = (_Encrypted if target.is_tls else _Plain)(target, address, deadline)
    watch = threading.Timer(_left(deadline), connection.cut)
    watch.daemon = True
    watch.start()
    try:
        connection.connect()
        yield connection
    finally:
        watch.cancel()
        connection.close()


def _send(opened: _Plain, target: Target, request: Request) -> None:
    opened.putrequest(request.method, target.path, skip_host=True, skip_accept_encoding=True)
    opened.putheader("Host", target.authority)
    for name, value in request.headers.items():
        opened.putheader(name, value)
    opened.putheader("Content-Length", str(len(request.body)))
    opened.putheader("Connection", "close")
    opened.endheaders(request.body)


def _read(received: http.client.HTTPResponse, most: int) -> bytes:
    """The status has decided; a body that does not come, or ends too early, changes nothing."""
    answer = b""
    with suppress(OSError, http.client.HTTPException, ValueError):
        while len(answer) < most:
            piece = received.read1(most - len(answer))
            if not piece:
                break
            answer += piece
    return answer


def _left(deadline: float) -> float:
    """Raises TimeoutError."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _failure_of(error: Exception, deadline: float) -> Failure:
    if isinstance(error, _NoSuchName):
        return Failure.DNS
    if isinstance(error, TimeoutError) or time.monotonic() >= deadline:
        return Failure.TIMEOUT
    if isinstance(error, ssl.SSLError):
        return Failure.TLS
    if isinstance(error, http.client.HTTPException | ValueError):
        return Failure.ANSWER
    return Failure.CONNECT


def _wait(header: str) -> timedelta | None:
    """Retry-After in seconds; one that is a date, or nothing, is left aside."""
    text = header.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return min(timedelta(seconds=int(text[:9])), _MAX_WAIT)
