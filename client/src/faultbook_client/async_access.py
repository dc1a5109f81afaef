"""Read-only links, API keys and settings of the asynchronous client."""

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


class AsyncAsk(Protocol):
    async def __call__(self, call: Call[Answer], /) -> Answer:
        """Raises FaultbookError."""
        ...


class AsyncAccessTokens:
    """As AccessTokens."""

    def __init__(self, ask: AsyncAsk) -> None:
        self._ask = ask

    async def make(self, expire_after_minutes: int | None = None) -> MadeAccessToken:
        return await self._ask(access_calls.make_token(expire_after_minutes))

    async def list(self) -> Sequence[AccessToken]:
        return await self._ask(access_calls.list_tokens())

    async def revoke(self, token_id: str) -> None:
        await self._ask(access_calls.revoke_token(token_id))


class AsyncApiKeys:
    """As ApiKeys."""

    def __init__(self, ask: AsyncAsk) -> None:
        self._ask = ask

    async def make(
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
        return await self._ask(
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

    async def list(self) -> Sequence[ApiKey]:
        return await self._ask(access_calls.list_keys())

    async def rotate(self, key_id: str, *, overlap_minutes: int | None = None) -> MadeApiKey:
        return await self._ask(access_calls.rotate_key(key_id, overlap_minutes))

    async def revoke(self, key_id: str) -> None:
        await self._ask(access_calls.revoke_key(key_id))


class AsyncSettings:
    """As Settings."""

    def __init__(self, ask: AsyncAsk) -> None:
        self._ask = ask

    async def read(self) -> CustomerSettings:
        return await self._ask(access_calls.read_settings())

    async def change(self, **changes: Unpack[SettingsChanges]) -> CustomerSettings:
        return await self._ask(access_calls.change_settings(changes))

    async def revoke_outage_links(self) -> CustomerSettings:
        return await self._ask(access_calls.revoke_outage_links())
