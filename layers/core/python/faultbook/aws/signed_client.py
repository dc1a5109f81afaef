"""A low-level client of AWS's JSON services that costs a cold start a tenth of botocore's.

It has what Faultbook calls, with the answers that botocore gives; binary attributes, which no
store of ours has, would stay base64. What it does not have, botocore has: proxies, profiles, and
credentials from anywhere but the environment.
"""

import json
import random
import time
import uuid
import zlib
from collections import deque
from collections.abc import Callable
from functools import partial
from time import sleep as pause
from typing import Any

from faultbook.aws.connection import Closed, Connection, NotUnderstood, Trust
from faultbook.aws.endpoint import UnsuitableSettings, endpoint_of
from faultbook.aws.errors import NoAnswer, Refused
from faultbook.aws.limits import LIMITS, Limits
from faultbook.aws.signature import Credentials, signed_headers
from faultbook.settings import AwsSettings, read_credentials

_TARGETS = {"dynamodb": "DynamoDB_20120810", "ssm": "AmazonSSM"}
_OPERATIONS = {
    name.lower().replace("-", "_"): name.replace("-", "")
    for name in (
        "Get-Item", "Put-Item", "Update-Item", "Delete-Item", "Query", "Scan",
        "Batch-Get-Item", "Batch-Write-Item", "Transact-Write-Items", "Get-Parameters-By-Path",
    )
}  # fmt: skip
_OK = 200
_SERVER_ERROR = 500
_THROTTLED = {
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
}

Operation = Callable[..., dict[str, Any]]


class SignedClient:
    """Threads may share it; each call has a connection of its own while it lasts.

    Operations are called as botocore's: `put_item(TableName=…)`. They raise Refused and NoAnswer.
    """

    def __init__(self, service: str, settings: AwsSettings, limits: Limits = LIMITS) -> None:
        """Raises UnsuitableSettings."""
        self._endpoint = endpoint_of(service, settings)
        if self._endpoint.is_secure and settings.proxy:
            raise UnsuitableSettings("The signed client goes through no proxy.")
        self.service = service
        self._region = settings.region
        self._limits = limits
        trusted = Trust(self._endpoint, settings.ca_bundle) if self._endpoint.is_secure else None
        self._connect = partial(Connection, self._endpoint, trusted, limits)
        self._idle: deque[Connection] = deque()
        self._user_agent = settings.user_agent

    def __getattr__(self, name: str) -> Operation:
        try:
            return partial(self.request, _OPERATIONS[name])
        except KeyError:
            raise AttributeError(name) from None

    def close(self) -> None:
        """Of the connections that lie idle."""
        while self._idle:
            self._idle.pop().close()

    def request(self, operation: str, **parameters: Any) -> dict[str, Any]:
        """Raises Refused or NoAnswer."""
        if operation == "TransactWriteItems":  # so that an attempt that repeats it does not
            parameters.setdefault("ClientRequestToken", str(uuid.uuid4()))
        body = json.dumps(parameters, separators=(",", ":")).encode()
        for attempt in range(self._limits.attempts):
            try:
                return self._answer(*self.exchange(self._message(operation, body)))
            except (OSError, Refused) as failure:
                is_last = attempt == self._limits.attempts - 1
                if isinstance(failure, Refused) and (is_last or not _may_pass(failure)):
                    raise
                if is_last:
                    raise NoAnswer(type(failure).__name__) from failure
            longest = self._limits.longest_pause(attempt)
            pause(random.uniform(0, longest))  # noqa: S311 - only to spread the load
        raise NoAnswer

    def _message(self, operation: str, body: bytes) -> bytes:
        """Signed anew for each attempt: time goes on, and credentials change."""
        headers = signed_headers(
            body,
            host=self._endpoint.authority,
            target=f"{_TARGETS[self.service]}.{operation}",
            service=self.service,
            region=self._region,
            at=time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()),
            credentials=Credentials(*read_credentials()),
        )
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"POST / HTTP/1.1\r\n{lines}user-agent: {self._user_agent}\r\n"
        return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body

    def exchange(self, message: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
        """A connection that was closed while it lay idle is replaced, once and at once."""
        try:
            connection = self._idle.pop()
        except IndexError:
            return self._over(self._connect(), message)
        try:
            return self._over(connection, message)
        except (Closed, ConnectionError):
            return self._over(self._connect(), message)

    def _over(
        self, connection: Connection, message: bytes
    ) -> tuple[int, dict[bytes, bytes], bytes]:
        try:
            given = connection.exchange(message)
        except BaseException:
            connection.close()
            raise
        if connection.is_open:
            self._idle.append(connection)
        return given

    def _answer(self, status: int, headers: dict[bytes, bytes], body: bytes) -> dict[str, Any]:
        checksum = headers.get(b"x-amz-crc32")
        if checksum and int(checksum) != zlib.crc32(body):
            raise NotUnderstood("damaged")
        try:
            answer: dict[str, Any] = json.loads(body) if body else {}
        except ValueError:
            answer = {}  # of something between us and the service
        if status == _OK:
            return answer
        kind = str(answer.get("__type", "")).rpartition("#")[2]
        raise Refused(kind or f"HTTP {status}", answer | {"status": status})


def _may_pass(refusal: Refused) -> bool:
    return refusal.code in _THROTTLED or refusal.answer["status"] >= _SERVER_ERROR
