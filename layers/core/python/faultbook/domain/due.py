"""Notes of when to look at something again, stored by time so that nothing has to be searched."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

# A note is written before the item it is about, so one without an item is stale only after this.
GRACE = timedelta(minutes=5)
_FIRST_PAUSE = timedelta(minutes=5)  # doubled with each try
_LONGEST_PAUSE = timedelta(hours=12)
_DOUBLINGS = 8  # that reach it


class DueKind(StrEnum):
    """Why to look again, most urgent first."""

    HEARTBEAT = "heartbeat"
    AWAKE = "awake"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Due:
    """A note counts only while what it is about still names the time `at`.

    `number` is that of what it is about. A note that could not be settled `tries` times is looked
    at again at `again_at`. `stripe` is where it was put, or found. `expires_at` is in Unix seconds.
    """

    customer_id: str
    number: int
    at: datetime
    written_at: datetime
    kind: DueKind = DueKind.CLOSE
    stripe: int = 0
    expires_at: int = field(default=0, compare=False)
    tries: int = 0
    again_at: datetime | None = None

    @property
    def looked_at(self) -> datetime:
        """The next time that a sweep looks at it."""
        return self.again_at or self.at

    def is_stale(self, now: datetime) -> bool:
        """Whether the item of the note can no longer be on its way to the table."""
        return now - self.written_at > GRACE

    def put_aside(self, now: datetime) -> "Due":
        pause = min(_FIRST_PAUSE * 2 ** min(self.tries, _DOUBLINGS), _LONGEST_PAUSE)
        return replace(self, tries=self.tries + 1, again_at=now + pause)
