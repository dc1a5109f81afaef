"""Requests to HTTP API events (payload format 2.0), and a function's answers to responses."""

import base64
import binascii
import json
import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from werkzeug import Request, Response

from local.intrinsics import ACCOUNT

API_ID = "local"
_TEXT = re.compile(
    r"text/.*|application/(.+\+)?(json|xml)|application/(javascript|x-www-form-urlencoded)",
    re.IGNORECASE,
)


class NotAnAnswer(Exception):
    """API Gateway could not make a response of the function's return value."""


@dataclass(frozen=True, slots=True)
class Match:
    """The method and path are the route's own: ANY and /fault/{proxy+}."""

    function: str
    method: str
    path: str
    parameters: Mapping[str, str]

    @property
    def key(self) -> str:
        return f"{self.method} {self.path}"


def path_of(request: Request) -> str:
    """Decoded, and cut at a decoded question mark: so HTTP APIs route and pass it on."""
    raw: str = request.environ.get("PATH_INFO", "/")
    return raw.encode("latin-1").decode("utf-8", "replace").partition("?")[0]


def event_of(request: Request, match: Match, *, domain: str) -> dict[str, Any]:
    """`domain` is the API's own name: no header of the caller's decides what links point to."""
    query = request.environ.get("QUERY_STRING", "")
    cookies = [
        cookie.strip() for cookie in request.headers.get("Cookie", "").split(";") if cookie.strip()
    ]
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": match.key,
        "rawPath": path_of(request),
        "rawQueryString": query,
        "headers": _headers(request, domain),
        "requestContext": _context(request, match, domain),
    }
    if cookies:
        event["cookies"] = cookies
    if query:
        event["queryStringParameters"] = _joined(parse_qsl(query, keep_blank_values=True))
    if match.parameters:
        event["pathParameters"] = dict(match.parameters)
    return event | _body(request)


def response_of(answer: Any) -> Response:
    """Raises NotAnAnswer."""
    if isinstance(answer, dict) and "statusCode" in answer:
        return _response(answer)
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    if answer is None:
        raise NotAnAnswer("nothing")
    return Response(text, 200, content_type="application/json")


def message(status: int, text: str) -> Response:
    """A response of API Gateway itself."""
    return Response(json.dumps({"message": text}), status, content_type="application/json")


def _headers(request: Request, domain: str) -> dict[str, str]:
    headers = {name.lower(): value for name, value in request.headers.items()}
    headers.pop("cookie", None)  # they have a list of their own
    if not request.environ.get("CONTENT_LENGTH", "0").strip("0"):
        headers.pop("content-length", None)
    forwarded = headers.get("x-forwarded-for")
    peer = request.remote_addr or ""
    return headers | {
        "host": headers.get("host", domain),
        "x-amzn-trace-id": f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]}",
        "x-forwarded-for": f"{forwarded}, {peer}" if forwarded else peer,
        "x-forwarded-port": domain.rpartition(":")[2],
        "x-forwarded-proto": "http",
    }


def _context(request: Request, match: Match, domain: str) -> dict[str, Any]:
    now = datetime.now(UTC)
    return {
        "accountId": ACCOUNT,
        "apiId": API_ID,
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0].partition(":")[0],
        "http": {
            "method": request.method,
            "path": path_of(request),
            "protocol": request.environ.get("SERVER_PROTOCOL", "HTTP/1.1"),
            "sourceIp": request.remote_addr or "",
            "userAgent": request.headers.get("User-Agent", ""),
        },
        "requestId": str(uuid.uuid4()),
        "routeKey": match.key,
        "stage": "$default",
        "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(now.timestamp() * 1000),
    }


def _joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _body(request: Request) -> dict[str, Any]:
    body = request.get_data(cache=False)
    if not body:
        return {"isBase64Encoded": False}
    media_type = request.headers.get("Content-Type", "").partition(";")[0].strip()
    if _TEXT.fullmatch(media_type) and "Content-Encoding" not in request.headers:
        try:
            return {"body": body.decode(), "isBase64Encoded": False}
        except UnicodeDecodeError:
            pass  # bytes that are no text travel as base64, whatever they call themselves
    return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}


def _response(answer: Mapping[str, Any]) -> Response:
    status = answer["statusCode"]
    body = answer.get("body") or ""
    if not isinstance(status, int) or not isinstance(body, str) or not 100 <= status < 600:  # noqa: PLR2004 - the range of HTTP
        raise NotAnAnswer("statusCode or body of a wrong kind")
    headers: Any = answer.get("headers") or {}
    cookies: Any = answer.get("cookies") or []
    try:
        content = base64.b64decode(body, validate=True) if answer.get("isBase64Encoded") else body
        response = Response(content, status)
        response.headers["content-type"] = "text/plain; charset=utf-8"
        for name, value in headers.items():
            response.headers[name] = str(value)
        for cookie in cookies:
            response.headers.add("set-cookie", cookie)
    except (AttributeError, TypeError, ValueError, binascii.Error) as error:
        raise NotAnAnswer("headers, cookies or base64 of a wrong kind") from error
    if not content and "content-type" not in {name.lower() for name in headers}:
        del response.headers["content-type"]
    return response
