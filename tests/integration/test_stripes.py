"""Lists over several stripes: exact, in order, and near to what one stripe costs."""

from datetime import timedelta
from threading import Barrier, Lock
from typing import Any

import pytest

from faultbook.domain.due import DueKind
from faultbook.domain.fault import ChangeKind, Fault, Status
from faultbook.domain.listing import Counted, FaultFilter, Page, Position
from faultbook.domain.stripes import LEAD
from faultbook.dynamodb.due_store import DynamoDueStore
from faultbook.dynamodb.event_store import DynamoEventStore
from faultbook.dynamodb.fault_store import DynamoFaultStore
from faultbook.dynamodb.striping import MEMORY
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_change, a_fault
from tests.support.client_between import ClientBetween
from tests.support.engines import Engine, Tables
from tests.support.stripes_world import LISTS, Fleet, a_numbered, in_order, numbers_of

RESOLVED = a_change(ChangeKind.RESOLVED)


@pytest.fixture
def fleet(dynoxide: Engine, tables: Tables, clock: SteppingClock) -> Fleet:
    assert tables
    return Fleet(dynoxide, clock)


def grown(fleet: Fleet, counts: list[int]) -> list[Fault]:
    """Forty faults under each count in turn; of each forty, and of those before, some end."""
    process = fleet.another()
    stored: dict[int, Fault] = {}
    for place, count in enumerate(counts):
        fleet.choose(count)
        fleet.wait(LEAD + timedelta(seconds=MEMORY))
        for number in range(40 * place + 1, 40 * place + 41):
            stored[number] = a_numbered(number, fleet.clock.at - timedelta(seconds=number % 7))
            process.faults.create(CUSTOMER, stored[number])
        for number in list(stored)[:: 3 + place]:
            fault = stored[number]
            change = a_change(ChangeKind.RESOLVED, at=fleet.clock.at)
            if fault.is_open:
                stored[number] = fault.resolved(change)
                process.faults.save(CUSTOMER, fault, stored[number])
    return list(stored.values())


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("backwards", [False, True])
def test_a_list_has_all_that_was_written_under_every_count_once_and_in_order(
    fleet: Fleet, name: str, *, backwards: bool
):
    faults = grown(fleet, [1, 4, 2, 7])
    expected = in_order(LISTS[name], faults)

    for limit in (9, 100):
        found = numbers_of(fleet.another().walk(LISTS[name], limit, backwards=backwards))
        assert found == (expected[::-1] if backwards else expected)


def test_a_fault_is_found_changed_and_deleted_by_its_id_whatever_the_count(fleet: Fleet):
    process = fleet.another()
    fault = a_numbered(7)
    process.faults.create(CUSTOMER, fault)

    fleet.choose(8)
    fleet.wait(LEAD)
    edited = fault.edited(a_change(ChangeKind.UPDATED), cause="another")
    process.faults.save(CUSTOMER, process.faults.get(CUSTOMER, 7), edited)

    assert process.faults.get(CUSTOMER, 7).cause == "another"
    process.faults.delete(CUSTOMER, edited)
    assert numbers_of(process.walk(FaultFilter(), 10)) == []


def test_what_happened_and_what_is_due_is_read_from_every_stripe(fleet: Fleet):
    faults = grown(fleet, [1, 5])
    process = fleet.another()
    table = fleet.engine.tables.faults
    closing = a_fault(number=999, opened_at=fleet.clock.at, closes_at=fleet.clock.at)
    process.faults.create(CUSTOMER, closing)
    dues = DynamoDueStore(process.client, table, process.striping)
    events = DynamoEventStore(process.client, table, process.striping)
    later = fleet.clock.at + timedelta(seconds=1)

    opened = [event.at for event in events.opened(CUSTOMER, NOW - timedelta(hours=1), later)]
    resolved = [event.at for event in events.resolved(CUSTOMER, NOW, later)]
    [due] = dues.until(later, DueKind.CLOSE)
    dues.remove(due)

    assert sorted(opened) == sorted(fault.opened_at for fault in [*faults, closing])
    assert len(resolved) == sum(not fault.is_open for fault in faults)
    assert due.number == 999
    assert list(dues.until(later, DueKind.CLOSE)) == []


class Together(ClientBetween):
    """A client whose first queries are answered once so many have been asked."""

    def __init__(self, client: ClientBetween, queries: int) -> None:
        self._client = client
        self._left = queries
        self._lock = Lock()
        self._barrier = Barrier(queries, timeout=20)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def query(self, **parameters: Any) -> Any:
        with self._lock:
            self._left -= 1
            waits = self._left >= 0
        if waits:
            self._barrier.wait()
        return self._client.query(**parameters)


