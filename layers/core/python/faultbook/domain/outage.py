"""Times in which this service looked at nothing, known from when its sweeps ran."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_PAUSE = timedelta(minutes=5)  # between two sweeps, which run each minute


@dataclass(frozen=True, slots=True)
class Outage:
    began: datetime
    ended: datetime


@dataclass(frozen=True, slots=True)
class Sweeps:
    """When the last one began, and the latest pause between two that was an outage."""

    last_at: datetime
    outage: Outage | None = None

    def followed_by_one(self, at: datetime) -> "Sweeps":
        if at - self.last_at <= LONGEST_PAUSE:
            return Sweeps(max(self.last_at, at), self.outage)
        return Sweeps(at, Outage(began=self.last_at, ended=at))
