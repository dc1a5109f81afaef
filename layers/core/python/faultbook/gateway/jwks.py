"""Public keys from the one configured JWKS address; nothing in a token can name another.

Imported only where tokens are signed with RS256 or ES256: PyJWT needs cryptography for them.
The only outgoing connection of any function.
"""

import http.client
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http import HTTPStatus
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import jwt

from faultbook.domain.errors import Unavailable
from faultbook.gateway import strict_json
from faultbook.gateway.errors import MalformedBody
from faultbook.gateway.json_web_token import TokenRefused
from faultbook.telemetry import logger

TIMEOUT = 3.0  # seconds, for the whole answer
MAX_BYTES = 262_144
LIFESPAN = 300.0  # seconds until the set is read again
MAX_STALE = 24 * 3600.0  # seconds that the last good set serves while there is no other
COOLDOWN = 30.0  # seconds between two fetches, whatever unknown keys the tokens name
_NEVER = float("-inf")
MIN_RSA_BITS = 2048  # RFC 7518 3.3
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_PUBLIC_MEMBERS = {"RS256": ("kty", "n", "e"), "ES256": ("kty", "crv", "x", "y")}
_KEY_KIND = {"RS256": ("RSA", None), "ES256": ("EC", "P-256")}


class JwksKeys:
    """Serves the last good set while the address does not answer, for MAX_STALE at the most."""

    type_required = False

    def __init__(
        self,
        url: str,
        algorithm: str,
        *,
        allow_loopback: bool = False,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        """`algorithm` is RS256 or ES256; `allow_loopback` permits plain http to this machine.

        Raises ValueError.
        """
        if algorithm not in _KEY_KIND:
            raise ValueError("JWT_ALGORITHM must be HS256, RS256 or ES256.")
        self.algorithm = algorithm
        self._address = _Address(url, allow_loopback=allow_loopback)
        self._timer = timer
        self._keys: dict[str, Any] = {}
        self._read_at = _NEVER
        self._tried_at = _NEVER
        self._lock = Lock()

    def key(self, header: dict[str, Any]) -> Any:
        """Raises TokenRefused for an unknown `kid`, Unavailable while there is no set to trust."""
        kid = header.get("kid")
        if not isinstance(kid, str):
            raise TokenRefused("no kid")
        with self._lock:
            if self._needs_reading(kid):
                self._refresh()
            if not self._keys or self._timer() - self._read_at > MAX_STALE:
                raise Unavailable
            if kid not in self._keys:
                raise TokenRefused("unknown kid")
            return self._keys[kid]

    def _needs_reading(self, kid: str) -> bool:
        if not self._keys:
            return True
        now = self._timer()
        is_stale = kid not in self._keys or now - self._read_at >= LIFESPAN
        return is_stale and now - self._tried_at >= COOLDOWN

    def _refresh(self) -> None:
        try:
            keys = dict(_usable_keys(self._address.read(), self.algorithm))
        except (OSError, http.client.HTTPException, _NotASet, MalformedBody) as error:
            logger.warning("JWKS cannot be read", extra={"reason": str(error)[:256]})
            keys = {}
        self._tried_at = self._timer()
        if keys:
            self._keys = keys
            self._read_at = self._tried_at


class _NotASet(Exception):
    pass


class _Address:
    def __init__(self, url: str, *, allow_loopback: bool) -> None:
        parts = urlsplit(url)
        plain = allow_loopback and parts.scheme == "http" and parts.hostname in _LOOPBACK
        if not (parts.scheme == "https" or plain) or not parts.hostname or parts.username:
            raise ValueError("JWKS_URL must be an https address.")
        self._secure = parts.scheme == "https"
        self._host = parts.hostname
        self._port = parts.port
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def read(self) -> bytes:
        """No redirect is followed: a status other than 200 is no set."""
        connection = self._connection()
        try:
            connection.request("GET", self._target, headers={"Accept": "application/json"})
            answer = connection.getresponse()
            if answer.status != HTTPStatus.OK:
                raise _NotASet(f"status {answer.status}")
            return _bounded(answer, time.monotonic() + TIMEOUT)
        finally:
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        if self._secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(
                self._host, self._port, timeout=TIMEOUT, context=context
            )
        return http.client.HTTPConnection(self._host, self._port, timeout=TIMEOUT)


def _bounded(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    body = b""
    while chunk := answer.read1(MAX_BYTES + 1):
        body += chunk
        if len(body) > MAX_BYTES:
            raise _NotASet("too large")
        if time.monotonic() > deadline:
            raise TimeoutError("the answer takes too long")
    return body


def _usable_keys(body: bytes, algorithm: str) -> Iterator[tuple[str, Any]]:
    """Keys for signatures of this algorithm, by kid. A kid that is there twice names no key."""
    document = strict_json.parse(body, mends=False)
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list):
        raise _NotASet("not a JSON Web Key Set")
    named = [key for key in keys if isinstance(key, dict) and isinstance(key.get("kid"), str)]
    times = Counter(key["kid"] for key in named)
    for key in named:
        if times[key["kid"]] == 1 and _is_for(key, algorithm):
            public = _public_key(key, algorithm)
            if public is not None:
                yield key["kid"], public


def _is_for(key: dict[str, Any], algorithm: str) -> bool:
    kind, curve = _KEY_KIND[algorithm]
    operations = key.get("key_ops", ["verify"])
    return (
        key.get("kty") == kind
        and key.get("crv") == curve
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and isinstance(operations, list)
        and "verify" in operations
    )


def _public_key(key: dict[str, Any], algorithm: str) -> Any | None:
    """Only the public members are looked at, so a private key in the set does not turn up here."""
    members = {name: key[name] for name in _PUBLIC_MEMBERS[algorithm] if name in key}
    try:
        public = jwt.PyJWK(members, algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        logger.warning("a key of the JWKS is left out", extra={"reason": type(error).__name__})
        return None
    return public if algorithm != "RS256" or public.key_size >= MIN_RSA_BITS else None