def test_stripes_are_counted_and_looked_through_at_the_same_time(fleet: Fleet):
    """One after the other, the first would wait for the others until the barrier breaks."""
    faults = grown(fleet, [5])
    process = fleet.another()
    table = fleet.engine.tables.faults
    later = fleet.clock.at + timedelta(seconds=1)
    wanted = FaultFilter(status=Status.UNRESOLVED)

    def client() -> Together:
        return Together(fleet.engine.client, 5)

    store = DynamoFaultStore(client(), table, fleet.clock, process.striping)
    counted = store.count(CUSTOMER, wanted, 1000, None)
    events = DynamoEventStore(client(), table, process.striping)
    opened = list(events.opened(CUSTOMER, NOW - timedelta(hours=1), later))
    events = DynamoEventStore(client(), table, process.striping)
    resolved = list(events.resolved(CUSTOMER, NOW, later))

    assert counted == Counted(sum(fault.is_open for fault in faults), is_all=True)
    assert len(opened) == len(faults)
    assert len(resolved) == sum(not fault.is_open for fault in faults)


def test_open_faults_that_have_expired_are_seen_in_every_stripe(fleet: Fleet):
    faults = grown(fleet, [5])
    events = DynamoEventStore(
        fleet.engine.client, fleet.engine.tables.faults, fleet.another().striping
    )

    expired = events.expired(CUSTOMER, NOW + timedelta(days=500))

    assert max(expired.values()) == sum(fault.is_open for fault in faults)


def test_nobody_who_was_told_late_misses_a_fault_or_hides_one(fleet: Fleet):
    """Two processes asked right before the count was raised, and go by that for a minute."""
    reader, writer = fleet.another(), fleet.another()
    for process in (reader, writer):
        process.striping.to_read(CUSTOMER)
    fleet.choose(8)
    told = fleet.another()
    written: set[int] = set()

    for second in range(0, 300, 10):
        number = 1 + second
        told.faults.create(CUSTOMER, a_numbered(number, fleet.clock.at))
        writer.faults.create(CUSTOMER, a_numbered(number + 1, fleet.clock.at))
        written |= {number, number + 1}

        for process in (reader, writer, told, fleet.another()):
            assert set(numbers_of(process.walk(FaultFilter(), 100))) == written
        fleet.wait(timedelta(seconds=10))


# ---------------------------------------------------------------- what it costs


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("count", [2, 4, 8, 16])
def test_a_page_of_fifty_costs_five_read_units_and_one_for_each_stripe(
    fleet: Fleet, name: str, count: int
):
    process = fleet.another()
    fleet.choose(count)
    faults = [a_numbered(number, NOW - timedelta(seconds=number)) for number in range(1, 161)]
    if name == "resolved":
        faults = [fault.resolved(RESOLVED) for fault in faults]
    if name == "of a site":
        faults = [fault.resolved(RESOLVED) if fault.number % 2 else fault for fault in faults]
    fleet.fill(faults, count)
    costs = []
    after: Position | None = None
    for _ in range(3):
        process.client.reset()
        page: Page = process.faults.page(CUSTOMER, LISTS[name], 50, after)
        after = page.next
        costs.append(process.client.reads)
        assert len(page.faults) == 50

    alone = 7 if name == "of a site" else 5  # which merges open and resolved faults
    assert sum(costs) / len(costs) <= alone + count
    assert max(costs) <= alone + 1 + count


def test_a_write_to_a_stripe_costs_as_before(fleet: Fleet):
    process = fleet.another()
    fleet.choose(8)
    fleet.wait(LEAD)
    fault = a_numbered(1)
    process.striping.to_read(CUSTOMER)
    process.client.reset()

    process.faults.create(CUSTOMER, fault)
    assert (process.client.reads, process.client.writes) == (0, 4)
    process.faults.save(CUSTOMER, fault, fault.resolved(RESOLVED))
    assert (process.client.reads, process.client.writes) == (0, 4 + 6)


def test_who_has_one_stripe_pays_for_none(fleet: Fleet):
    """A minute of a process costs one read unit, however many customers ask for how much."""
    process = fleet.another()

    for number in range(30):
        customer = f"cus_{number}"
        process.faults.create(customer, a_fault(customer, number))
        process.faults.page(customer, LISTS["open"], 50, None)

    assert process.client.calls == ["get_item", *["put_item", "query"] * 30]
    assert process.client.writes == 30 * 4
    assert process.client.reads == 1 + 30 * 0.5
