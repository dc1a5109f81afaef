"""Read-only links, API keys and settings of the synchronous client."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol, Unpack

from faultbook_client import access_calls
from faultbook_client.calls import Answer, Call
from faultbook_client.models import (
    AccessToken,
    ApiKey,
    CustomerSettings,
    MadeAccessToken,
    MadeApiKey,
)
from faultbook_client.parameters import SettingsChanges


class Ask(Protocol):
    def __call__(self, call: Call[Answer], /) -> Answer:
        """Raises FaultbookError."""
        ...


class AccessTokens:
    """Read-only links for dashboards."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def make(self, expire_after_minutes: int | None = None) -> MadeAccessToken:
        """Not retried when its answer is lost: there would be two links, one of them unknown."""
        return self._ask(access_calls.make_token(expire_after_minutes))

    def list(self) -> Sequence[AccessToken]:
        return self._ask(access_calls.list_tokens())

    def revoke(self, token_id: str) -> None:
        self._ask(access_calls.revoke_token(token_id))


class ApiKeys:
    """Needs a token with the scope `admin`."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def make(
        self,
        name: str,
        scopes: Iterable[str],
        *,
        cidrs: Iterable[str] = (),
        apis: Iterable[str] = (),
        path: str | None = None,
        topics: Iterable[str] = (),
        expires_at: datetime | None = None,
    ) -> MadeApiKey:
        """`scopes` are of faults:read, faults:write; `apis` of those that take keys.

        `path` begins the paths of faults whose senders know no paths; with `topics`, ARNs of
        topics of Amazon SNS, the key takes their messages and opens nothing else.
        """
        return self._ask(
            access_calls.make_key(
                name,
                scopes,
                cidrs=cidrs,
                apis=apis,
                path=path,
                topics=topics,
                expires_at=expires_at,
            )
        )

    def list(self) -> Sequence[ApiKey]:
        return self._ask(access_calls.list_keys())

    def rotate(self, key_id: str, *, overlap_minutes: int | None = None) -> MadeApiKey:
        """The old secret works until the overlap ends."""
        return self._ask(access_calls.rotate_key(key_id, overlap_minutes))

    def revoke(self, key_id: str) -> None:
        self._ask(access_calls.revoke_key(key_id))


class Settings:
    """Settings for all callers of the customer. Needs a token with the scope `admin`."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def read(self) -> CustomerSettings:
        return self._ask(access_calls.read_settings())

    def change(self, **changes: Unpack[SettingsChanges]) -> CustomerSettings:
        """What is not named stays; all but stripes holds within a minute, those after two."""
        return self._ask(access_calls.change_settings(changes))

    def revoke_outage_links(self) -> CustomerSettings:
        """End every public link of the customer's outages, at once."""
        return self._ask(access_calls.revoke_outage_links())
