"""In-memory ledger, event log and counters, held to the real ones by tests/integration/stores."""

import copy
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain.events import FaultEvent
from faultbook.domain.listing import Position
from faultbook.domain.ranked_hours import RankedHours
from faultbook.domain.recount import Recount, Repair, Stored
from faultbook.domain.rollup import DayTotals
from faultbook.domain.spans import Span
from faultbook.domain.statistics import (
    NOW,
    Counts,
    Event,
    Group,
    Ranked,
    Ranking,
    Slot,
    Subject,
    Tally,
    add_tally,
    day_of,
    present,
    state_of,
)
from faultbook.domain.timeline import LAST_VERSION, TimelineEntry, observation_of
from faultbook.domain.times import from_microseconds
from faultbook.usecases.statistics_ports import (
    Counters,
    Overtaken,
    RolledUp,
    Timeline,
    Transaction,
    Watermark,
)

if TYPE_CHECKING:
    from faultbook.domain.fault import Fault


class InMemoryStatistics:
    """Ledger, StatisticsStore and AuditStore in one: they look at the same."""

    def __init__(self) -> None:
        self.faults: dict[tuple[str, int], Fault] = {}
        self.last_serials: dict[tuple[str, Group], str] = {}
        self.repairs: dict[tuple[str, Group], str] = {}
        self.gaps: set[tuple[str, int]] = set()
        self.saved: Recount | None = None
        self.timelines_of: dict[tuple[str, int], dict[int, TimelineEntry]] = {}
        self.counts: dict[str, Counts] = {}
        self.serials: dict[str, str] = {}
        self.closed: dict[str, date] = {}
        self.late: dict[str, dict[date, str]] = {}
        self.totals: dict[tuple[str, date], DayTotals] = {}
        self.ranked: dict[tuple[str, date], RankedHours] = {}
        self.events: list[tuple[Position, FaultEvent]] = []
        self.listeners: set[str] = set()

    def watermark(self, customer_id: str) -> Watermark:
        return Watermark(
            now=dict(self.counts.get(customer_id, {}).get(NOW, {})),
            serial=self.serials.get(customer_id, ""),
            closed=self.closed.get(customer_id),
            late=dict(self.late.get(customer_id, {})),
            has_listeners=customer_id in self.listeners,
        )

    def right_before(
        self, customer_id: str, versions: Mapping[int, int]
    ) -> dict[int, list[TimelineEntry]]:
        found: dict[int, list[TimelineEntry]] = {}
        for number, version in versions.items():
            entries = self.timelines_of.get((customer_id, number), {})
            is_plain = (customer_id, number) not in self.gaps and LAST_VERSION not in entries
            if is_plain and (version == 1 or version - 1 in entries):
                found[number] = [entries[version - 1]] if version > 1 else []
        return found

    def around(self, customer_id: str, number: int, first: int, last: int) -> list[TimelineEntry]:
        entries = self.entries(customer_id, number)
        before = [entry for entry in entries if entry.version < first]
        within = [entry for entry in entries if first <= entry.version <= last]
        behind = [entry for entry in entries if entry.version > last]
        return before[-1:] + within + behind[:1]

    def entries(self, customer_id: str, number: int) -> list[TimelineEntry]:
        return [e for _, e in sorted(self.timelines_of.get((customer_id, number), {}).items())]

    def commit(self, customer_id: str, transaction: Transaction) -> None:
        if self.serials.get(customer_id, "") != transaction.seen:
            raise Overtaken
        for number, entry in transaction.entries:
            there = self.timelines_of.get((customer_id, number), {})
            if entry.serial == transaction.serial and entry.version in there:
                raise Overtaken
        self.gaps |= {(customer_id, number) for number in transaction.gaps}
        if not transaction.seen:
            self.closed[customer_id] = transaction.closed
        self.serials[customer_id] = transaction.serial
        self.late.setdefault(customer_id, {}).update(
            dict.fromkeys(transaction.late_days, transaction.serial)
        )
        for number, entry in transaction.entries:
            self.timelines_of.setdefault((customer_id, number), {})[entry.version] = entry
        written_at = from_microseconds(int(transaction.serial))
        self.events += [
            (Position(written_at, place), event) for place, event in enumerate(transaction.events)
        ]
        counts = self.counts.setdefault(customer_id, {})
        for group, tally in transaction.counts.items():
            add_tally(counts.setdefault(group, {}), tally)
        for group in [*transaction.counts, NOW]:
            counts.setdefault(group, {})
            self.last_serials[customer_id, group] = transaction.serial

    def head(self, customer_id: str) -> Position | None:
        serial = self.serials.get(customer_id)
        return Position(from_microseconds(int(serial)), 99) if serial else None

    def between(
        self, customer_id: str, after: Position, until: datetime, together: int
    ) -> Iterator[tuple[Position, FaultEvent]]:
        del together
        for position, event in self.events:
            is_behind = (position.at, position.number) > (after.at, after.number)
            if event.fault.customer_id == customer_id and is_behind and position.at <= until:
                yield position, event

    def customers(self) -> Iterator[str]:
        yield from sorted(self.serials)

    def slots(
        self, customer_id: str, day: date, within: Span | None = None
    ) -> dict[datetime, Tally]:
        slots = {
            group.start: dict(tally)
            for group, tally in self.counts.get(customer_id, {}).items()
            if isinstance(group, Slot) and group.start.date() == day
        }
        if within is None:
            return slots
        first, last = within.slots_of(day)
        return {start: tally for start, tally in slots.items() if first <= start <= last}

    def rankings(
        self, customer_id: str, day: date, only: Ranking | None = None, since_hour: int = 0
    ) -> dict[Ranked, dict[int, int]]:
        return {
            group: {int(measure.value): number for measure, number in tally.items()}
            for group, tally in self.counts.get(customer_id, {}).items()
            if isinstance(group, Ranked)
            and group.hour.date() == day
            and (only is None or (only is group.ranking and group.hour.hour >= since_hour))
        }

    def ranked_hours(self, customer_id: str, day: date) -> RankedHours | None:
        return self.ranked.get((customer_id, day))

    def put_ranked_hours(
        self, customer_id: str, day: date, ranked: RankedHours, seen: Watermark
    ) -> None:
        late = self.late.get(customer_id, {})
        if late.get(day) != seen.late.get(day):
            raise Overtaken
        late.pop(day, None)
        self._put_ranked(customer_id, day, ranked)

    def _put_ranked(self, customer_id: str, day: date, ranked: RankedHours) -> None:
        self.ranked.pop((customer_id, day), None)
        if ranked.counts:
            self.ranked[customer_id, day] = ranked

    def days(self, customer_id: str, first: date, last: date) -> dict[date, DayTotals]:
        return {
            day: totals
            for (owner, day), totals in self.totals.items()
            if owner == customer_id and first <= day <= last
        }

    def close(
        self, customer_id: str, day: date, totals: DayTotals, ranked: RankedHours, seen: Watermark
    ) -> None:
        late = self.late.get(customer_id, {})
        if self.closed.get(customer_id) != seen.closed or late.get(day) != seen.late.get(day):
            raise Overtaken
        if totals.is_empty:
            self.totals.pop((customer_id, day), None)
        else:
            self.totals[customer_id, day] = totals
        self._put_ranked(customer_id, day, ranked)
        late.pop(day, None)
        if seen.closed is None or day > seen.closed:
            self.closed[customer_id] = day

    def put_off(self, customer_id: str, day: date, seen: Watermark) -> None:
        if self.closed.get(customer_id) != seen.closed:
            raise Overtaken
        self.late.setdefault(customer_id, {})[day] = seen.serial
        self.closed[customer_id] = day

    def statistics(self) -> Iterator[Counters | RolledUp]:
        for customer_id, counts in list(self.counts.items()):
            for group, tally in list(counts.items()):
                place = customer_id, group
                serial = self.last_serials.get(place, "")
                stored = Stored(dict(tally), serial, self.repairs.get(place, ""))
                yield Counters(customer_id, group, stored)
        for (customer_id, day), totals in list(self.totals.items()):
            yield RolledUp(customer_id, day, totals)

    def timelines(self, after: str) -> Iterator[Timeline]:
        for place in sorted(self.faults.keys() | self.timelines_of.keys()):
            position = f"{place[0]}#{place[1]:016d}"
            if position > after:
                yield self.timeline(*place, position)

    def exists(self, customer_id: str, number: int) -> bool:
        return (customer_id, number) in self.faults

    def repair(self, customer_id: str, repair: Repair) -> None:
        place = customer_id, repair.group
        if self.repairs.get(place, "") != repair.seen.repair:
            raise Overtaken
        self.repairs[place] = repair.run
        self.last_serials.setdefault(place, repair.seen.serial or repair.watermark)
        today = from_microseconds(int(repair.run)).date()
        self.serials.setdefault(customer_id, repair.watermark)
        self.closed.setdefault(customer_id, today - timedelta(days=1))
        day = day_of(repair.group)
        if day and (day < today or isinstance(repair.group, Ranked)):
            self.late.setdefault(customer_id, {})[day] = f"{repair.run}#{repair.group}"
        counts = self.counts.setdefault(customer_id, {})
        add_tally(counts.setdefault(repair.group, {}), repair.corrections)

    def prune(self, customer_id: str) -> None:
        counts = self.counts.get(customer_id, {})
        counts[NOW] = {measure: n for measure, n in counts.get(NOW, {}).items() if n}

    def save(self, recount: Recount) -> None:
        self.saved = copy.deepcopy(recount)

    def load(self) -> Recount | None:
        return copy.deepcopy(self.saved)

    def clear(self) -> None:
        self.saved = None

    def timeline(self, customer_id: str, number: int, position: str = "") -> Timeline:
        fault = self.faults.get((customer_id, number))
        entries = self.entries(customer_id, number)
        versions = {entry.version for entry in entries}
        is_recorded = fault is None or fault.version in versions or LAST_VERSION in versions
        return Timeline(
            customer_id=customer_id,
            number=number,
            entries=entries,
            is_there=fault is not None,
            unrecorded=None if fault is None or is_recorded else observation_of(fault),
            position=position,
        )


