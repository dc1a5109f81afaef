"""Where heartbeats are kept, and when sweeps ran. All calls raise Unavailable."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from faultbook.domain.heartbeat import Beat, Heartbeat
from faultbook.domain.outage import Sweeps


class HeartbeatStore(Protocol):
    """Each read sees what was written before."""

    def find(self, customer_id: str, number: int) -> Heartbeat | None: ...

    def all(self, customer_id: str) -> Sequence[Heartbeat]:
        """In no order."""
        ...

    def create(self, heartbeat: Heartbeat) -> None:
        """Raises HeartbeatExists, TooManyHeartbeats or TooLarge."""
        ...

    def save(self, before: Heartbeat, after: Heartbeat) -> None:
        """All but its last ping, if it is still at `before.version`.

        Raises HeartbeatChanged, also where it is gone, or TooLarge.
        """
        ...

    def change_beat(self, heartbeat: Heartbeat, after: Beat) -> bool:
        """Write the beat if that of the heartbeat is still pinged and watched as it says.

        False where it is not, or is gone.
        """
        ...

    def ping(self, customer_id: str, number: int, at: datetime) -> Beat | None:
        """One write unit; None, and nothing written, where no note watches over it."""
        ...

    def delete(self, heartbeat: Heartbeat) -> None:
        """Deleting twice is as good as once."""
        ...


class SweepStore(Protocol):
    def get(self) -> Sweeps | None:
        """None before the first."""
        ...

    def put(self, sweeps: Sweeps) -> None: ...
