"""When a fault resolves by itself: a note apart from it, found by time without a scan."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

# A note is written before its fault, so a note without one may be new: wait this long first.
GRACE = timedelta(minutes=5)
_FIRST_PAUSE = timedelta(minutes=5)  # doubled with each try
_LONGEST_PAUSE = timedelta(hours=12)
_DOUBLINGS = 8  # that reach it


@dataclass(frozen=True, slots=True)
class Due:
    """`at` is the fault's `closes_at`; one that differs is a note that no longer counts.

    A fault that could not be resolved `tries` times is looked at again at `again_at`. `stripe` is
    where the note was put, or found. `expires_at` is the fault's, in Unix seconds.
    """

    customer_id: str
    number: int
    at: datetime
    written_at: datetime
    stripe: int = 0
    expires_at: int = field(default=0, compare=False)
    tries: int = 0
    again_at: datetime | None = None

    @property
    def looked_at(self) -> datetime:
        """The next time that auto-close looks at it."""
        return self.again_at or self.at

    def put_aside(self, now: datetime) -> "Due":
        pause = min(_FIRST_PAUSE * 2 ** min(self.tries, _DOUBLINGS), _LONGEST_PAUSE)
        return replace(self, tries=self.tries + 1, again_at=now + pause)