class InMemoryEvents:
    """Implements EventStore over faults that the test keeps."""

    def __init__(self, faults: dict[tuple[str, int], "Fault"]) -> None:
        self._faults = faults
        self.looked_up = 0

    def opened(self, customer_id: str, since: datetime, until: datetime) -> Iterator[Event]:
        for fault in self._of(customer_id):
            if since <= fault.opened_at < until:
                self.looked_up += 1
                yield Event(Subject.OPENED, fault.opened_at, state_of(fault))

    def resolved(self, customer_id: str, since: datetime, until: datetime) -> Iterator[Event]:
        for fault in self._of(customer_id):
            if fault.resolved_at and since <= fault.resolved_at < until:
                self.looked_up += 1
                yield Event(Subject.RESOLVED, fault.resolved_at, state_of(fault))

    def expired(self, customer_id: str, now: datetime) -> Tally:
        tally: Tally = {}
        for fault in self._of(customer_id):
            if fault.is_open and fault.is_expired(now):
                add_tally(tally, present(state_of(fault)))
        return tally

    def _of(self, customer_id: str) -> "list[Fault]":
        return [fault for (owner, _), fault in self._faults.items() if owner == customer_id]


class Attempts:
    """RetryPolicy without waiting."""

    def __init__(self, most: int) -> None:
        self._most = most

    def has_time(self) -> bool:
        return True

    def wait(self, attempt: int) -> bool:
        return attempt < self._most
