"""Credentials that a customer makes: API keys for monitors, access tokens for dashboards."""

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
from faultbook.domain.fault import Fault, Origin, Status
from faultbook.domain.listing import MAX_PAGE, FaultFilter, Position
from faultbook.usecases.access_ports import AccessStore
from faultbook.usecases.ports import Clock, FaultStore

MAX_SHOWN = 1000  # open faults behind one access token
_ATTEMPTS = 3
_MAX_PAGES = 50


def make_api_key(
    customer_id: str,
    *,
    name: str,
    scopes: frozenset[str],
    by: str,
    cidrs: tuple[str, ...] = (),
    apis: frozenset[Origin] = frozenset(),
    expires_at: datetime | None = None,
    store: AccessStore,
    pepper: bytes,
    clock: Clock,
) -> tuple[ApiKey, str]:
    """The key as it is kept, and its text, which is kept nowhere.

    Raises InvalidRequest, or Conflict when the customer has as many as there may be.
    """
    now = clock()
    _check_expiry(expires_at, now)
    if len(store.list_api_keys(customer_id)) >= access.MAX_API_KEYS:
        raise Conflict(f"A customer has at most {access.MAX_API_KEYS} API keys.")
    key_id = access.draw_key_id()
    secret = access.draw_secret(key_id)
    key = ApiKey(
        customer_id=customer_id,
        key_id=key_id,
        name=name,
        scopes=scopes,
        digest=access.digest_of(secret, pepper),
        created_at=now,
        created_by=by,
        cidrs=cidrs,
        apis=apis,
        expires_at=expires_at,
    )
    store.put_api_key(customer_id, key)
    return key, access.key_text(key_id, secret)


def list_api_keys(customer_id: str, *, store: AccessStore) -> list[ApiKey]:
    """Newest first."""
    keys = store.list_api_keys(customer_id)
    return sorted(keys, key=lambda key: (key.created_at, key.key_id), reverse=True)


def rotate_api_key(
    customer_id: str,
    key_id: str,
    *,
    overlap: timedelta = access.DEFAULT_OVERLAP,
    store: AccessStore,
    pepper: bytes,
    clock: Clock,
) -> tuple[ApiKey, str]:
    """A new secret under the same id; the old one works until the overlap ends.

    Raises ApiKeyNotFound, InvalidRequest, or Conflict for a key that is no longer valid or was
    changed meanwhile.
    """
    if not timedelta(0) <= overlap <= access.MAX_OVERLAP:
        raise InvalidRequest("The overlap is 0 to 7 days.")
    now = clock()
    before = _api_key(customer_id, key_id, store)
    if not before.is_live(now):
        raise Conflict("The API key is revoked or has expired.")
    secret = access.draw_secret(key_id)
    after = before.rotated(access.digest_of(secret, pepper), now, overlap)
    store.save_api_key(customer_id, before, after)
    return after, access.key_text(key_id, secret)


def revoke_api_key(customer_id: str, key_id: str, *, store: AccessStore, clock: Clock) -> None:
    """Revoking twice is as good as once, and goes before a rotation. Raises ApiKeyNotFound."""
    for _ in range(_ATTEMPTS):
        before = _api_key(customer_id, key_id, store)
        after = before.revoked(clock())
        if after is before:
            return
        try:
            store.save_api_key(customer_id, before, after)
        except Conflict:
            continue
        return
    raise Unavailable


def make_access_token(
    customer_id: str, minutes: int, *, by: str, store: AccessStore, clock: Clock
) -> AccessToken:
    """Raises InvalidRequest, or Conflict when the customer has as many as there may be."""
    if not 1 <= minutes <= access.MAX_TOKEN_MINUTES:
        raise InvalidRequest(f"An access token lives 1 to {access.MAX_TOKEN_MINUTES} minutes.")
    if len(store.list_access_tokens(customer_id)) >= access.MAX_ACCESS_TOKENS:
        raise Conflict(f"A customer has at most {access.MAX_ACCESS_TOKENS} access tokens.")
    now = clock().replace(microsecond=0)  # a token's times are whole seconds
    token = AccessToken(
        customer_id=customer_id,
        token_id=access.draw_token_id(),
        created_at=now,
        created_by=by,
        expires_at=now + timedelta(minutes=minutes),
    )
    store.put_access_token(customer_id, token)
    return token


def list_access_tokens(customer_id: str, *, store: AccessStore) -> list[AccessToken]:
    """Newest first."""
    tokens = store.list_access_tokens(customer_id)
    return sorted(tokens, key=lambda token: (token.created_at, token.token_id), reverse=True)


def revoke_access_token(customer_id: str, token_id: str, *, store: AccessStore) -> None:
    """Raises AccessTokenNotFound."""
    if not access.is_token_id(token_id):
        raise AccessTokenNotFound
    store.get_access_token(customer_id, token_id)
    store.delete_access_token(customer_id, token_id)


def list_open_faults(customer_id: str, *, store: FaultStore) -> list[Fault]:
    """The newest MAX_SHOWN."""
    faults: list[Fault] = []
    after: Position | None = None
    for _ in range(_MAX_PAGES):
        wanted = FaultFilter(status=Status.UNRESOLVED)
        page = store.page(customer_id, wanted, MAX_PAGE, after)
        faults += page.faults
        after = page.next
        if after is None or len(faults) >= MAX_SHOWN:
            break
    return faults[:MAX_SHOWN]


def _api_key(customer_id: str, key_id: str, store: AccessStore) -> ApiKey:
    """What cannot be an id is not asked for: a store refuses keys beyond its own limits."""
    if not access.is_key_id(key_id):
        raise ApiKeyNotFound
    return store.get_api_key(customer_id, key_id)


def _check_expiry(expires_at: datetime | None, now: datetime) -> None:
    if expires_at is None or now < expires_at <= now + access.MAX_KEY_LIFETIME:
        return
    days = access.MAX_KEY_LIFETIME.days
    rule = f"in the future, by at most {days} days"
    raise InvalidRequest("The request is not valid.", {"expires_at": [rule]})
