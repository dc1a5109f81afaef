"""Access tokens of dashboards: the link is the credential, for reading open faults only.

A JWT with a type, an issuer, an audience and a secret of its own, so neither kind of token is
accepted in place of the other. It is valid while its row is in the access table.
"""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import jwt

from faultbook.domain.access import AccessToken, is_token_id
from faultbook.domain.errors import AccessTokenNotFound
from faultbook.gateway.json_web_token import (
    HOSTILE,
    TokenRefused,
    claims_of,
    customer_of,
    has_expired,
    header_of,
    time_claim,
)
from faultbook.gateway.short_memory import ShortMemory
from faultbook.usecases.access_ports import AccessStore
from faultbook.usecases.caller import Caller, Scope
from faultbook.usecases.ports import Clock

if TYPE_CHECKING:
    from jwt.types import Options

TYPE = "share+jwt"
ISSUER = "faultbook"
AUDIENCE = "faultbook/share"
_OPTIONS: "Options" = {
    "require": ["exp", "iat", "iss", "aud", "jti", "customer_id"],
    "strict_aud": True,
    "enforce_minimum_key_length": True,
    "verify_exp": False,  # times are checked against our own clock
    "verify_iat": False,
}


class ShareTokens:
    def __init__(
        self,
        store: AccessStore,
        secret: Callable[[], bytes],
        clock: Clock,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._secret = secret
        self._clock = clock
        self._validity: ShortMemory[tuple[str, str], bool] = ShortMemory(timer)

    def write(self, token: AccessToken) -> str:
        """Raises Unavailable."""
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "jti": token.token_id,
            "customer_id": token.customer_id,
            "iat": int(token.created_at.timestamp()),
            "exp": int(token.expires_at.timestamp()),
        }
        return jwt.encode(claims, self._secret(), algorithm="HS256", headers={"typ": TYPE})

    def authenticate(self, text: str) -> Caller:
        """Raises AccessTokenNotFound for any token that is not valid, or Unavailable."""
        try:
            customer_id, token_id = self._read(text)
        except HOSTILE as error:
            raise AccessTokenNotFound from error
        if not self._stands(customer_id, token_id):
            raise AccessTokenNotFound
        return Caller(customer_id, f"token:{token_id}", frozenset({Scope.READ}))

    def forget(self, customer_id: str, token_id: str) -> None:
        """After a revocation in this process, which then takes effect at once."""
        self._validity.forget((customer_id, token_id))

    def _read(self, text: str) -> tuple[str, str]:
        header = header_of(text)
        if header.get("alg") != "HS256" or header.get("typ") != TYPE:
            raise TokenRefused("another type of token")
        _verify(text, self._secret())
        claims = claims_of(text)
        if has_expired(claims, self._clock()) or time_claim(claims, "iat") <= 0:
            raise TokenRefused("expired")
        token_id = claims["jti"]
        if not is_token_id(token_id):
            raise TokenRefused("jti is not the id of an access token")
        return customer_of(claims.get("customer_id")), token_id

    def _stands(self, customer_id: str, token_id: str) -> bool:
        if remembered := self._validity.recall((customer_id, token_id)):
            return remembered[0]
        try:
            self._store.get_access_token(customer_id, token_id)
        except AccessTokenNotFound:
            stands = False
        else:
            stands = True
        self._validity.keep((customer_id, token_id), stands)
        return stands


def _verify(text: str, secret: bytes) -> None:
    try:
        jwt.decode(
            text,
            secret,
            algorithms=["HS256"],
            issuer=ISSUER,
            audience=AUDIENCE,
            options=_OPTIONS,
        )
    except jwt.PyJWTError as error:
        raise TokenRefused(type(error).__name__) from error
