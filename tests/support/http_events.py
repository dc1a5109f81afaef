"""Events as API Gateway's HTTP API sends them to a function, payload format 2.0."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from faultbook.gateway.http import Request

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

NO_CONTEXT = cast("LambdaContext", None)
"""Functions behind HTTP look at none."""


def an_event(
    method: str = "GET",
    path: str = "/fault",
    *,
    query: str = "",
    headers: Mapping[str, str] | None = None,
    body: Any = None,
    request_id: str = "request-1",
) -> dict[str, Any]:
    """`body` as bytes is sent in base64, as a text as it is, anything else as JSON."""
    sent = {"host": "faults.example", "user-agent": "tests"}
    if body is not None:
        sent["content-type"] = "application/json"
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": f"ANY {path}",
        "rawPath": path,
        "rawQueryString": query,
        "headers": sent | dict(headers or {}),
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api1",
            "domainName": "faults.example",
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.7",
                "userAgent": "tests",
            },
            "requestId": request_id,
            "stage": "$default",
        },
        "isBase64Encoded": isinstance(body, bytes),
    }
    if isinstance(body, bytes):
        event["body"] = base64.b64encode(body).decode()
    elif body is not None:
        event["body"] = body if isinstance(body, str) else json.dumps(body)
    return event


def a_request(method: str = "GET", path: str = "/fault", **parts: Any) -> Request:
    """`parts` as of `an_event`."""
    return Request.of(an_event(method, path, **parts))


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    headers: Mapping[str, str]
    text: str

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> "Response":
        return cls(answer["statusCode"], answer["headers"], answer["body"])

    @property
    def json(self) -> Any:
        return json.loads(self.text, parse_constant=_refuse)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
