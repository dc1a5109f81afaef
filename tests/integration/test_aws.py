"""The clients as the functions have them, against servers that do what the test says."""

import json
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import botocore.endpoint
import botocore.httpsession
import pytest
from botocore.exceptions import ClientError, SSLError

from faultbook import aws
from local.environment import in_environment
from tests.benchmarks.cold_start.amazon import Amazon
from tests.support.native_api import environment_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SECRETS = {"jwt-secret": "a secret"}
DAMAGED = {"x-amz-crc32": "1"}


@dataclass
class Reply:
    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def refused(code: str, **fields: Any) -> Reply:
    kind = f"com.amazonaws.dynamodb.v20120810#{code}"
    return Reply(json.dumps({"__type": kind, "message": "no", **fields}).encode(), 400)


@dataclass
class Server:
    """`replies` come one by one, and then good ones."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    connections: int = 0


@pytest.fixture
def server() -> Iterator[Server]:
    scripted = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            scripted.connections += 1
            super().setup()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            scripted.requests.append(json.loads(body))
            scripted.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = scripted.replies.pop(0) if scripted.replies else Reply()
            self.send_response(reply.status)
            headers = reply.headers | {"Content-Length": str(len(reply.body))}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        scripted.url = f"http://127.0.0.1:{listening.server_address[1]}"
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        yield scripted
        listening.shutdown()
        thread.join()


@pytest.fixture
def client(server: Server) -> Iterator["DynamoDBClient"]:
    with in_environment(environment_of(None, AWS_ENDPOINT_URL_DYNAMODB=server.url)):
        client = aws.Aws().dynamodb()
        yield client
        client.close()


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=waited.append))
    return waited


def read(client: "DynamoDBClient") -> dict[str, Any]:
    """What the service said, without botocore's words about it."""
    answer: dict[str, Any] = {**client.get_item(TableName="faults", Key={"pk": {"S": "a"}})}
    answer.pop("ResponseMetadata")
    return answer


def test_a_connection_serves_call_after_call(client: "DynamoDBClient", server: Server):
    for _ in range(5):
        read(client)

    assert len(server.requests) == 5
    assert server.connections == 1


def test_an_answer_is_as_its_json_has_it(client: "DynamoDBClient", server: Server):
    document = {"Item": {"pk": {"S": "Größe"}, "n": {"N": "1E+2"}, "new": {"X": [1]}}, "Unknown": 1}
    server.replies = [Reply(json.dumps(document).encode())]

    assert read(client) == document


@pytest.mark.parametrize(
    "reply",
    [
        refused("ProvisionedThroughputExceededException"),
        refused("ThrottlingException"),
        Reply(b"<html>", 503),
        Reply(b"{}", 200, DAMAGED),
        Reply(b'{"Item": {"pk"', 200, DAMAGED),
    ],
)
def test_what_may_pass_is_waited_out_twice(
    client: "DynamoDBClient", server: Server, waits: list[float], reply: Reply
):
    server.replies = [reply, reply]

    assert read(client) == {}
    assert len(server.requests) == aws.ATTEMPTS
    assert [0 <= one <= longest for one, longest in zip(waits, (1, 2), strict=True)] == [True] * 2


def test_a_right_checksum_is_believed(client: "DynamoDBClient", server: Server):
    server.replies = [Reply(b'{"a": 1}', 200, {"x-amz-crc32": str(zlib.crc32(b'{"a": 1}'))})]

    assert read(client) == {"a": 1}
    assert len(server.requests) == 1


@pytest.mark.parametrize("code", ["ConditionalCheckFailedException", "ValidationException"])
def test_what_cannot_pass_is_raised_at_once_with_all_that_was_said(
    client: "DynamoDBClient", server: Server, code: str
):
    server.replies = [refused(code, Item={"pk": {"S": "a"}})]

    with pytest.raises(ClientError) as raised:
        client.put_item(TableName="faults", Item={})

    assert aws.reason_of(raised.value) == code
    known = code == "ConditionalCheckFailedException"
    assert raised.value.response.get("Item") == ({"pk": {"S": "a"}} if known else None)
    assert len(server.requests) == 1


