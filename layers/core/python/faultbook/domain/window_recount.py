"""A recount of a customer's newest days, and of the faults that are open.

As in `recount`, the counters are read first, with the serial of the last change that they include;
changes recorded later are left out. Faults that changed within the window are counted by their
timeline entries, other open faults by their present state.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from faultbook.domain.recount import Repair, Stored, pieces, replay
from faultbook.domain.statistics import (
    NOW,
    Group,
    Measure,
    State,
    Subject,
    Tally,
    add_tally,
    day_of,
    present,
)
from faultbook.domain.timeline import TimelineEntry

LENGTH = timedelta(days=2)


@dataclass(slots=True)
class WindowRecount:
    """`watermark` is the customer's serial, read before anything else; `run` that of the start.

    The window's days are from `since` to `until`, both inclusive.

    `left` is the part of the stored counters that no fault has accounted for yet. `open` are faults
    that are open and did not change, `accounted` those whose entries were read. Where a timeline
    could not be read, counters are only raised, never lowered; likewise those of expiries where not
    all expiries are known. `doubtful` are rolled-up days that differ from their slots.
    """

    customer_id: str
    run: str
    since: date
    until: date
    watermark: str
    stored: dict[Group, Stored] = field(default_factory=dict)
    left: dict[Group, Tally] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)
    accounted: set[int] = field(default_factory=set)
    is_complete: bool = True
    knows_expiries: bool = True
    doubtful: list[date] = field(default_factory=list)

    def begin(self, group: Group, stored: Stored) -> None:
        self.stored[group] = stored
        self.left[group] = {
            measure: number
            for measure, number in stored.tally.items()
            if number and self._covers(group, measure)
        }

    def account_open(self, number: int, state: State) -> None:
        """Its present state is the one that it had when the counters were read."""
        if number not in self.open and number not in self.accounted:
            self.open.add(number)
            self._take(NOW, present(state))

    def account(self, number: int, entries: Sequence[TimelineEntry]) -> None:
        if number in self.accounted:
            return
        self.accounted.add(number)
        self.is_complete &= not (entries and entries[0].after)
        for serial, counts in replay(entries):
            for group, tally in counts.items():
                is_known = group == NOW and number in self.open
                if not is_known and self._was_read_with(serial, group):
                    self._take(group, tally)

    @property
    def start(self) -> datetime:
        return datetime.combine(self.since, datetime.min.time(), UTC)

    @property
    def is_too_high(self) -> bool:
        """Whether a counter has more than anything accounts for."""
        return any(number > 0 for tally in self.left.values() for number in tally.values())

    def repairs(self) -> Iterator[Repair]:
        for group, left in self.left.items():
            corrections = {
                measure: -number
                for measure, number in left.items()
                if number < 0 or (number > 0 and self._may_lower(measure))
            }
            seen = self.stored.get(group) or Stored({}, self.watermark)
            yield from pieces(Repair(group, corrections, seen, self.run, self.watermark))

    def _may_lower(self, measure: Measure) -> bool:
        is_known = self.knows_expiries or measure.subject is not Subject.EXPIRED
        return self.is_complete and is_known

    def _covers(self, group: Group, measure: Measure) -> bool:
        """Of the present states only the open ones: faults resolved earlier are not read."""
        day = day_of(group)
        if day is None:
            return measure.subject is Subject.UNRESOLVED
        return self.since <= day <= self.until

    def _was_read_with(self, serial: str, group: Group) -> bool:
        stored = self.stored.get(group)
        return serial <= ((stored and stored.serial) or self.watermark)

    def _take(self, group: Group, tally: Tally) -> None:
        covered = {m: number for m, number in tally.items() if self._covers(group, m)}
        left = self.left.setdefault(group, {})
        add_tally(left, covered, -1)
        for measure in covered:
            if not left[measure]:
                del left[measure]


@dataclass(slots=True)
class WindowRun:
    """How far a run over all customers has come: `after` is the last customer that is done.

    A change before `marked_since` may have no mark.
    """

    run: str
    marked_since: datetime
    after: str = ""
    current: WindowRecount | None = None
    missing: int = 0
    wrong: int = 0


def first_day(started: datetime) -> date:
    return (started - LENGTH).date()
