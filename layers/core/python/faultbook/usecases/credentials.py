"""Credentials that a customer makes: API keys for monitors, access tokens for dashboards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from faultbook.domain import access
from faultbook.domain.access import AccessToken, ApiKey
from faultbook.domain.errors import (
    AccessTokenNotFound,
    ApiKeyNotFound,
    Conflict,
    InvalidRequest,
    Unavailable,
)
from faultbook.domain.fault import Origin
from faultbook.usecases.access_ports import AccessStore
from faultbook.usecases.ports import Clock

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Credentials:
    """`pepper` is asked for when a key is made: it may have to be fetched."""

    store: AccessStore
    pepper: Callable[[], bytes]
    clock: Clock

    def make_api_key(
        self,
        customer_id: str,
        *,
        name: str,
        scopes: frozenset[str],
        by: str,
        cidrs: tuple[str, ...] = (),
        apis: frozenset[Origin] = frozenset(),
        path: str = "",
        topics: tuple[str, ...] = (),
        expires_at: datetime | None = None,
    ) -> tuple[ApiKey, str]:
        """The key as it is kept, and its text, which is kept nowhere.

        Raises InvalidRequest, or Conflict when the customer has as many as there may be.
        """
        now = self.clock()
        _check_expiry(expires_at, now)
        if len(self.store.list_api_keys(customer_id)) >= access.MAX_API_KEYS:
            raise Conflict(f"A customer has at most {access.MAX_API_KEYS} API keys.")
        key_id = access.draw_key_id()
        secret = access.draw_secret(key_id)
        key = ApiKey(
            customer_id=customer_id,
            key_id=key_id,
            name=name,
            scopes=scopes,
            digest=access.digest_of(secret, self.pepper()),
            created_at=now,
            created_by=by,
            cidrs=cidrs,
            apis=apis,
            path=path,
            topics=topics,
            expires_at=expires_at,
        )
        self.store.put_api_key(customer_id, key)
        return key, access.key_text(key_id, secret)

    def list_api_keys(self, customer_id: str) -> list[ApiKey]:
        """Newest first."""
        keys = self.store.list_api_keys(customer_id)
        return sorted(keys, key=lambda key: (key.created_at, key.key_id), reverse=True)

    def rotate_api_key(
        self, customer_id: str, key_id: str, *, overlap: timedelta = access.DEFAULT_OVERLAP
    ) -> tuple[ApiKey, str]:
        """A new secret under the same id; the old one works until the overlap ends.

        Raises ApiKeyNotFound, InvalidRequest, or Conflict for a key that is no longer valid or was
        changed meanwhile.
        """
        if not timedelta(0) <= overlap <= access.MAX_OVERLAP:
            raise InvalidRequest("The overlap is 0 to 7 days.")
        now = self.clock()
        before = self._api_key(customer_id, key_id)
        if not before.is_live(now):
            raise Conflict("The API key is revoked or has expired.")
        secret = access.draw_secret(key_id)
        after = before.rotated(access.digest_of(secret, self.pepper()), now, overlap)
        self.store.save_api_key(customer_id, before, after)
        return after, access.key_text(key_id, secret)

    def revoke_api_key(self, customer_id: str, key_id: str) -> None:
        """Revoking twice is as good as once, and goes before a rotation. Raises ApiKeyNotFound."""
        for _ in range(_ATTEMPTS):
            before = self._api_key(customer_id, key_id)
            after = before.revoked(self.clock())
            if after is before:
                return
            try:
                self.store.save_api_key(customer_id, before, after)
            except Conflict:
                continue
            return
        raise Unavailable

    def make_access_token(self, customer_id: str, minutes: int, *, by: str) -> AccessToken:
        """Raises InvalidRequest, or Conflict when the customer has as many as there may be."""
        if not 1 <= minutes <= access.MAX_TOKEN_MINUTES:
            raise InvalidRequest(f"An access token lives 1 to {access.MAX_TOKEN_MINUTES} minutes.")
        if len(self.store.list_access_tokens(customer_id)) >= access.MAX_ACCESS_TOKENS:
            raise Conflict(f"A customer has at most {access.MAX_ACCESS_TOKENS} access tokens.")
        now = self.clock().replace(microsecond=0)  # a token's times are whole seconds
        token = AccessToken(
            customer_id=customer_id,
            token_id=access.draw_token_id(),
            created_at=now,
            created_by=by,
            expires_at=now + timedelta(minutes=minutes),
        )
        self.store.put_access_token(customer_id, token)
        return token

    def list_access_tokens(self, customer_id: str) -> list[AccessToken]:
        """Newest first."""
        tokens = self.store.list_access_tokens(customer_id)
        return sorted(tokens, key=lambda token: (token.created_at, token.token_id), reverse=True)

    def revoke_access_token(self, customer_id: str, token_id: str) -> None:
        """Raises AccessTokenNotFound."""
        if not access.is_token_id(token_id):
            raise AccessTokenNotFound
        self.store.get_access_token(customer_id, token_id)
        self.store.delete_access_token(customer_id, token_id)

    def _api_key(self, customer_id: str, key_id: str) -> ApiKey:
        """What cannot be an id is not asked for: a store refuses keys beyond its own limits."""
        if not access.is_key_id(key_id):
            raise ApiKeyNotFound
        return self.store.get_api_key(customer_id, key_id)


def _check_expiry(expires_at: datetime | None, now: datetime) -> None:
    if expires_at is None or now < expires_at <= now + access.MAX_KEY_LIFETIME:
        return
    days = access.MAX_KEY_LIFETIME.days
    rule = f"in the future, by at most {days} days"
    raise InvalidRequest("The request is not valid.", {"expires_at": [rule]})
