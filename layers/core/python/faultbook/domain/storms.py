"""More than an endpoint takes in a minute becomes one message for it.

What is over a minute's measure is folded: counted in a storm, and told as that. Only who was told
by itself that a fault is open is told by itself that it ended; and that always.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum, auto

from faultbook.domain import identifiers
from faultbook.domain.events import FaultEvent
from faultbook.domain.hierarchy import segments

LIMIT = 300  # events of a minute that an endpoint is told one by one
TYPE = "faults.storm"
MINUTE = timedelta(minutes=1)
# After a minute is over: what its stream still brings goes into the same message.
SETTLED = timedelta(seconds=5)
MAX_PLACES = 20
_LAST_SECOND = timedelta(seconds=59)
# Behind every event of that second: of those the first byte is 0, for numbers have 53 bits.
_BEHIND = 0xFF << 120
_DIGEST_BYTES = 15


@dataclass(frozen=True, slots=True)
class Storm:
    """`minute` is its beginning. `sites` are first segments of paths, the most frequent ones."""

    event_id: str
    customer_id: str
    minute: datetime
    count: int
    types: Mapping[str, int]
    severities: Mapping[str, int]
    sites: Mapping[str, int]

    @property
    def type(self) -> str:
        return TYPE

    @property
    def at(self) -> datetime:
        return self.minute


class Way(Enum):
    SINGLY = auto()
    FOLDED = auto()
    LATER = auto()  # when its minute is over


@dataclass(slots=True)
class StormDraft:
    """What is counted while deliveries are gone through."""

    event_id: str
    customer_id: str
    minute: datetime
    first: str  # id of the first event in it
    _types: Counter[str] = field(default_factory=Counter)
    _severities: Counter[str] = field(default_factory=Counter)
    _sites: Counter[str] = field(default_factory=Counter)

    def add(self, event: FaultEvent) -> None:
        self._types[event.type] += 1
        self._severities[event.fault.severity] += 1
        self._sites[segments(event.fault.path)[0]] += 1

    def storm(self) -> Storm:
        return Storm(
            event_id=self.event_id,
            customer_id=self.customer_id,
            minute=self.minute,
            count=self._types.total(),
            types=dict(sorted(self._types.items())),
            severities=dict(sorted(self._severities.items())),
            sites=dict(sorted(self._sites.most_common(MAX_PLACES), key=lambda one: -one[1])),
        )


def minute_of(event: FaultEvent) -> datetime:
    return _minute(event.at)


def settled_at(event: FaultEvent, put_at: datetime) -> datetime:
    """What is recorded late comes with others: they wait for the end of that minute too."""
    return _minute(max(event.at, put_at)) + MINUTE + SETTLED


def way_of(place: int, now: datetime, settled: datetime, *, is_owed: bool) -> Way:
    """`place` is the event's among those of its minute, from 1 on.

    `is_owed`: it ends what was told by itself.
    """
    if place <= LIMIT or is_owed:
        return Way.SINGLY
    return Way.FOLDED if now >= settled else Way.LATER


def _minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)


def storm_id(endpoint_id: str, minute: datetime, first: str) -> str:
    """Sorts behind all events of its minute; `first` is the id of the first event in it."""
    digest = hashlib.sha256(f"{endpoint_id}#{first}".encode()).digest()[:_DIGEST_BYTES]
    return identifiers.event_id_of(minute + _LAST_SECOND, _BEHIND | int.from_bytes(digest, "big"))
