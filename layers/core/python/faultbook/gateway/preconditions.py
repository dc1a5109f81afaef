"""The request headers If-Match, If-None-Match and Idempotency-Key."""

import hashlib
import json
import re
from dataclasses import replace
from typing import Any

from faultbook.domain.errors import InvalidRequest, VersionMismatch
from faultbook.domain.idempotency import Idempotency, idempotency_claim_key
from faultbook.gateway.http import Answer, Request

_ETAG = re.compile(r'"([0-9]{1,9})"')
_KEY = re.compile(r"[!-~]{1,255}")


def version_of_if_match(request: Request) -> int | None:
    """None where anything matches. Raises VersionMismatch for a tag that no fault ever had."""
    value = request.headers.get("if-match", "*").strip()
    if value == "*":
        return None
    tag = _ETAG.fullmatch(value)
    if not tag:
        raise VersionMismatch
    return int(tag[1])


def is_known(tag: str, request: Request) -> bool:
    """Whether If-None-Match names the tag; weak tags match too (RFC 9110, 13.1.2)."""
    known = request.headers.get("if-none-match", "").split(",")
    named = {tag.strip().removeprefix("W/") for tag in known}
    return not named.isdisjoint({tag.removeprefix("W/"), "*"})


def unless_known(answer: Answer, request: Request) -> Answer:
    """The answer with an ETag of its body, or 304 without a body for a client that has the same.

    For resources without a version: the answer is computed each time, and only the transfer is
    saved. The tag is weak, because another release may write the same content differently.
    """
    text = answer.text
    headers = {**answer.headers, "ETag": f'W/"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'}
    if is_known(headers["ETag"], request):
        return Answer(304, None, headers)
    return replace(answer, body=text, headers=headers)


def idempotency_of(request: Request, route: str) -> Idempotency | None:
    """None without the header. The value may be quoted or bare, both mean the same key.

    Raises InvalidRequest.
    """
    value = request.headers.get("idempotency-key")
    if value is None:
        return None
    key = value.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not _KEY.fullmatch(key):
        message = "1 to 255 visible ASCII characters"
        raise InvalidRequest("The Idempotency-Key is not valid.", {"Idempotency-Key": [message]})
    return Idempotency(idempotency_claim_key(route, key), fingerprint(request.document))


def fingerprint(body: Any) -> str:
    """Equal for equal JSON, whatever the order of members and the white space."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()
