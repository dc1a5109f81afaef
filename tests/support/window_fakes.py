"""The newest days in memory; tests/integration/stores holds them to the real ones."""

import copy
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from faultbook.domain.change_marks import ChangeMark, Expiring, expires_by_its_age, stands_far_back
from faultbook.domain.fault import Fault
from faultbook.domain.recount import Stored
from faultbook.domain.statistics import NOW, day_of
from faultbook.domain.timeline import LAST_VERSION
from faultbook.domain.window_recount import WindowRun
from faultbook.usecases.statistics_ports import Counters, Indexed, Timeline
from tests.support.statistics_fakes import InMemoryStatistics


class InMemoryWindow:
    """Over the faults and counters of `books`; `put` and `remove` mark as the faults table does."""

    def __init__(self, books: InMemoryStatistics) -> None:
        self.books = books
        self.marked: dict[str, list[ChangeMark]] = {}
        self.kept: dict[str, dict[date, Expiring]] = {}
        self.saved: WindowRun | None = None
        self.first_asked: datetime | None = None

    def put(self, fault: Fault, now: datetime) -> None:
        """Create it, or save it."""
        place = fault.customer_id, fault.number
        if stands_far_back(fault, now):
            self._mark(fault, now)
        if place not in self.books.faults and not expires_by_its_age(fault):
            day = datetime.fromtimestamp(fault.expires_at, tz=UTC).date()
            self.kept.setdefault(fault.customer_id, {})[day] = Expiring(
                [fault.number], is_listed=False
            )
        self.books.faults[place] = fault

    def remove(self, fault: Fault, now: datetime) -> None:
        self._mark(fault, now)
        self.books.faults.pop((fault.customer_id, fault.number), None)

    def expire(self, fault: Fault) -> None:
        self.books.faults.pop((fault.customer_id, fault.number), None)

    def _mark(self, fault: Fault, now: datetime) -> None:
        self.marked.setdefault(fault.customer_id, []).append(ChangeMark(fault.number, now))

    def counters(self, customer_id: str, days: Sequence[date]) -> Iterator[Counters]:
        for group, tally in list(self.books.counts.get(customer_id, {}).items()):
            if group == NOW or day_of(group) in days:
                place = customer_id, group
                serial = self.books.last_serials.get(place, "")
                stored = Stored(dict(tally), serial, self.books.repairs.get(place, ""))
                yield Counters(customer_id, group, stored)

    def open(self, customer_id: str) -> Iterator[Indexed]:
        for fault in self._of(customer_id):
            if fault.is_open:
                yield Indexed(fault.number, fault)

    def resolved(self, customer_id: str, since: datetime) -> Iterator[int]:
        for fault in self._of(customer_id):
            if fault.resolved_at and fault.resolved_at >= since:
                yield fault.number

    def marks(self, customer_id: str, since: date) -> Iterator[ChangeMark]:
        yield from [one for one in self.marked.get(customer_id, []) if one.at.date() >= since]

    def marked_since(self, now: datetime) -> datetime:
        self.first_asked = self.first_asked or now
        return self.first_asked

    def expiring(self, customer_id: str, first: date, last: date) -> dict[date, Expiring]:
        kept = self.kept.get(customer_id, {})
        return {day: numbers for day, numbers in kept.items() if first <= day <= last}

    def keep_expiring(
        self, customer_id: str, day: date, numbers: Sequence[int], *, is_listed: bool
    ) -> None:
        self.kept.setdefault(customer_id, {})[day] = Expiring(list(numbers), is_listed)

    def opened_on(self, customer_id: str, day: date) -> Iterator[Indexed]:
        for fault in self._of(customer_id):
            if fault.opened_at.date() == day:
                yield Indexed(fault.number, fault)

    def ended(self, customer_id: str, numbers: Sequence[int]) -> set[int]:
        return {
            number
            for number in numbers
            if LAST_VERSION in self.books.timelines_of.get((customer_id, number), {})
        }

    def timeline(self, customer_id: str, number: int) -> Timeline:
        return self.books.timeline(customer_id, number)

    def save(self, run: WindowRun) -> None:
        self.saved = copy.deepcopy(run)

    def load(self) -> WindowRun | None:
        return copy.deepcopy(self.saved)

    def clear(self) -> None:
        self.saved = None

    def _of(self, customer_id: str) -> list[Fault]:
        return [fault for (owner, _), fault in self.books.faults.items() if owner == customer_id]
