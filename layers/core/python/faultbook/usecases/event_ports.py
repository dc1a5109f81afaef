"""What the reading of the event log needs from outside. All calls raise Unavailable."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from faultbook.domain.events import FaultEvent
from faultbook.domain.listing import Position


class EventLog(Protocol):
    def head(self, customer_id: str) -> Position | None:
        """Where the newest transaction ends, or a moment ago did; None before the first."""
        ...

    def between(
        self, customer_id: str, after: Position, until: datetime, together: int
    ) -> Iterator[tuple[Position, FaultEvent]]:
        """What was written behind `after` and at `until` or before, in the order of writing.

        Read strongly, and on while it is consumed, so many with each call.
        """
        ...
