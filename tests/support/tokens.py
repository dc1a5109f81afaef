"""Bearer tokens for tests: good ones, and ones that no library would write."""

import base64
import hmac
import json
from typing import Any

from faultbook.domain.errors import NotAuthenticated
from faultbook.gateway.bearer_jwt import HmacKey, JwtAuthenticator
from faultbook.gateway.http import Request
from faultbook.gateway.token_rules import TokenRules
from tests.support.builders import CUSTOMER, NOW, SteppingClock
from tests.support.http_events import an_event

SECRET = b"a secret of thirty-two bytes and more"
ISSUER = "https://issuer.example"
AUDIENCE = "faultbook"
RULES = TokenRules(ISSUER, frozenset({AUDIENCE}))


def claims(**overrides: Any) -> dict[str, Any]:
    """`None` leaves a claim out."""
    issued = int(NOW.timestamp())
    fields: dict[str, Any] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": issued,
        "exp": issued + 3600,
        "sub": "user_1",
        "customer_id": CUSTOMER,
        "scope": "faults:read faults:write",
    }
    return {name: value for name, value in (fields | overrides).items() if value is not None}


def a_token(secret: bytes = SECRET, header: dict[str, Any] | None = None, **overrides: Any) -> str:
    """`header` adds to `alg` and `typ`; the other keywords are claims."""
    whole = {"alg": "HS256", "typ": "JWT"} | (header or {})
    return signed(json.dumps(whole).encode(), json.dumps(claims(**overrides)).encode(), secret)


def signed(header: bytes, payload: bytes, secret: bytes = SECRET) -> str:
    """An HS256 signature over whatever bytes."""
    signing_input = f"{base64url(header)}.{base64url(payload)}"
    signature = hmac.digest(secret, signing_input.encode(), "sha256")
    return f"{signing_input}.{base64url(signature)}"


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def a_request(path: str = "/fault", query: str = "", **headers: str) -> Request:
    """Keywords are header names with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request.of(an_event("GET", path, query=query, headers=named))


def bearer(token: str) -> Request:
    return a_request(authorization=f"Bearer {token}")


def an_authenticator(secret: bytes = SECRET, **parts: Any) -> JwtAuthenticator:
    """`parts` are other arguments of JwtAuthenticator."""
    fields: dict[str, Any] = {"rules": RULES, "clock": SteppingClock()}
    return JwtAuthenticator(HmacKey(lambda: secret), **(fields | parts))


def accepts(authenticator: JwtAuthenticator, token: str) -> bool:
    try:
        return authenticator.authenticate(bearer(token)).subject == "user_1"
    except NotAuthenticated:
        return False


def refuses(authenticator: JwtAuthenticator, token: str) -> bool:
    """Refused, and in the same words as every other token."""
    try:
        authenticator.authenticate(bearer(token))
    except NotAuthenticated as refusal:
        return str(refusal) == "The credential is missing or not valid."
    return False


class Timer:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds
