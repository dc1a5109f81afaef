"""One loop over pages, which says where it ends; and a page that is filled up."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind
from faultbook.domain.listing import FaultFilter, Page, Position
from faultbook.usecases.read_faults import MAX_OPEN, ReadFaults
from tests.support.bound import no_timelines
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_change, a_fault
from tests.support.fakes import InMemoryFaultStore

ALL = FaultFilter()


class ShortPages(InMemoryFaultStore):
    """Gives no more than two faults at once, as a store does whose budget is spent."""

    def __init__(self) -> None:
        super().__init__(SteppingClock())
        self.limits: list[int] = []

    def page(
        self,
        customer_id: str,
        fault_filter: FaultFilter,
        limit: int,
        after: Position | None,
        **way: Any,
    ) -> Page:
        self.limits.append(limit)
        return super().page(customer_id, fault_filter, min(limit, 2), after, **way)


@pytest.fixture
def store() -> ShortPages:
    """With ten faults, of which number 9 is the newest."""
    store = ShortPages()
    for number in range(10):
        opened_at = NOW - timedelta(minutes=10 - number)
        store.create(CUSTOMER, a_fault(number=number, opened_at=opened_at))
    return store


@pytest.fixture
def faults(store: ShortPages) -> ReadFaults:
    return ReadFaults(store, no_timelines)


def numbers(pages: Sequence[Page]) -> list[list[int]]:
    return [[fault.number for fault in page.faults] for page in pages]


def test_pages_follow_each_other_to_the_end(faults: ReadFaults):
    pages = list(faults.pages(CUSTOMER, ALL, most_reads=100))

    assert numbers(pages) == [[9, 8], [7, 6], [5, 4], [3, 2], [1, 0]]
    assert pages[-1].next is None


def test_pages_end_after_so_many_reads_and_say_that_more_follow(faults: ReadFaults):
    pages = list(faults.pages(CUSTOMER, ALL, most_reads=2))

    assert numbers(pages) == [[9, 8], [7, 6]]
    assert pages[-1].next


def test_pages_end_with_their_limit(faults: ReadFaults, store: ShortPages):
    pages = list(faults.pages(CUSTOMER, ALL, limit=3, most_reads=100))

    assert numbers(pages) == [[9, 8], [7]]
    assert store.limits == [3, 1]


def test_a_limit_of_none_reads_nothing(faults: ReadFaults, store: ShortPages):
    assert list(faults.pages(CUSTOMER, ALL, limit=0, most_reads=100)) == []
    assert store.limits == []


def test_pages_begin_behind_a_position(faults: ReadFaults, store: ShortPages):
    after = ALL.position_of(store.get(CUSTOMER, 3))

    assert numbers(list(faults.pages(CUSTOMER, ALL, after=after, most_reads=9))) == [[2, 1], [0]]


def test_a_page_is_one_read_unless_more_are_allowed(faults: ReadFaults, store: ShortPages):
    assert numbers([faults.page(CUSTOMER, ALL, 5)]) == [[9, 8]]
    assert store.limits == [5]


def test_a_page_is_filled_up_by_more_reads(faults: ReadFaults):
    page = faults.page(CUSTOMER, ALL, 5, most_reads=9)

    assert numbers([page, faults.page(CUSTOMER, ALL, 9, page.next, most_reads=9)]) == [
        [9, 8, 7, 6, 5],
        [4, 3, 2, 1, 0],
    ]


def test_a_page_that_cannot_be_filled_up_says_where_it_ended(faults: ReadFaults):
    page = faults.page(CUSTOMER, ALL, 5, most_reads=2)

    assert numbers([page, faults.page(CUSTOMER, ALL, 1, page.next)]) == [[9, 8, 7, 6], [5]]


def test_a_page_backwards_is_newest_first_too(faults: ReadFaults, store: ShortPages):
    after = ALL.position_of(store.get(CUSTOMER, 2))

    page = faults.page(CUSTOMER, ALL, 5, after, backwards=True, most_reads=9)

    assert numbers([page]) == [[7, 6, 5, 4, 3]]


def test_the_newest_open_faults_are_those_of_the_customer():
    store = InMemoryFaultStore(SteppingClock())
    opened = [a_fault(opened_at=NOW - timedelta(minutes=minutes)) for minutes in range(250)]
    for fault in opened:
        store.create(CUSTOMER, fault)
    resolved = a_fault()
    store.create(CUSTOMER, resolved)
    store.save(CUSTOMER, resolved, resolved.resolved(a_change(ChangeKind.RESOLVED)))
    store.create("cus_B", a_fault(customer_id="cus_B"))

    assert ReadFaults(store, no_timelines).newest_open(CUSTOMER) == opened


def test_the_newest_open_faults_are_no_more_than_1000():
    store = InMemoryFaultStore(SteppingClock())
    for number in range(MAX_OPEN + 1):
        store.create(CUSTOMER, a_fault(number=number))

    assert len(ReadFaults(store, no_timelines).newest_open(CUSTOMER)) == MAX_OPEN == 1000
