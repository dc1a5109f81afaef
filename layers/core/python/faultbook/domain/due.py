"""When a fault is to resolve by itself, kept apart from it so that nobody has to look for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# A note is written before its fault. One without a fault is stale only after this long.
GRACE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Due:
    """`at` is the fault's `closes_at`; one that differs is a note that no longer counts.

    `stripe` is where the note was put, or found.
    """

    customer_id: str
    number: int
    at: datetime
    written_at: datetime
    stripe: int = 0
