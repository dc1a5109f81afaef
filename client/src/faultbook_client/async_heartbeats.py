"""Heartbeats, of the client whose answers are awaited."""

from collections.abc import Sequence
from typing import Unpack

from faultbook_client import heartbeat_calls
from faultbook_client.async_access import AsyncAsk
from faultbook_client.heartbeat_models import Heartbeat
from faultbook_client.parameters import HeartbeatChanges, HeartbeatFields


class AsyncHeartbeats:
    """As Heartbeats."""

    def __init__(self, ask: AsyncAsk) -> None:
        self._ask = ask

    async def make(
        self, name: str, interval_minutes: int, **more: Unpack[HeartbeatFields]
    ) -> Heartbeat:
        return await self._ask(heartbeat_calls.make(name, interval_minutes, more))

    async def list(self) -> Sequence[Heartbeat]:
        return await self._ask(heartbeat_calls.list_all())

    async def get(self, name: str) -> Heartbeat:
        return await self._ask(heartbeat_calls.get(name))

    async def change(self, name: str, **changes: Unpack[HeartbeatChanges]) -> Heartbeat:
        return await self._ask(heartbeat_calls.change(name, changes))

    async def ping(self, name: str) -> None:
        await self._ask(heartbeat_calls.ping(name))

    async def delete(self, name: str) -> None:
        await self._ask(heartbeat_calls.delete(name))
