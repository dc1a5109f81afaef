"""Changes of faults become timeline entries and counts, once each however often they are seen.

Everything that is recorded for a customer moves the customer's serial, on condition that it still
is what it was before anything else was read. So what is recorded for one customer happens one
after the other, whoever records it: the stream, a batch sent again, reconcile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from faultbook.domain.errors import Unavailable, UnexpectedFailure
from faultbook.domain.statistics import (
    OTHER,
    Counts,
    Dimension,
    Tally,
    day_of,
    merge,
    without_zeros,
)
from faultbook.domain.timeline import LAST_VERSION, Insertion, Sighting, TimelineEntry, insert
from faultbook.domain.times import microseconds
from faultbook.usecases.ports import Clock
from faultbook.usecases.statistics_ports import Ledger, Overtaken, Patience, Posting, Standing

MAX_ACTIONS = 100  # of one DynamoDB transaction
_READ_AHEAD = 50  # sightings; a posting seldom takes more
_STANDING_ACTIONS = 2  # the standing itself, and the customer's first entry in the register
# A customer's labels beyond these count as "other": counters are attributes of one item.
MAX_TYPES = 50
MAX_PRIORITIES = 10
_MAX_LABEL = 100  # characters


@dataclass(frozen=True, slots=True)
class RecordChanges:
    ledger: Ledger
    clock: Clock
    patience: Patience

    def record(self, sightings: Sequence[Sighting]) -> list[int]:
        """The places in `sightings` of those that could not be recorded, in order.

        The first customer for whom the store does not take them ends the work.
        """
        customers: dict[str, list[int]] = {}
        for place, sighting in enumerate(sightings):
            customers.setdefault(sighting.customer_id, []).append(place)
        left: list[int] = []
        for customer_id, places in customers.items():
            if left:
                left += places
                continue
            done = self._record(customer_id, [sightings[place] for place in places])
            left += places[done:]
        return sorted(left)

    def _record(self, customer_id: str, wanted: Sequence[Sighting]) -> int:
        """How many, from the first, were recorded."""
        done = attempt = 0
        while done < len(wanted):
            some = wanted[done : done + _READ_AHEAD]
            try:
                done += self._record_some(customer_id, some, is_simple=attempt == 0)
                attempt = 0
            except (Overtaken, Unavailable):
                if not self.patience.again(attempt):
                    break
                attempt += 1
            except UnexpectedFailure:
                break
        return done

    def _record_some(self, customer_id: str, wanted: Sequence[Sighting], *, is_simple: bool) -> int:
        """As many, from the first, as one posting takes. Raises Overtaken.

        Simple is when every change is new and in order. That need not be known: where it is not so
        the posting is refused, because an entry is there already, and tried again with care.
        """
        standing = self.ledger.standing(customer_id)
        chains = _Chains(customer_id, wanted, self.ledger, is_simple=is_simple)
        draft = _Draft(standing)
        taken = 0
        for sighting in wanted:
            entry = draft.labelled(sighting.entry)
            insertion = insert(entry, chains.of(sighting.number))
            if insertion and not draft.takes(sighting.number, insertion):
                break
            if insertion:
                chains.update(sighting.number, insertion.entries)
            taken += 1
        if draft.entries:
            self.ledger.post(customer_id, draft.posting(self.clock()))
        return taken


class _Chains:
    """The part of each fault's timeline that the wanted versions fall into."""

    def __init__(
        self, customer_id: str, wanted: Iterable[Sighting], ledger: Ledger, *, is_simple: bool
    ) -> None:
        versions: dict[int, list[int]] = {}
        for sighting in wanted:
            versions.setdefault(sighting.number, []).append(sighting.entry.version)
        known = ledger.right_before(customer_id, _first_new(versions)) if is_simple else {}
        for number, seen in versions.items():
            if number not in known:
                known[number] = ledger.around(customer_id, number, min(seen), max(seen))
        self._entries = {
            number: {entry.version: entry for entry in entries} for number, entries in known.items()
        }

    def of(self, number: int) -> list[TimelineEntry]:
        return [entry for _, entry in sorted(self._entries[number].items())]

    def update(self, number: int, entries: Iterable[TimelineEntry]) -> None:
        self._entries[number].update({entry.version: entry for entry in entries})


def _first_new(versions: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """By number of fault. With an end comes the last version, which mostly is recorded already."""
    first: dict[int, int] = {}
    for number, seen in versions.items():
        others = [version for version in seen if version != LAST_VERSION]
        if others:
            first[number] = max(others) + 1 if LAST_VERSION in seen else min(others)
    return first


@dataclass(slots=True)
class _Draft:
    """A posting that grows until it would not fit into one transaction."""

    standing: Standing
    entries: dict[tuple[int, int], TimelineEntry] = field(default_factory=dict)
    counts: Counts = field(default_factory=dict)
    gaps: set[int] = field(default_factory=set)
    _new: set[tuple[int, int]] = field(default_factory=set)
    _types: set[str] = field(default_factory=set)
    _priorities: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._types = _labels(self.standing.now, Dimension.TYPE)
        pairs = _labels(self.standing.now, Dimension.KIND_AND_PRIORITY)
        self._priorities = {pair.partition(" ")[2] for pair in pairs}

    def labelled(self, entry: TimelineEntry) -> TimelineEntry:
        state = entry.state
        kind = _admitted(state.type, self._types, MAX_TYPES)
        priority = state.priority and _admitted(state.priority, self._priorities, MAX_PRIORITIES)
        if (kind, priority) == (state.type, state.priority):
            return entry
        return replace(entry, state=replace(state, type=kind, priority=priority))

    def takes(self, number: int, insertion: Insertion) -> bool:
        """False when it is full; the first insertion always fits."""
        keys = {(number, entry.version) for entry in insertion.entries}
        gaps = self.gaps | ({number} if insertion.entries[0].leaves_gap else set())
        actions = len(self.entries) + len(keys - self.entries.keys())
        actions += len(self.counts) + len(insertion.counts.keys() - self.counts.keys())
        if self.entries and actions + len(gaps) + _STANDING_ACTIONS > MAX_ACTIONS:
            return False
        self.gaps = gaps
        self._new.add((number, insertion.entries[0].version))
        self.entries |= {(number, entry.version): entry for entry in insertion.entries}
        merge(self.counts, insertion.counts)
        return True

    def posting(self, at: datetime) -> Posting:
        """The entry behind an insertion keeps the serial of its own."""
        seen = self.standing.serial
        serial = f"{max(microseconds(at), int(seen or 0) + 1):016d}"
        counts = without_zeros(self.counts)
        return Posting(
            seen=seen,
            serial=serial,
            entries=[
                (key[0], replace(entry, serial=serial) if key in self._new else entry)
                for key, entry in self.entries.items()
            ],
            gaps=sorted(self.gaps),
            counts=counts,
            late_days=_late_days(counts, self.standing, at.date()),
            closed=at.date() - timedelta(days=1),
        )


def _late_days(counts: Counts, standing: Standing, today: date) -> list[date]:
    """Days that are over, or rolled up by a clock ahead of ours."""
    days = {day for group in counts if (day := day_of(group))}
    return sorted(
        day for day in days if day < today or (standing.closed and day <= standing.closed)
    )


def _labels(now: Tally, dimension: Dimension) -> set[str]:
    return {measure.value for measure in now if measure.dimension is dimension}


def _admitted(label: str, known: set[str], most: int) -> str:
    if label in known:
        return label
    if len(known) >= most or len(label) > _MAX_LABEL:
        return OTHER
    known.add(label)
    return label
