"""`Authorization: Bearer <JWT>` -> Caller, by the rules of RFC 8725.

One algorithm, one kind of key. The type header is `JWT` or `at+jwt` (RFC 9068). With public keys
it may be missing, because Amazon Cognito sends none; a token of our own secret must have it.
Where audience, customer and scopes stand is in `token_rules`. `customers` may list the customers
that the token speaks for, its own among them or not. `exp` has a leeway of 30 seconds and no token
lives longer than a day; `iat` and `nbf` may be 60 seconds ahead. `email`, `customers` and `nbf` may
be null, which is as if they were left out.
"""

import hashlib
import re
import time
from collections.abc import Callable
from typing import Any, Protocol

import jwt

from faultbook.domain.errors import NotAuthenticated
from faultbook.gateway.http import Request
from faultbook.gateway.json_web_token import (
    HOSTILE,
    MAX_LENGTH,
    TokenRefused,
    claims_of,
    customers_claim,
    has_expired,
    header_of,
    text_claim,
    time_claim,
)
from faultbook.gateway.short_memory import ShortMemory
from faultbook.gateway.token_rules import TokenRules
from faultbook.usecases.caller import Caller
from faultbook.usecases.ports import Clock

LEEWAY = 30  # seconds
MAX_AHEAD = 60  # seconds
MAX_LIFETIME = 24 * 3600  # seconds
_TYPES = {"jwt", "at+jwt", "application/at+jwt"}
_BEARER = re.compile(r"bearer +([^ ,]+)", re.IGNORECASE)


class VerifyingKeys(Protocol):
    algorithm: str
    type_required: bool

    def key(self, header: dict[str, Any]) -> Any:
        """The key that a token's header selects. Raises TokenRefused or Unavailable."""
        ...


class HmacKey:
    """HS256: one shared secret, asked for on each use. `kid` selects nothing."""

    algorithm = "HS256"
    type_required = True

    def __init__(self, secret: Callable[[], bytes]) -> None:
        self._secret = secret

    def key(self, header: dict[str, Any]) -> bytes:
        del header
        return self._secret()


class JwtAuthenticator:
    """Remembers verified tokens for a minute by their hash, never by themselves."""

    def __init__(
        self,
        keys: VerifyingKeys,
        rules: TokenRules,
        clock: Clock,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keys = keys
        self._rules = rules
        self._clock = clock
        self._verified: ShortMemory[bytes, tuple[Caller, dict[str, Any]]] = ShortMemory(timer)

    def authenticate(self, request: Request) -> Caller:
        """Raises NotAuthenticated, always with the same message, or Unavailable."""
        text = _presented(request)
        try:
            fingerprint = hashlib.sha256(text.encode("ascii")).digest()
            if remembered := self._verified.recall(fingerprint):
                caller, claims = remembered[0]
                self._check_times(claims)
                return caller
            claims = self._verified_claims(text)
            self._check_times(claims)
            caller = self._caller_of(claims)
        except HOSTILE as error:
            raise NotAuthenticated from error
        self._verified.keep(fingerprint, (caller, claims))
        return caller

    def _verified_claims(self, text: str) -> dict[str, Any]:
        header = header_of(text)
        self._check_header(header)
        _verify(self._keys.algorithm, text, self._keys.key(header), self._rules)
        claims = claims_of(text)
        self._rules.check_audience(claims)
        return claims

    def _check_header(self, header: dict[str, Any]) -> None:
        if header.get("alg") != self._keys.algorithm:
            raise TokenRefused("another algorithm")
        if not isinstance(header.get("kid", ""), str):
            raise TokenRefused("kid is not a text")
        kind = header.get("typ")
        if kind is None and not self._keys.type_required:
            return
        if not isinstance(kind, str) or kind.lower() not in _TYPES:
            raise TokenRefused("another type of token")

    def _check_times(self, claims: dict[str, Any]) -> None:
        """By the service's clock; PyJWT would use the machine's."""
        now = self._clock()
        issued = time_claim(claims, "iat")
        if has_expired(claims, now, LEEWAY):
            raise TokenRefused("expired")
        if not 0 < time_claim(claims, "exp") - issued <= MAX_LIFETIME:
            raise TokenRefused("lives longer than a day")
        starts = issued if claims.get("nbf") is None else time_claim(claims, "nbf")
        if max(issued, starts) > now.timestamp() + MAX_AHEAD:
            raise TokenRefused("from the future")

    def _caller_of(self, claims: dict[str, Any]) -> Caller:
        return Caller(
            customer_id=self._rules.customer_in(claims),
            subject=text_claim(claims, "sub", 255),
            scopes=self._rules.scopes_in(claims),
            email="" if claims.get("email") is None else text_claim(claims, "email", 254),
            customers=customers_claim(claims),
        )


def _presented(request: Request) -> str:
    """One header with one token. API Gateway joins repeated headers by commas."""
    header = request.headers.get("authorization", "")
    if len(header) > MAX_LENGTH:
        raise NotAuthenticated
    found = _BEARER.fullmatch(header)
    if not found:
        raise NotAuthenticated
    return found[1]


def _verify(algorithm: str, text: str, key: Any, token_rules: TokenRules) -> None:
    """Signature, issuer and presence. Each call names its one algorithm literally."""
    rules: dict[str, Any] = {
        "issuer": token_rules.issuer,
        "options": {
            "require": token_rules.required,
            "enforce_minimum_key_length": True,
            "verify_aud": False,  # an issuer may have it in another claim
            "verify_exp": False,  # times are checked against our own clock
            "verify_iat": False,
            "verify_nbf": False,
        },
    }
    try:
        match algorithm:
            case "HS256":
                jwt.decode(text, key, algorithms=["HS256"], **rules)
            case "RS256":
                jwt.decode(text, key, algorithms=["RS256"], **rules)
            case "ES256":
                jwt.decode(text, key, algorithms=["ES256"], **rules)
            case _:
                raise TokenRefused("no such algorithm here")
    except jwt.PyJWTError as error:
        raise TokenRefused(type(error).__name__) from error
