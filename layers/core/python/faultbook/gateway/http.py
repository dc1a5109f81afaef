"""One HTTP request and its answer, as all APIs see them."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote_plus

from faultbook.gateway.errors import MalformedBody
from faultbook.gateway.json_text import text_of

_MAX_QUERY_FIELDS = 100
_ALWAYS_ENCRYPTED = "max-age=31536000"  # a year; the host's other names are not ours to speak for
_BAD_QUERY = "The query is not UTF-8, or has too many fields."
# RFC 9110, which http.HTTPStatus follows since Python 3.13 only.
_PHRASES = {413: "Content Too Large", 422: "Unprocessable Content"}


class SeveralInOne(str):
    """A query value with commas that separate; a comma sent as `%2C` does not."""

    __slots__ = ("parts",)

    parts: tuple[str, ...]

    @classmethod
    def of(cls, value: str, raw: str) -> "SeveralInOne":
        several = cls(value)
        several.parts = tuple(unquote_plus(part) for part in raw.split(","))
        return several


@dataclass(frozen=True, slots=True)
class Request:
    """Read from an API Gateway HTTP API event, payload format 2.0. Header names are lower case.

    `document` is the body as JSON says it, once a route has asked for it.
    """

    method: str
    path: str
    query: Mapping[str, str | list[str]]
    headers: Mapping[str, str]
    body: bytes
    request_id: str
    source_ip: str
    domain_name: str
    malformed: MalformedBody | None = None
    document: Any = None

    @property
    def is_encrypted(self) -> bool:
        """As set by API Gateway, not by the caller; False for the local stack over http."""
        return self.headers.get("x-forwarded-proto") == "https"

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "Request":
        """Never raises: errors of query or body wait in `malformed` for the route."""
        context = event["requestContext"]
        malformed: MalformedBody | None = None
        query: Mapping[str, str | list[str]] = {}
        body = b""
        try:
            query, body = _query(event.get("rawQueryString") or ""), _body(event)
        except MalformedBody as error:
            malformed = error
        return cls(
            method=context["http"]["method"],
            path=event["rawPath"].removesuffix("/") or "/",
            query=query,
            headers={name.lower(): value for name, value in event.get("headers", {}).items()},
            body=body,
            request_id=context["requestId"],
            source_ip=context["http"].get("sourceIp", ""),
            domain_name=context.get("domainName", ""),
            malformed=malformed,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is JSON-ready, or text or bytes as they are; None is an empty body."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"

    def as_event(self, request: Request) -> dict[str, Any]:
        headers = {
            "content-type": self.content_type,
            "x-request-id": request.request_id,
            "x-content-type-options": "nosniff",
            "cache-control": "no-store",
        } | {name.lower(): value for name, value in self.headers.items()}
        if request.is_encrypted:
            headers["strict-transport-security"] = _ALWAYS_ENCRYPTED
        if self.body is None:
            del headers["content-type"]
        return {
            "statusCode": self.status,
            "headers": headers,
            "body": self.text,
            "isBase64Encoded": isinstance(self.body, bytes),
        }

    @property
    def text(self) -> str:
        """As Lambda sends it."""
        if isinstance(self.body, bytes):
            return base64.b64encode(self.body).decode()
        if self.body is None or isinstance(self.body, str):
            return self.body or ""
        return text_of(self.body)


def phrase_of(status: int) -> str:
    return _PHRASES.get(status) or HTTPStatus(status).phrase


def list_values(value: str | list[str]) -> list[str]:
    """The values of a list parameter: repeated, separated by commas, or both."""
    values = [value] if isinstance(value, str) else value
    return [part for value in values for part in _parts(value) if part]


def _parts(value: str) -> tuple[str, ...]:
    return value.parts if isinstance(value, SeveralInOne) else (value,)


def _query(raw: str) -> dict[str, str | list[str]]:
    """A repeated name has a list, so that no value is silently dropped.

    A name with an empty value counts as missing: clients send all fields of their forms.
    """
    pairs = [pair for pair in raw.split("&") if pair]
    if len(pairs) > _MAX_QUERY_FIELDS:
        raise MalformedBody(_BAD_QUERY)
    query: dict[str, str | list[str]] = {}
    for pair in pairs:
        encoded_name, _, encoded = pair.partition("=")
        name, value = _decoded(encoded_name), _decoded(encoded)
        if not value:
            continue
        if "," in encoded:
            value = SeveralInOne.of(value, encoded)
        known = query.get(name)
        if known is None:
            query[name] = value
        else:
            query[name] = [*known, value] if isinstance(known, list) else [known, value]
    return query


def _decoded(text: str) -> str:
    try:
        return unquote_plus(text, errors="strict")
    except ValueError as error:
        raise MalformedBody(_BAD_QUERY) from error


def _body(event: Mapping[str, Any]) -> bytes:
    text = event.get("body") or ""
    if not event.get("isBase64Encoded"):
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise MalformedBody("The body is not valid base64.") from error
