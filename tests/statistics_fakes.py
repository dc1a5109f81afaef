"""In-memory ledger and counters; tests/integration/stores holds them to the real ones."""

from collections.abc import Iterator
from datetime import date, datetime

from faultbook.domain.rollup import DayTotals
from faultbook.domain.statistics import (
    NOW,
    Counts,
    Ranked,
    Slot,
    Tally,
    add_tally,
)
from faultbook.domain.timeline import TimelineEntry
from faultbook.usecases.statistics_ports import Overtaken, Posting, Standing


class InMemoryStatistics:
    """Ledger and StatisticsStore in one: postings write to both."""

    def __init__(self) -> None:
        self.timelines: dict[tuple[str, int], dict[int, TimelineEntry]] = {}
        self.counts: dict[str, Counts] = {}
        self.serials: dict[str, str] = {}
        self.closed: dict[str, date] = {}
        self.late: dict[str, dict[date, str]] = {}
        self.totals: dict[tuple[str, date], DayTotals] = {}

    def standing(self, customer_id: str) -> Standing:
        return Standing(
            now=dict(self.counts.get(customer_id, {}).get(NOW, {})),
            serial=self.serials.get(customer_id, ""),
            closed=self.closed.get(customer_id),
            late=dict(self.late.get(customer_id, {})),
        )

    def around(self, customer_id: str, number: int, first: int, last: int) -> list[TimelineEntry]:
        entries = self.entries(customer_id, number)
        before = [entry for entry in entries if entry.version < first]
        within = [entry for entry in entries if first <= entry.version <= last]
        behind = [entry for entry in entries if entry.version > last]
        return before[-1:] + within + behind[:1]

    def entries(self, customer_id: str, number: int) -> list[TimelineEntry]:
        return [e for _, e in sorted(self.timelines.get((customer_id, number), {}).items())]

    def post(self, customer_id: str, posting: Posting) -> None:
        if self.serials.get(customer_id, "") != posting.seen:
            raise Overtaken
        if not posting.seen:
            self.closed[customer_id] = posting.closed
        self.serials[customer_id] = posting.serial
        self.late.setdefault(customer_id, {}).update(
            dict.fromkeys(posting.late_days, posting.serial)
        )
        for number, entry in posting.entries:
            self.timelines.setdefault((customer_id, number), {})[entry.version] = entry
        counts = self.counts.setdefault(customer_id, {})
        for group, tally in posting.counts.items():
            add_tally(counts.setdefault(group, {}), tally)

    def customers(self) -> Iterator[str]:
        yield from sorted(self.serials)

    def slots(self, customer_id: str, day: date) -> dict[datetime, Tally]:
        return {
            group.start: dict(tally)
            for group, tally in self.counts.get(customer_id, {}).items()
            if isinstance(group, Slot) and group.start.date() == day
        }

    def rankings(self, customer_id: str, day: date) -> dict[Ranked, dict[int, int]]:
        return {
            group: {int(measure.value): number for measure, number in tally.items()}
            for group, tally in self.counts.get(customer_id, {}).items()
            if isinstance(group, Ranked) and group.day == day
        }

    def days(self, customer_id: str, first: date, last: date) -> dict[date, DayTotals]:
        return {
            day: totals
            for (owner, day), totals in self.totals.items()
            if owner == customer_id and first <= day <= last
        }

    def close(self, customer_id: str, day: date, totals: DayTotals, seen: Standing) -> None:
        late = self.late.get(customer_id, {})
        if self.closed.get(customer_id) != seen.closed or late.get(day) != seen.late.get(day):
            raise Overtaken
        if totals.is_empty:
            self.totals.pop((customer_id, day), None)
        else:
            self.totals[customer_id, day] = totals
        late.pop(day, None)
        if seen.closed is None or day > seen.closed:
            self.closed[customer_id] = day


class Attempts:
    """Patience without waiting."""

    def __init__(self, most: int) -> None:
        self._most = most

    def again(self, attempt: int) -> bool:
        return attempt < self._most
