"""The signed client against a server that does what the test says: no store is behind it."""

import json
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO

import pytest

from faultbook.aws import signed_client
from faultbook.aws.errors import NoAnswer, Refused
from faultbook.aws.limits import Limits
from faultbook.aws.signed_client import SignedClient
from faultbook.settings import AwsSettings

Reply = Callable[[int], bytes]


def answered(body: dict[str, Any], status: int = 200, **headers: str) -> bytes:
    content = json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {"content-length": str(len(content)), **named}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} OK\r\n{lines}\r\n".encode() + content


def refused(code: str, status: int = 400) -> bytes:
    return answered({"__type": f"com.amazonaws.dynamodb.v20120810#{code}"}, status)


class Server:
    """Answers request n, from 1, with `replies[n]`, or well; empty bytes end the connection."""

    def __init__(self) -> None:
        self.replies: dict[int, bytes] = {}
        self.requests: list[bytes] = []
        self.connections = 0
        self._lock = threading.Lock()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._threads = [threading.Thread(target=self._take)]
        self._threads[0].start()

    def stop(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join()

    def _take(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as incoming:
            while head := _head(incoming):
                length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                body = incoming.read(length)
                with self._lock:
                    self.requests.append(head + b"\r\n" + body)
                    reply = self.replies.get(len(self.requests), answered({}))
                if not reply:
                    return
                connection.sendall(reply)


def _head(incoming: BinaryIO) -> bytes:
    lines: list[bytes] = []
    while (line := incoming.readline()) not in {b"\r\n", b""}:
        lines.append(line)
    return b"".join(lines)


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(signed_client, "pause", waited.append)
    return waited


@pytest.fixture
def client(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[SignedClient]:
    for name, value in {"KEY_ID": "AKID", "SECRET_ACCESS_KEY": "secret"}.items():
        monkeypatch.setenv(f"AWS_ACCESS_{name}" if name == "KEY_ID" else f"AWS_{name}", value)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    settings = AwsSettings(region="us-east-1", endpoint_url=server.url)
    client = SignedClient("dynamodb", settings, Limits(read=0.5))
    yield client
    client.close()


def test_a_connection_serves_call_after_call(client: SignedClient, server: Server):
    for _ in range(5):
        assert client.get_item(TableName="faults") == {}

    assert len(server.requests) == 5
    assert server.connections == 1


def test_threads_have_a_connection_each_and_their_own_answers(client: SignedClient, server: Server):
    server.replies = {n: answered({"N": n}) for n in range(1, 41)}

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: client.query()["N"], range(40)))

    assert sorted(answers) == list(range(1, 41))
    assert server.connections <= 8


@pytest.mark.usefixtures("waits")
def test_a_connection_that_was_closed_while_it_lay_idle_is_replaced_at_once(
    client: SignedClient, server: Server, waits: list[float]
):
    server.replies = {2: b""}
    client.get_item()

    assert client.get_item() == {}
    assert server.connections == 2
    assert waits == []


def test_a_connection_that_the_other_side_wants_closed_is_not_used_again(
    client: SignedClient, server: Server
):
    server.replies = {1: answered({}, connection="close")}

    client.get_item()
    client.get_item()

    assert server.connections == 2


@pytest.mark.parametrize(
    "reply",
    [
        refused("ProvisionedThroughputExceededException"),
        refused("ThrottlingException"),
        refused("InternalServerError", 500),
        answered({}, 503),
        answered({}, x_amz_crc32="1"),
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{}",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\nwhat is this\r\n\r\n",
    ],
)
def test_what_may_pass_is_waited_out_twice(
    client: SignedClient, server: Server, waits: list[float], reply: bytes
):
    server.replies = {1: reply, 2: reply}

    assert client.get_item(TableName="faults") == {}
    assert len(server.requests) == 3
    assert [0 <= one <= longest for one, longest in zip(waits, (1, 2), strict=True)] == [True] * 2


@pytest.mark.parametrize(
    ("reply", "raised", "words"),
    [
        (refused("ThrottlingException"), Refused, "ThrottlingException"),
        (answered({}, 503), Refused, "HTTP 503"),
        (answered({}, x_amz_crc32="1"), NoAnswer, "NotUnderstood"),
        (b"", NoAnswer, "Closed"),
    ],
)
@pytest.mark.usefixtures("waits")
def test_what_does_not_pass_is_raised_after_three_attempts(
    client: SignedClient, server: Server, reply: bytes, raised: type[Exception], words: str
):
    server.replies = dict.fromkeys(range(1, 10), reply)

    with pytest.raises(raised, match=words):
        client.get_item(TableName="faults")

    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "code",
    ["ConditionalCheckFailedException", "ValidationException", "ExpiredTokenException"],
)
def test_what_cannot_pass_is_raised_at_once_with_all_that_was_said(
    client: SignedClient, server: Server, waits: list[float], code: str
):
    said = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "Item": {"pk": {"S": "a"}}}
    server.replies = {1: answered(said, 400)}

    with pytest.raises(Refused) as raised:
        client.put_item(TableName="faults")

    assert raised.value.code == code
    assert raised.value.answer["Item"] == {"pk": {"S": "a"}}
    assert waits == []


def test_a_right_checksum_is_believed(client: SignedClient, server: Server):
    server.replies = {1: answered({"a": 1}, x_amz_crc32=str(zlib.crc32(b'{"a": 1}')))}

    assert client.get_item() == {"a": 1}


@pytest.mark.usefixtures("waits")
def test_all_attempts_of_a_transaction_have_one_token_and_transactions_their_own(
    client: SignedClient, server: Server
):
    server.replies = {1: answered({}, 503)}

    client.transact_write_items(TransactItems=[])
    client.transact_write_items(TransactItems=[])

    tokens = [
        json.loads(one.partition(b"\r\n\r\n")[2])["ClientRequestToken"] for one in server.requests
    ]
    assert tokens[0] == tokens[1] != tokens[2]


def test_credentials_are_those_of_the_moment(
    client: SignedClient, server: Server, monkeypatch: pytest.MonkeyPatch
):
    client.get_item()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID2")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a token of STS")
    client.get_item()

    first, second = server.requests
    assert b"Credential=AKID/" in first
    assert b"x-amz-security-token" not in first
    assert b"Credential=AKID2/" in second
    assert b"x-amz-security-token: a token of STS\r\n" in second


def test_a_server_that_is_silent_is_no_answer(client: SignedClient, waits: list[float]):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings = AwsSettings(region="us-east-1", endpoint_url=url)

        with pytest.raises(NoAnswer, match="TimeoutError"):
            SignedClient("dynamodb", settings, Limits(read=0.02)).query()

    assert client
    assert len(waits) == 2


def test_an_operation_that_nobody_calls_is_not_there(client: SignedClient):
    with pytest.raises(AttributeError):
        client.delete_table  # noqa: B018
