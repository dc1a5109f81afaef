"""Heartbeats, of the client that waits."""

from collections.abc import Sequence
from typing import Unpack

from faultbook_client import heartbeat_calls
from faultbook_client.access import Ask
from faultbook_client.heartbeat_models import Heartbeat
from faultbook_client.parameters import HeartbeatChanges, HeartbeatFields


class Heartbeats:
    """Of which a ping that does not come is a fault."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def make(self, name: str, interval_minutes: int, **more: Unpack[HeartbeatFields]) -> Heartbeat:
        """It waits in silence for its first ping. Raises Conflict where there is one."""
        return self._ask(heartbeat_calls.make(name, interval_minutes, more))

    def list(self) -> Sequence[Heartbeat]:
        """All, by name."""
        return self._ask(heartbeat_calls.list_all())

    def get(self, name: str) -> Heartbeat:
        return self._ask(heartbeat_calls.get(name))

    def change(self, name: str, **changes: Unpack[HeartbeatChanges]) -> Heartbeat:
        """What is not named stays."""
        return self._ask(heartbeat_calls.change(name, changes))

    def ping(self, name: str) -> None:
        """All is well. Raises NotFound where there is no such heartbeat."""
        self._ask(heartbeat_calls.ping(name))

    def delete(self, name: str) -> None:
        self._ask(heartbeat_calls.delete(name))
