"""Recounting the counters while new changes are being counted.

Each group of counters was read at a moment, with the serial of the last change that it includes. An
entry recorded later is not in the counters read, and is left out of the recount as well. What then
remains is drift, and because counting adds, it may be subtracted at any later time.

Not everything can be recounted: the entries of a fault expire some days after the fault, while its
counts stay. See `Reach`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from faultbook.domain.retention import RETENTION_MONTHS, months_after
from faultbook.domain.statistics import (
    NOW,
    Counts,
    Group,
    Measure,
    Ranked,
    Subject,
    Tally,
    add_tally,
    day_of,
    present,
)
from faultbook.domain.timeline import OUTLIVES, TimelineEntry, insert

MAX_AGE = timedelta(days=2)  # of a recount, from its first read to its last
_TOGETHER = 100  # corrections: an expression of DynamoDB has at most 4 KB


@dataclass(frozen=True, slots=True)
class Stored:
    """Counters as they were read. `repair` is the last repair's run, empty for none."""

    tally: Tally
    serial: str
    repair: str = ""


@dataclass(frozen=True, slots=True)
class Repair:
    """Corrections to add to a group that is as `seen`, or was written to but not repaired since.

    `watermark` is the serial with which a customer begins again whose watermark was lost.
    """

    group: Group
    corrections: Tally
    seen: Stored
    run: str
    watermark: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back the entries are complete.

    Where nothing of a customer is older than the retention, all of them are. Otherwise faults that
    were opened earlier are gone, with everything else that happened to them: then openings can be
    recounted since `openings`, all other events since `others`, and older counts are only ever
    raised. The faults that exist can always be recounted.
    """

    openings: date
    others: date

    @classmethod
    def at(cls, started: datetime) -> "Reach":
        spare = OUTLIVES - MAX_AGE
        openings = months_after(started, -RETENTION_MONTHS) - spare
        day = timedelta(days=1)
        return cls(openings.date() + day, (started - spare).date() + day)

    def covers(self, group: Group, measure: Measure) -> bool:
        day = day_of(group)
        if day is None:
            return True
        is_opening = isinstance(group, Ranked) or measure.subject is Subject.OPENED
        return day >= (self.openings if is_opening else self.others)


Place = tuple[str, Group]  # a customer's group


@dataclass(slots=True)
class Recount:
    """`run` is the serial of its start, `read_at` that of the moment when the counters were read.

    `watermarks` are the customers' serials, read before anything else, `newest` the last ones among
    their entries. `left` is the part of the stored counters that no entry has accounted for yet.
    `doubtful` are rolled-up days that differ from their slots, `unreadable` customers with a
    timeline that could not be read: their counters are only raised. `position` is how far the
    timelines were read, None once all are. `missing` and `wrong` count the entries and counters
    mended.
    """

    run: str
    read_at: str = ""
    watermarks: dict[str, str] = field(default_factory=dict)
    newest: dict[str, str] = field(default_factory=dict)
    stored: dict[Place, Stored] = field(default_factory=dict)
    left: dict[Place, Tally] = field(default_factory=dict)
    oldest: dict[str, date] = field(default_factory=dict)
    forgetful: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    doubtful: list[tuple[str, date]] = field(default_factory=list)
    position: str | None = ""
    missing: int = 0
    wrong: int = 0

    def begin(self, customer_id: str, group: Group, stored: Stored) -> None:
        self.stored[customer_id, group] = stored
        self.left[customer_id, group] = {m: n for m, n in stored.tally.items() if n}
        day = day_of(group)
        if day:
            self.note_history(customer_id, day)

    def note_history(self, customer_id: str, day: date) -> None:
        self.oldest[customer_id] = min(day, self.oldest.get(customer_id, day))

    def account(self, customer_id: str, entries: Sequence[TimelineEntry]) -> None:
        if entries and entries[0].after:
            self.forgetful.add(customer_id)
        for serial, counts in replay(entries):
            self.newest[customer_id] = max(serial, self.newest.get(customer_id, ""))
            for group, tally in counts.items():
                if self._was_read_with(serial, customer_id, group):
                    self._take(customer_id, group, tally)

    def repairs(self, reach: Reach) -> Iterator[tuple[str, Repair]]:
        """With the customer whose counters they are for."""
        for (customer_id, group), left in self.left.items():
            knows_all = customer_id not in self.forgetful and (
                self.oldest.get(customer_id, reach.openings) >= reach.openings
            )
            may_lower = customer_id not in self.unreadable
            corrections = {
                measure: -number
                for measure, number in left.items()
                if number < 0
                or (number > 0 and may_lower and (knows_all or reach.covers(group, measure)))
            }
            watermark = self.watermark(customer_id)
            seen = self.stored.get((customer_id, group)) or Stored({}, watermark)
            for piece in pieces(Repair(group, corrections, seen, self.run, watermark)):
                yield customer_id, piece

    def watermark(self, customer_id: str) -> str:
        """A lost one begins anew after all that was recorded, with a serial that no entry has."""
        if known := self.watermarks.get(customer_id):
            return known
        return f"{int(self.newest.get(customer_id) or self.run) + 1:016d}"

    def _was_read_with(self, serial: str, customer_id: str, group: Group) -> bool:
        """Counters that did not exist were read with the watermark; without one, with anything."""
        stored = self.stored.get((customer_id, group))
        read_at = (stored and stored.serial) or self.watermarks.get(customer_id)
        return not read_at or serial <= read_at

    def _take(self, customer_id: str, group: Group, tally: Tally) -> None:
        left = self.left.setdefault((customer_id, group), {})
        add_tally(left, tally, -1)
        for measure in tally:
            if not left[measure]:
                del left[measure]


def pieces(repair: Repair) -> Iterator[Repair]:
    """Splits a repair into as many corrections as one expression takes.

    Each piece takes the one before it for the last repair. Yields nothing without corrections.
    """
    corrections = list(repair.corrections.items())
    before = repair.seen.repair
    for piece, start in enumerate(range(0, len(corrections), _TOGETHER)):
        run = f"{int(repair.run) + piece:016d}"
        some = dict(corrections[start : start + _TOGETHER])
        yield replace(repair, corrections=some, seen=replace(repair.seen, repair=before), run=run)
        before = run


def replay(entries: Sequence[TimelineEntry]) -> Iterator[tuple[str, Counts]]:
    """What each entry changed when it was recorded, in the order of recording.

    Where the beginning of a timeline is lost, its first entry only gives the state of the fault.
    """
    known: list[TimelineEntry] = []
    if entries and entries[0].after:
        known = [entries[0]]
        yield entries[0].serial, {NOW: present(entries[0].state)}
    for entry in sorted(entries[len(known) :], key=lambda entry: entry.serial):
        insertion = insert(entry, known)
        if insertion:
            yield entry.serial, insertion.counts
            known = sorted([*known, entry], key=lambda entry: entry.version)
