"""A customer's next statistics transaction, while it is being put together."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from faultbook.domain.bounded_names import OTHER
from faultbook.domain.events import FaultEvent
from faultbook.domain.statistics import (
    HOUR,
    SETTLING,
    Counts,
    Dimension,
    Ranked,
    Tally,
    day_of,
    merge,
    without_zeros,
)
from faultbook.domain.timeline import Insertion, TimelineEntry
from faultbook.domain.times import microseconds
from faultbook.usecases.statistics_ports import Transaction, Watermark

MAX_ACTIONS = 100  # of one DynamoDB transaction
_WATERMARK_ACTIONS = 2  # the watermark itself, and the customer's first entry in the register
# A customer's labels beyond these count as "other": counters are attributes of one item.
MAX_TYPES = 50
MAX_PRIORITIES = 10


@dataclass(slots=True)
class Draft:
    """Grows until one transaction of the store would not take more."""

    watermark: Watermark
    entries: dict[tuple[int, int], TimelineEntry] = field(default_factory=dict)
    counts: Counts = field(default_factory=dict)
    gaps: set[int] = field(default_factory=set)
    events: list[FaultEvent] = field(default_factory=list)
    _new: set[tuple[int, int]] = field(default_factory=set)
    _types: set[str] = field(default_factory=set)
    _priorities: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._types = _labels(self.watermark.now, Dimension.TYPE)
        pairs = _labels(self.watermark.now, Dimension.KIND_AND_PRIORITY)
        self._priorities = {pair.partition(" ")[2] for pair in pairs}

    def labelled(self, entry: TimelineEntry) -> TimelineEntry:
        state = entry.state
        kind = _admitted(state.type, self._types, MAX_TYPES)
        priority = state.priority and _admitted(state.priority, self._priorities, MAX_PRIORITIES)
        if (kind, priority) == (state.type, state.priority):
            return entry
        return replace(entry, state=replace(state, type=kind, priority=priority))

    def takes(self, event: FaultEvent, insertion: Insertion) -> bool:
        """False when it is full; the first insertion, which the event tells of, always fits."""
        number = event.fault.number
        keys = {(number, entry.version) for entry in insertion.entries}
        gaps = self.gaps | ({number} if insertion.entries[0].leaves_gap else set())
        actions = len(self.entries) + len(keys - self.entries.keys())
        actions += len(self.counts) + len(insertion.counts.keys() - self.counts.keys())
        actions += len(self.events) + 1
        if self.entries and actions + len(gaps) + _WATERMARK_ACTIONS > MAX_ACTIONS:
            return False
        self.gaps = gaps
        self._new.add((number, insertion.entries[0].version))
        self.entries |= {(number, entry.version): entry for entry in insertion.entries}
        self.events.append(event)
        merge(self.counts, insertion.counts)
        return True

    def transaction(self, at: datetime) -> Transaction:
        """The entry behind an insertion keeps the serial of its own."""
        seen = self.watermark.serial
        serial = f"{max(microseconds(at), int(seen or 0) + 1):016d}"
        counts = without_zeros(self.counts)
        return Transaction(
            seen=seen,
            serial=serial,
            entries=[
                (key[0], replace(entry, serial=serial) if key in self._new else entry)
                for key, entry in self.entries.items()
            ],
            events=self.events,
            gaps=sorted(self.gaps),
            counts=counts,
            late_days=_late_days(counts, self.watermark, at),
            closed=at.date() - timedelta(days=1),
        )


def _late_days(counts: Counts, watermark: Watermark, at: datetime) -> list[date]:
    """Days that are over, or rolled up by a clock ahead of ours, or whose rankings are gathered."""
    days = {day for group in counts if (day := day_of(group))}
    settled = {
        group.hour.date()
        for group in counts
        if isinstance(group, Ranked) and group.hour + HOUR + SETTLING <= at
    }
    return sorted(
        day
        for day in days
        if day < at.date() or day in settled or (watermark.closed and day <= watermark.closed)
    )


def _labels(now: Tally, dimension: Dimension) -> set[str]:
    return {measure.value for measure in now if measure.dimension is dimension}


def _admitted(label: str, known: set[str], most: int) -> str:
    if label in known:
        return label
    if len(known) >= most:
        return OTHER
    known.add(label)
    return label
