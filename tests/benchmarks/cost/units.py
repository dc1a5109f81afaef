"""DynamoDB units of each operation, by table and index: counted, and held to it by a test.

They hold for faults under a kilobyte, like the founding document's example, and for counter items
under a kilobyte, which those of a customer with a few types and priorities are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import ceil

WRITE_UNIT = 1024  # bytes
READ_UNIT = 4096  # bytes, read strongly
TRANSACTED = 2  # units for one


class Place(StrEnum):
    FAULTS = "faults"
    BY_STATUS = "by_status"
    BY_PATH = "by_path"
    BY_TIME = "by_time"
    STATISTICS = "statistics"
    EVENTS = "events"


INDEXES = (Place.BY_STATUS, Place.BY_PATH, Place.BY_TIME)


class Operation(StrEnum):
    """Calls of the native API; the other APIs' calls come down to the same."""

    CREATE = "create"
    CREATE_WITH_KEY = "create with a key"
    REPEAT = "repeat"
    ACKNOWLEDGE = "acknowledge"
    COMMENT = "comment"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    UPDATE = "update"
    RESOLVE_AGAIN = "resolve again"
    GET = "get"
    TIMELINE = "timeline"
    PAGE = "page of 50"
    STATISTICS = "statistics"
    STATISTICS_IN_BUCKETS = "statistics in 24 buckets"
    STATISTICS_OF_A_WEEK = "statistics of a week"
    TOP_LIST = "top list"


@dataclass(frozen=True, slots=True)
class Units:
    written: Mapping[Place, float] = field(default_factory=dict)
    read: Mapping[Place, float] = field(default_factory=dict)

    def __add__(self, other: "Units") -> "Units":
        return Units(_sum(self.written, other.written), _sum(self.read, other.read))

    def __mul__(self, times: float) -> "Units":
        return Units(
            {place: units * times for place, units in self.written.items()},
            {place: units * times for place, units in self.read.items()},
        )

    @property
    def writes(self) -> float:
        return sum(self.written.values())

    @property
    def reads(self) -> float:
        return sum(self.read.values())


def _sum(one: Mapping[Place, float], other: Mapping[Place, float]) -> dict[Place, float]:
    return {place: one.get(place, 0) + other.get(place, 0) for place in {**one, **other}}


_FOUND = {Place.FAULTS: 1.0}
_IN_EACH_INDEX = dict.fromkeys(INDEXES, 1.0)
_CHANGED = {Place.FAULTS: 1.0, **_IN_EACH_INDEX}
# A new status is a new key: the old entry goes, the new one comes.
_MOVED = _CHANGED | {Place.BY_STATUS: 2.0, Place.BY_PATH: 2.0}


def _statistics(statistics: float, **indexes: float) -> Units:
    looked_up = {Place(name): units for name, units in indexes.items()}
    return Units(read={Place.STATISTICS: statistics, **looked_up})


OPERATIONS: Mapping[Operation, Units] = {
    Operation.CREATE: Units(written=_CHANGED),
    # The key's item and the fault in one transaction, after a look whether the key is there.
    Operation.CREATE_WITH_KEY: Units(written=_CHANGED | {Place.FAULTS: 4.0}, read=_FOUND),
    Operation.REPEAT: Units(written=_CHANGED, read=_FOUND),
    Operation.ACKNOWLEDGE: Units(written=_CHANGED, read=_FOUND),
    # The comment, the pointer from its number, and the fault that shows the newest ones.
    Operation.COMMENT: Units(written=_CHANGED | {Place.FAULTS: 3.0}, read=_FOUND),
    Operation.RESOLVE: Units(written=_MOVED, read=_FOUND),
    Operation.REOPEN: Units(written=_MOVED, read=_FOUND),
    Operation.UPDATE: Units(written=_CHANGED, read=_FOUND),
    Operation.RESOLVE_AGAIN: Units(read=_FOUND),
    Operation.GET: Units(read=_FOUND),
    Operation.TIMELINE: Units(read={Place.FAULTS: 2.0}),
    Operation.PAGE: Units(read={Place.BY_STATUS: 4.5}),
    # Of a customer with a fault in each slot of the week, at ten resources. A border that cuts a
    # slot costs a look at its faults, and those of the last 24 hours always do.
    Operation.STATISTICS: _statistics(19.0, by_time=0.5, by_status=1.0),
    Operation.STATISTICS_IN_BUCKETS: _statistics(19.0, by_time=12.0, by_status=12.5),
    Operation.STATISTICS_OF_A_WEEK: _statistics(18.0, by_status=0.5),
    Operation.TOP_LIST: _statistics(14.0, by_time=8.5),
}
# Each hour, for each customer, whether there is a day to roll up; and each minute, for all of them,
# whether a heartbeat, a snooze or a fault is due, and when the minute before was looked at.
LOOKING_FOR_DAYS = Units(read={Place.STATISTICS: 1.0})
LOOKING_FOR_RANKINGS = Units(read={Place.STATISTICS: 1.0})  # of a customer with faults that day
LOOKING_FOR_DUE = Units({Place.FAULTS: 1.0}, read={Place.FAULTS: 4.0})