def test_all_attempts_of_a_transaction_have_one_token_and_transactions_their_own(
    client: "DynamoDBClient", server: Server
):
    server.replies = [Reply(b"{}", 503)]

    client.transact_write_items(TransactItems=[])
    client.transact_write_items(TransactItems=[])

    first, again, other = [request["ClientRequestToken"] for request in server.requests]
    assert first == again != other


def test_credentials_are_those_of_the_environment(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(profile(tmp_path)))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "a token of STS")

    headers = headers_of_a_call(server, monkeypatch)

    assert "Credential=AKID/" in headers["authorization"]
    assert headers["x-amz-security-token"] == "a token of STS"


def test_without_credentials_in_the_environment_the_usual_places_are_asked(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """As with SnapStart, or with a profile on this machine."""
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(profile(tmp_path)))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)

    headers = headers_of_a_call(server, monkeypatch)

    assert "Credential=AKIDPROFILE/" in headers["authorization"]


def headers_of_a_call(server: Server, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", server.url)
    client = aws.Aws().dynamodb()
    client.get_item(TableName="faults", Key={})
    client.close()
    [headers] = server.headers
    return headers


def profile(folder: Path) -> Path:
    file = folder / "credentials"
    file.write_text("[default]\naws_access_key_id=AKIDPROFILE\naws_secret_access_key=secret\n")
    return file


@pytest.fixture(autouse=True)
def _no_bundle_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def amazon(tmp_path: Path) -> Iterator[Amazon]:
    with Amazon("", SECRETS, tmp_path).running() as amazon:
        (tmp_path / "its_root.pem").write_text(amazon.root)
        yield amazon


@pytest.fixture
def another_root(tmp_path: Path) -> Path:
    (tmp_path / "another").mkdir()
    file = tmp_path / "another" / "root.pem"
    file.write_text(Amazon("", {}, file.parent).root)
    return file


def names_of_secrets(amazon: Amazon, **environment: str) -> list[str]:
    url = f"https://localhost:{amazon.port}"
    with in_environment(environment_of(None, AWS_ENDPOINT_URL_SSM=url, **environment)):
        client = aws.Aws().ssm()
        answer = client.get_parameters(Names=["/stack/jwt-secret"], WithDecryption=True)
        client.close()
    return [parameter["Name"] for parameter in answer["Parameters"]]


def test_few_roots_are_enough_for_whom_they_vouch(
    amazon: Amazon, another_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(aws, "AMAZON_ROOTS", tmp_path / "its_root.pem")
    monkeypatch.setattr(botocore.httpsession, "where", lambda: str(another_root))

    assert names_of_secrets(amazon) == ["/stack/jwt-secret"]


def test_for_whom_the_few_do_not_vouch_the_usual_roots_do(
    amazon: Amazon, another_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(aws, "AMAZON_ROOTS", another_root)
    monkeypatch.setattr(botocore.httpsession, "where", lambda: str(tmp_path / "its_root.pem"))

    assert names_of_secrets(amazon) == ["/stack/jwt-secret"]


def test_a_bundle_of_the_environment_goes_before_both(
    amazon: Amazon, another_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(aws, "AMAZON_ROOTS", another_root)
    monkeypatch.setattr(botocore.httpsession, "where", lambda: str(another_root))

    its_own = str(tmp_path / "its_root.pem")
    assert names_of_secrets(amazon, AWS_CA_BUNDLE=its_own) == ["/stack/jwt-secret"]


def test_whom_nobody_vouches_for_is_not_believed(
    amazon: Amazon, another_root: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(aws, "AMAZON_ROOTS", another_root)
    monkeypatch.setattr(botocore.httpsession, "where", lambda: str(another_root))

    with pytest.raises(SSLError):
        names_of_secrets(amazon)
