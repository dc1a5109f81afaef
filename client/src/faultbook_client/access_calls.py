"""Requests about credentials and settings, as values."""

from collections.abc import Iterable
from datetime import datetime

from faultbook_client.calls import Call, nothing
from faultbook_client.models import (
    AccessToken,
    ApiKey,
    CustomerSettings,
    MadeAccessToken,
    MadeApiKey,
)
from faultbook_client.parameters import SettingsChanges
from faultbook_client.reading import list_reader, reader
from faultbook_client.wire import segment, time_wire


def make_token(expire_after_minutes: int | None) -> Call[MadeAccessToken]:
    content = {} if expire_after_minutes is None else {"expire_after_minutes": expire_after_minutes}
    return Call(
        method="POST",
        path="/fault/token",
        content=content,
        is_repeatable=False,
        read=reader(MadeAccessToken),
    )


def list_tokens() -> Call[list[AccessToken]]:
    return Call(method="GET", path="/fault/token", read=list_reader(AccessToken, "data"))


def revoke_token(token_id: str) -> Call[None]:
    path = f"/fault/token/{segment(token_id)}"
    return Call(method="DELETE", path=path, removes=True, read=nothing)


def make_key(
    name: str,
    scopes: Iterable[str],
    *,
    cidrs: Iterable[str],
    apis: Iterable[str],
    path: str | None,
    topics: Iterable[str],
    expires_at: datetime | None,
) -> Call[MadeApiKey]:
    content = {
        "name": name,
        "scopes": [*scopes],
        "cidrs": [*cidrs],
        "apis": [*apis],
        "path": path,
        "topics": [*topics],
        "expires_at": expires_at and time_wire(expires_at),
    }
    return Call(
        method="POST",
        path="/api-keys",
        content=content,
        is_repeatable=False,
        read=reader(MadeApiKey),
    )


def list_keys() -> Call[list[ApiKey]]:
    return Call(method="GET", path="/api-keys", read=list_reader(ApiKey, "data"))


def rotate_key(key_id: str, overlap_minutes: int | None) -> Call[MadeApiKey]:
    return Call(
        method="POST",
        path=f"/api-keys/{segment(key_id)}/rotate",
        content={} if overlap_minutes is None else {"overlap_minutes": overlap_minutes},
        is_repeatable=False,
        read=reader(MadeApiKey),
    )


def revoke_key(key_id: str) -> Call[None]:
    path = f"/api-keys/{segment(key_id)}"
    return Call(method="DELETE", path=path, removes=True, read=nothing)


def read_settings() -> Call[CustomerSettings]:
    return Call(method="GET", path="/settings", read=reader(CustomerSettings))


def revoke_outage_links() -> Call[CustomerSettings]:
    path = "/settings/revoke-outage-links"
    return Call(method="POST", path=path, read=reader(CustomerSettings))


def change_settings(changes: SettingsChanges) -> Call[CustomerSettings]:
    return Call(
        method="PATCH", path="/settings", content={**changes}, read=reader(CustomerSettings)
    )