# Bytes of the items of a fault like the founding document's, with what they are indexed by.
FAULT_BYTES = 700
ENTRY_BYTES = 255
FIRST_REPORT_BYTES = 129  # in the opening's entry, of a fault that can be repeated
COMMENT_BYTES = 140
NOTE_BYTES = 94  # the pointer from a comment's number
POINTER_BYTES = 134  # from a key
SLOT_BYTES = 180
RANKING_BYTES = 100  # of a name in an hour
RANKED_BYTES = 2  # of the same where the hours of a day are gathered, compressed
NAME_BYTES = 12  # of each name there
HOUR_BYTES = 150  # of a day that is rolled up
OVERHEAD_BYTES = 100  # that DynamoDB charges for each stored item and index entry

EVENT_BYTES = 640
EVENT_DAYS = 30
DELIVERY_BYTES = 700

MOST_TOGETHER = 47  # changes that the stream's function records in one transaction


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes of one customer that the stream's function records together, perhaps on average.

    `slots` and `resources` are the slots of statistics and the resources' top lists they count in.
    """

    openings: float
    others: float = 0
    slots: float = 1
    resources: float = 1


def recording(changes: Changes) -> Units:
    """Timeline entries, events and counters, in one transaction after a look at what there is."""
    entries = changes.openings + changes.others
    counters = 1 + changes.slots + changes.resources
    return Units(
        written={
            Place.FAULTS: TRANSACTED * entries,
            Place.EVENTS: TRANSACTED * entries,
            Place.STATISTICS: TRANSACTED * counters,
        },
        # Whether the fault has ended or has a gap, and for a later version the one before it.
        read={Place.STATISTICS: 1, Place.FAULTS: 2 * changes.openings + 3 * changes.others},
    )


def scan(stored: float) -> float:
    """Read units for so many bytes, read strongly."""
    return stored / READ_UNIT


@dataclass(frozen=True, slots=True)
class Window:
    """One customer's newest days, as the daily reconcile reads them.

    `slots`, `rankings` and `hours` are those of all its days, `told` the faults that are asked for
    their timelines: whatever changed, and what expired. Of those that expire on a day, `expiring`,
    the list is made two days before, and looked through once when the day leaves the window.
    """

    slots: float = 0
    rankings: float = 0
    hours: float = 0
    open: float = 0
    resolved: float = 0
    told: float = 0
    expiring: float = 0


def delivering(deliveries: float, faults: float) -> Units:
    """That one endpoint is told together, of so many faults of which it was told nothing yet.

    Each is put and its outcome written; entering, holding and leaving the lane are of all of them.
    Read are the endpoints, twice, and what is pending.
    """
    return Units(
        written={Place.EVENTS: 2 * deliveries + faults + 3},
        read={Place.EVENTS: 2 + ceil(deliveries * DELIVERY_BYTES / READ_UNIT)},
    )


_LOOKS = 15  # the standing, labels, days; the last page of each partition of counters
_MARKS = 3  # looks for marks, twice, and for what expires
_NUMBER_BYTES = 10  # of a fault, packed in a list
_LISTED_DAYS = 9  # whose lists are kept


def looking_after(window: Window) -> Units:
    indexed = scan(FAULT_BYTES) / 2  # read a moment late
    lists = window.expiring * _NUMBER_BYTES
    counters = scan(window.slots * SLOT_BYTES + window.rankings * RANKING_BYTES)
    return Units(
        written={Place.FAULTS: 2 * lists / WRITE_UNIT},
        read={
            Place.STATISTICS: _LOOKS + counters + scan(window.hours * HOUR_BYTES),
            Place.BY_STATUS: 1 + (window.open + window.resolved) * indexed,
            Place.BY_TIME: 1 + window.expiring * indexed,
            Place.FAULTS: (_MARKS + window.told + window.expiring + scan(lists * _LISTED_DAYS)),
        },
    )


def closing(*, slots: float, rankings: float, names: float, hours: float) -> Units:
    """Roll-up of one customer's day with so many slots, names in an hour, names and hours in it."""
    read = ceil(slots * SLOT_BYTES / READ_UNIT) + ceil(rankings * RANKING_BYTES / READ_UNIT)
    written = ceil((hours + 1) * HOUR_BYTES / WRITE_UNIT) + _ranked(names, rankings)
    return Units(
        written={Place.STATISTICS: TRANSACTED * (1.0 + written)},
        read={Place.STATISTICS: 1.0 + read},
    )


def gathering(*, rankings: float, names: float, read_by_name: float) -> Units:
    """So many names of hours that are over in one piece, with what is read by name for it."""
    return Units(
        written={Place.STATISTICS: TRANSACTED * (1.0 + _ranked(names, rankings))},
        read={Place.STATISTICS: float(ceil(read_by_name * RANKING_BYTES / READ_UNIT))},
    )


def _ranked(names: float, rankings: float) -> float:
    return ceil((names * NAME_BYTES + rankings * RANKED_BYTES) / WRITE_UNIT)
