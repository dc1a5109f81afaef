"""Heartbeats: whoever pings regularly is well; a ping that does not come is a fault."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from faultbook.domain.due import Due
from faultbook.domain.fault import Severity
from faultbook.domain.identifiers import NUMBER_BITS
from faultbook.domain.outage import Outage

MAX_HEARTBEATS = 1000  # of a customer; a sweep looks at about 2,000 notes in its minute
MAX_NAME = 200
MAX_MESSAGE = 500
MAX_DESCRIPTION = 1000
MAX_TAGS, MAX_TAG = 20, 50
LONGEST = timedelta(days=366)
DEFAULT_GRACE = timedelta(minutes=1)
_DIGEST_BITS = 64


class HeartbeatState(StrEnum):
    """`waiting` for its first ping; `late`: within its grace; `down`: missed, and a fault."""

    PAUSED = "paused"
    WAITING = "waiting"
    UP = "up"
    LATE = "late"
    DOWN = "down"


class IntervalUnit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"

    @property
    def length(self) -> timedelta:
        return timedelta(**{self.value: 1})


@dataclass(frozen=True, slots=True)
class Beat:
    """What changes with pings.

    `watched_at` names the due note that watches over it; None while none does. `missed`
    is the ping that none followed, until its return has been seen; `is_told`: as a fault.
    """

    pinged_at: datetime | None = None
    watched_at: datetime | None = None
    missed: datetime | None = None
    is_told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """It is down when `interval` and `grace` are over since its last ping.

    `path`, `severity`, `message` and `tags` are those of the fault; an empty message names the
    heartbeat. `unit` and `owner_team` are kept for who has sent them.
    """

    customer_id: str
    name: str
    interval: timedelta
    created_at: datetime
    created_by: str
    grace: timedelta = DEFAULT_GRACE
    enabled: bool = True
    description: str = ""
    path: str = ""
    severity: Severity = Severity.HIGH
    message: str = ""
    tags: tuple[str, ...] = ()
    unit: IntervalUnit = IntervalUnit.MINUTES
    owner_team: tuple[tuple[str, str], ...] = ()
    version: int = 1
    beat: Beat = field(default_factory=Beat)

    @property
    def number(self) -> int:
        return number_of(self.name)

    @property
    def patience(self) -> timedelta:
        return self.interval + self.grace

    @property
    def is_missed(self) -> bool:
        return self.beat.missed is not None and self.beat.missed == self.beat.pinged_at

    def is_watched_by(self, due: Due) -> bool:
        return self.enabled and self.beat.watched_at == due.at

    def expected_at(self) -> datetime:
        """The next ping."""
        return (self.beat.pinged_at or self.created_at) + self.interval

    def down_at(self, outage: Outage | None) -> datetime:
        """Who may have called while we were out has the time for one ping more."""
        expected_at = self.expected_at()
        down_at = expected_at + self.grace
        if outage and expected_at <= outage.ended and down_at >= outage.began:
            return max(down_at, outage.ended + self.patience)
        return down_at

    def state(self, now: datetime) -> HeartbeatState:
        if not self.enabled:
            return HeartbeatState.PAUSED
        if self.beat.watched_at is None:
            return HeartbeatState.WAITING
        if self.is_missed:
            return HeartbeatState.DOWN
        return HeartbeatState.UP if now <= self.expected_at() else HeartbeatState.LATE


def number_of(name: str) -> int:
    """Names its items and notes; two names of a customer meet once in 9 quadrillion."""
    digest = sha256(name.encode()).digest()[: _DIGEST_BITS // 8]
    return int.from_bytes(digest, "big") >> (_DIGEST_BITS - NUMBER_BITS)


def deduplication_key(name: str) -> str:
    return f"heartbeat:{name}"


def key_of_unknown(name: str) -> str:
    return f"heartbeat-unknown:{name}"
