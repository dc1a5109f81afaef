"""boto3's low-level clients, made to start and to read fast by the library's own seams."""

import json
import socket
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import botocore
from botocore.config import Config
from botocore.credentials import CredentialResolver, EnvProvider
from botocore.exceptions import BotoCoreError, ClientError, SSLError
from botocore.httpsession import URLLib3Session
from botocore.parsers import JSONParser, ResponseParserFactory
from botocore.session import Session
from botocore.utils import get_environ_proxies

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_ssm import SSMClient

# Seconds; the first holds for TCP and once more for TLS, the second for the answer. Well below the
# functions' time-out: a test computes it from these and the template.
CONNECT_TIMEOUT = 1
READ_TIMEOUT = 2
ATTEMPTS = 3
CONFIG = Config(
    connect_timeout=CONNECT_TIMEOUT,
    read_timeout=READ_TIMEOUT,
    retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
    parameter_validation=False,  # a sixth of a call's time; the service checks them anyway
    tcp_keepalive=True,
)
# Made by the build: reading these five instead of all saves a cold start 200 million instructions.
AMAZON_ROOTS = Path(botocore.__file__).with_name("amazon_roots.pem")


class Aws:
    """One session for all clients, which then read once what they share."""

    def __init__(self) -> None:
        inner = Session()
        inner.register_component("response_parser_factory", PlainJsonParsers())
        environment = EnvProvider()
        if environment.load():  # as in Lambda, so that nothing else is asked, or prepared for it
            inner.register_component("credential_provider", CredentialResolver([environment]))
        self._roots: str | None = None
        if AMAZON_ROOTS.exists() and not inner.get_config_variable("ca_bundle"):
            self._roots = str(AMAZON_ROOTS)
            inner.register("needs-retry", trust_usual_roots)
        self._session = boto3.Session(botocore_session=inner)

    def dynamodb(self) -> "DynamoDBClient":
        return self._session.client("dynamodb", config=CONFIG, verify=self._roots)

    def functions(self) -> "LambdaClient":
        return self._session.client("lambda", config=CONFIG, verify=self._roots)

    def ssm(self) -> "SSMClient":
        return self._session.client("ssm", config=CONFIG, verify=self._roots)

    def client(self, service: str, region: str = "") -> Any:
        """Of what others are told by, in a region of its own, if one is named."""
        make: Any = self._session.client  # its types are of names that are written out
        # What fails is told again later, by whoever calls.
        config = CONFIG.merge(Config(retries={"mode": "standard", "total_max_attempts": 2}))
        return make(service, region_name=region or None, config=config, verify=self._roots)


class PlainJsonParser(JSONParser):
    """An answer as its JSON has it, which is the form of DynamoDB's items that the stores read.

    Parsing it shape by shape takes six times as long for a page of 50. Binary attributes therefore
    stay base64. Errors, and answers that are not JSON, are parsed as usual.
    """

    def parse(self, response: Any, shape: Any) -> Any:
        if response["status_code"] == HTTPStatus.OK:
            with suppress(ValueError):
                return json.loads(response["body"])
        return super().parse(response, shape)


class PlainJsonParsers(ResponseParserFactory):
    def create_parser(self, protocol_name: str) -> Any:
        if protocol_name != "json":
            return super().create_parser(protocol_name)
        return PlainJsonParser()


def trust_usual_roots(**event: Any) -> None:
    """Falls back to all usual root certificates.

    Amazon may use a root that the build did not know, and a custom endpoint has another. botocore's
    own next attempt is then verified by all of them.
    """
    if isinstance(event["caught_exception"], SSLError):
        endpoint = event["endpoint"]
        options: dict[str, Any] = {
            "timeout": (CONNECT_TIMEOUT, READ_TIMEOUT),
            "proxies": get_environ_proxies(endpoint.host),
            "socket_options": [
                (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
                (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
            ],
        }
        endpoint.http_session = URLLib3Session(**options)


def reason_of(error: BotoCoreError | ClientError) -> str:
    """The service's code or the kind of failure, without their texts, which name accounts."""
    if isinstance(error, ClientError):
        return error.response["Error"]["Code"]
    return type(error).__name__
