"""How long a sender vouches for a fault that it reports again each minute.

Stored apart from the fault, because three indexes project that: a renewal costs one write unit, and
is written only when half of the time is over. With alerts pushed each minute, an alert that fires
for a day costs 131 renewals and 87 moved notes, about 300 write units.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

SHORTEST = timedelta(minutes=20)
GRACE = timedelta(minutes=2)  # in which a sender is heard again that a short outage has kept out
_LATE = timedelta(minutes=3)  # a sweep runs each minute


@dataclass(frozen=True, slots=True)
class Lease:
    """`ends_at` is the end that the sender promised, `seen_at` when it did."""

    ends_at: datetime
    seen_at: datetime

    @property
    def until(self) -> datetime:
        return max(self.ends_at, self.seen_at + SHORTEST)

    def yields_to(self, later: "Lease") -> bool:
        """Whether less than half of what the later lease promises is left."""
        return self.until - later.seen_at < (later.until - later.seen_at) / 2

    def looked_at_again(self, looked_at: datetime, now: datetime) -> datetime | None:
        """None when it is over.

        Who looks late was out himself, and no sender has got through meanwhile: nothing is over
        before they had their time.
        """
        if now < self.until + GRACE:
            return self.until + GRACE
        return now + SHORTEST if now - looked_at > _LATE else None
