"""The compact form of a JSON Web Token, read more strictly than PyJWT reads it.

PyJWT takes duplicate members, UTF-16, padding, tokens of megabytes and times written as text;
RFC 8725 (and 7515, 7519) do not.
"""

import re
from datetime import datetime
from typing import Any

import jwt

from faultbook.gateway import base64url, strict_json
from faultbook.gateway.errors import MalformedBody

MAX_LENGTH = 8192
CUSTOMER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MAX_CUSTOMERS = 100
_COMPACT = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")
_REFUSED_HEADERS = ("zip", "crit", "b64")
_LATEST = 253_402_300_800  # the year 10000

# What hostile bytes can make of a decoder. InvalidKeyError is no InvalidTokenError, a lone
# surrogate raises UnicodeEncodeError, a number of 5,000 digits ValueError.
HOSTILE = (jwt.PyJWTError, ValueError, RecursionError, MalformedBody)


class TokenRefused(ValueError):
    """The reason is for the log and the tests; callers are never told."""


def header_of(text: str) -> dict[str, Any]:
    """The header, not verified. Raises one of HOSTILE."""
    if len(text) > MAX_LENGTH:
        raise TokenRefused("too long")
    form = _COMPACT.fullmatch(text)
    if not form:
        raise TokenRefused("not a compact token")
    for segment in form.groups():
        base64url.decode(segment)
    header = _object(form[1])
    if any(name in header for name in _REFUSED_HEADERS):
        raise TokenRefused("a header that changes how the token is read")
    return header


def claims_of(text: str) -> dict[str, Any]:
    """The payload of a token whose signature has been verified. Raises one of HOSTILE."""
    return _object(text.split(".")[1])


def time_claim(claims: dict[str, Any], name: str) -> float:
    """A NumericDate: a JSON number of seconds. Raises TokenRefused."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TokenRefused(f"{name} is not a number")
    if not 0 <= value < _LATEST:
        raise TokenRefused(f"{name} is not a time")
    return value


def text_claim(claims: dict[str, Any], name: str, longest: int) -> str:
    """Printable, so that it can go into a log line and into a table. Raises TokenRefused."""
    value = claims.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= longest or not value.isprintable():
        raise TokenRefused(f"{name} is not a printable text")
    return value


def customers_claim(claims: dict[str, Any]) -> frozenset[str]:
    """Empty where the claim is missing or null. Raises TokenRefused."""
    value = claims.get("customers")
    if value is None:
        return frozenset()
    if not isinstance(value, list) or len(value) > _MAX_CUSTOMERS:
        raise TokenRefused("customers is not a list, or too long a one")
    return frozenset(customer_of(name) for name in value)


def has_expired(claims: dict[str, Any], now: datetime, leeway: float = 0) -> bool:
    return time_claim(claims, "exp") <= now.timestamp() - leeway


def customer_of(value: object) -> str:
    """The customer goes into every key, so its alphabet is narrow. Raises TokenRefused."""
    if not isinstance(value, str) or not CUSTOMER_ID.fullmatch(value):
        raise TokenRefused("not a customer's id")
    return value


def _object(segment: str) -> dict[str, Any]:
    value = strict_json.parse(base64url.decode(segment), mends=False)
    if not isinstance(value, dict):
        raise TokenRefused("not a JSON object")
    return value
