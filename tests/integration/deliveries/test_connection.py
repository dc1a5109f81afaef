"""One request to somebody else's server: whom it reaches, how long it takes, what it reads."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from faultbook.domain.deliveries import Attempt, Failure, Verdict
from faultbook.outgoing.connection import MAX_ANSWER, Connection, Request
from tests.support.builders import SteppingClock
from tests.support.receivers import Receiver, Reply, a_receiver

SHORT = 1.5  # seconds, in place of ten


class Names:
    """A resolver that says something else each time it is asked."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, int]] = []

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append((host, port))
        return self._answers.pop(0) if self._answers else []


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with a_receiver() as receiver:
        yield receiver


def post(url: str, names: Names | None = None, seconds: float = 10) -> Attempt:
    how: dict[str, Any] = {"resolve": names} if names else {}
    line = Connection(SteppingClock(), allow_loopback=True, seconds=seconds, **how)
    return line.post(Request(url, {"Content-Type": "application/json"}, b"{}"))


def test_a_receiver_gets_the_body_and_its_answer_counts(receiver: Receiver):
    attempt = post(receiver.url)

    assert (attempt.status, attempt.answer, attempt.failure) == (200, "thanks", None)
    assert attempt.verdict is Verdict.DELIVERED
    assert receiver.received[0].body == b"{}"
    assert receiver.received[0].headers["host"] == receiver.url.split("/")[2]


@contextmanager
def trap() -> Iterator[tuple[str, list[object]]]:
    """An address, and every connection that was made to it."""
    caught: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        stopping = threading.Event()

        def watch() -> None:
            while not stopping.is_set():
                try:
                    caught.append(server.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}", caught
        finally:
            time.sleep(0.2)
            stopping.set()
            thread.join()


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["1.1.1.1", "127.0.0.1"],
        ["64:ff9b::7f00:1"],
        ["::ffff:127.0.0.1"],
        ["2002:7f00:1::"],
    ],
)
def test_a_name_that_leads_to_ourselves_is_refused_without_a_connection(addresses: list[str]):
    with trap() as (_, caught):
        names = Names(addresses)

        attempt = post("https://hooks.example.com:8443/", names)

    assert (attempt.failure, attempt.status) == (Failure.REFUSED_ADDRESS, None)
    assert names.asked == [("hooks.example.com", 8443)]
    assert caught == []


def test_a_name_that_changes_its_mind_is_asked_once(receiver: Receiver):
    """What was checked is what is connected to, whatever the second answer would be."""
    port = receiver.url.split(":")[2].split("/")[0]
    names = Names(["127.0.0.1"], ["10.0.0.1"])

    attempt = post(f"http://localhost:{port}/hook", names)

    assert attempt.status == 200
    assert len(names.asked) == 1


def test_a_redirect_to_the_metadata_address_is_an_answer_and_no_more(receiver: Receiver):
    receiver.decide = lambda _: Reply(302, headers={"Location": "http://169.254.169.254/latest"})

    attempt = post(receiver.url)

    assert (attempt.status, attempt.failure) == (302, Failure.STATUS)
    assert attempt.verdict is Verdict.TROUBLE
    assert len(receiver.received) == 1


def test_no_proxy_of_the_environment_is_used(receiver: Receiver, monkeypatch: pytest.MonkeyPatch):
    with trap() as (address, caught):
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{address}")

        assert post(receiver.url).status == 200

    assert caught == []


def test_a_name_that_leads_nowhere():
    assert post("https://hooks.example.com/", Names()).failure is Failure.DNS


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert post(f"http://127.0.0.1:{port}/").failure is Failure.CONNECT


def test_a_receiver_without_encryption_where_there_should_be_some(receiver: Receiver):
    assert post(receiver.url.replace("http:", "https:")).failure is Failure.TLS


def test_a_receiver_that_hangs_is_left_when_the_time_is_up(receiver: Receiver):
    receiver.decide = lambda _: Reply(pause=30)
    started = time.monotonic()

    attempt = post(receiver.url, seconds=SHORT)

    assert attempt.failure is Failure.TIMEOUT
    assert time.monotonic() - started < 4 * SHORT


@contextmanager
def speaking(say: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server that says what it likes, byte by byte."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                try:
                    say(connection)
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def drip(connection: socket.socket) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 1000:
        connection.sendall(bytes([byte]))
        time.sleep(0.1)


def flood(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
    for _ in range(100):
        connection.sendall(b"x" * 1_000_000)


def dripping_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 204 No Content\r\nContent-Length: 1000\r\n\r\n")
    drip(connection)


def nonsense(connection: socket.socket) -> None:
    connection.sendall(b"\x00\x01\x02 what is this?\r\n\r\n")


def test_headers_that_come_one_byte_at_a_time_are_left_when_the_time_is_up():
    started = time.monotonic()
    with speaking(drip) as url:
        attempt = post(url, seconds=SHORT)

    assert (attempt.status, attempt.failure) == (None, Failure.TIMEOUT)
    assert time.monotonic() - started < 4 * SHORT


def test_of_an_endless_answer_a_kilobyte_is_read():
    with speaking(flood) as url:
        attempt = post(url)

    assert attempt.status == 200
    assert len(attempt.answer) == MAX_ANSWER


def test_a_body_that_does_not_come_changes_nothing():
    with speaking(dripping_body) as url:
        assert post(url, seconds=SHORT).verdict is Verdict.DELIVERED


def test_what_is_no_http_is_no_answer():
    with speaking(nonsense) as url:
        assert post(url).failure is Failure.ANSWER
