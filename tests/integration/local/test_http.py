"""The server itself, over sockets."""

import http.client
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest

from local.stack import LocalStack


def connection(stack: LocalStack) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", urlsplit(stack.url).port or 0, timeout=30)


def spoken(stack: LocalStack, raw: bytes) -> bytes:
    """The whole answer to bytes that no client library would send."""
    with socket.create_connection(("127.0.0.1", urlsplit(stack.url).port or 0), 30) as channel:
        channel.sendall(raw)
        channel.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: channel.recv(65_536), b""))


def test_one_connection_serves_many_requests(stack: LocalStack):
    client = connection(stack)
    client.request("POST", "/things", body=b"{}")
    first = client.getresponse()
    first.read()
    used = client.sock
    client.request("GET", "/things/crash")
    second = client.getresponse()
    second.read()
    client.request("GET", "/nothing")

    assert [first.status, second.status, client.getresponse().status] == [200, 500, 404]
    assert client.sock is used
    client.close()


def test_a_head_request_has_no_body_and_its_connection_stays_usable(stack: LocalStack):
    client = connection(stack)
    client.request("HEAD", "/things")
    head = client.getresponse()
    assert head.read() == b""
    client.request("GET", "/things")

    assert client.getresponse().status == head.status == 200
    client.close()


def test_repeated_headers_are_joined_by_a_comma(stack: LocalStack):
    sent = [("x-several", "1"), ("X-Several", "2")]
    event = httpx.get(f"{stack.url}/things", headers=sent).json()["event"]

    assert event["headers"]["x-several"] == "1,2"


def test_a_chunked_body_arrives_whole(stack: LocalStack):
    pieces = (piece for piece in (b'{"a"', b": 1}"))
    headers = {"content-type": "application/json"}
    answer = httpx.post(f"{stack.url}/things", content=pieces, headers=headers)

    assert answer.json()["event"]["body"] == '{"a": 1}'


def test_a_body_above_ten_megabytes_is_refused(stack: LocalStack):
    answer = httpx.post(f"{stack.url}/things", content=b"x" * (10 * 1024 * 1024 + 1))

    assert answer.status_code == 413
    assert answer.json() == {"message": "Request Entity Too Large"}


def test_chunks_are_counted_too(stack: LocalStack):
    pieces = (b"x" * 1_048_576 for _ in range(11))

    assert httpx.post(f"{stack.url}/things", content=pieces).status_code == 413


@pytest.mark.parametrize(
    "head",
    [
        b"POST /things HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST /things HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /things HTTP/1.1\r\nContent-Length: 1000\r\n\r\nshort",
        b"POST /things HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"POST /things HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n",
        b"POST /things HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n",
        b"POST /things HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n",
        b"GET /things NONSENSE/1.1\r\n\r\n",
    ],
)
def test_a_request_that_cannot_be_framed_is_refused_and_the_connection_closed(
    stack: LocalStack, head: bytes
):
    assert b"400" in spoken(stack, head + b"GET /things HTTP/1.1\r\n\r\n").splitlines()[0]


def test_a_thousand_connections_at_once_are_all_answered(stack: LocalStack):
    def status(_: int) -> int:
        client = connection(stack)
        client.request("GET", "/things")
        answer = client.getresponse().status
        client.close()
        return answer

    with ThreadPoolExecutor(200) as pool:
        assert set(pool.map(status, range(1000))) == {200}
