"""Goes once every function has switched to Credentials and ReadFaults."""

from typing import Any

from faultbook.domain.access import AccessToken, ApiKey
from faultbook.domain.fault import Fault
from faultbook.usecases.credentials import Credentials
from faultbook.usecases.read_faults import MAX_OPEN, ReadFaults

MAX_SHOWN = MAX_OPEN


def _bound(parts: dict[str, Any]) -> Credentials:
    pepper = parts.pop("pepper", None)
    return Credentials(parts.pop("store"), lambda: pepper, parts.pop("clock", None))


def make_api_key(customer_id: str, **parts: Any) -> tuple[ApiKey, str]:
    return _bound(parts).make_api_key(customer_id, **parts)


def list_api_keys(customer_id: str, **parts: Any) -> list[ApiKey]:
    return _bound(parts).list_api_keys(customer_id)


def rotate_api_key(customer_id: str, key_id: str, **parts: Any) -> tuple[ApiKey, str]:
    return _bound(parts).rotate_api_key(customer_id, key_id, **parts)


def revoke_api_key(customer_id: str, key_id: str, **parts: Any) -> None:
    _bound(parts).revoke_api_key(customer_id, key_id)


def make_access_token(customer_id: str, minutes: int, **parts: Any) -> AccessToken:
    return _bound(parts).make_access_token(customer_id, minutes, **parts)


def list_access_tokens(customer_id: str, **parts: Any) -> list[AccessToken]:
    return _bound(parts).list_access_tokens(customer_id)


def revoke_access_token(customer_id: str, token_id: str, **parts: Any) -> None:
    _bound(parts).revoke_access_token(customer_id, token_id)


def list_open_faults(customer_id: str, *, store: Any) -> list[Fault]:
    nothing: Any = None
    return ReadFaults(store, nothing).newest_open(customer_id)
