"""One suite for the ledger, the counters and their audit: in memory, on moto and on Dynoxide."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from faultbook.domain.details import IncidentDetails
from faultbook.domain.fault import ChangeKind
from faultbook.domain.recount import Recount, Repair, Stored
from faultbook.domain.rollup import DayTotals, TopList
from faultbook.domain.spans import Span
from faultbook.domain.statistics import (
    NOW as PRESENT,
)
from faultbook.domain.statistics import (
    Counts,
    Dimension,
    Measure,
    Ranked,
    Ranking,
    Slot,
    Subject,
)
from faultbook.domain.timeline import LAST_VERSION, TimelineEntry, deletion_of, observation_of
from faultbook.dynamodb.audit_store import DynamoAuditStore
from faultbook.dynamodb.fault_item import item_of
from faultbook.dynamodb.ledger import DynamoLedger
from faultbook.dynamodb.statistics_store import DynamoStatisticsStore
from faultbook.usecases.statistics_ports import (
    Counters,
    Overtaken,
    RolledUp,
    Transaction,
    Watermark,
)
from tests.support.builders import CUSTOMER, NOW, a_change, a_fault
from tests.support.engines import Engine
from tests.support.statistics_fakes import InMemoryStatistics

DAY = NOW.date()
SERIAL = "1768478400000000"
LATER_SERIAL = "1768478400000001"
OPENED = Measure(Subject.OPENED)
OPEN = Measure(Subject.UNRESOLVED)
OF_LINKS = Measure(Subject.OPENED, Dimension.TYPE, "link:down #1")
COUNTS: Counts = {
    PRESENT: {OPEN: 1, Measure(Subject.UNRESOLVED, Dimension.KIND_AND_PRIORITY, "ALERT P1"): 1},
    Slot(NOW): {
        OPENED: 1,
        OF_LINKS: 1,
        Measure(Subject.TIME_TO_RESOLVE, Dimension.BUCKET, "17"): 1,
        Measure(Subject.TIME_TO_RESOLVE, Dimension.MICROSECONDS): 19_000_000,
    },
    Ranked(DAY, Ranking.RESOURCE, "dev#1"): {Measure(Subject.OPENED, Dimension.SLOT, "144"): 1},
}


@dataclass
class Stores:
    ledger: Any
    statistics: Any
    audit: Any
    books: InMemoryStatistics | None
    engine: Engine | None

    def put_fault(self, number: int) -> None:
        fault = a_fault(number=number)
        if self.books:
            self.books.faults[CUSTOMER, number] = fault
        elif self.engine:
            table = self.engine.tables.faults
            self.engine.client.put_item(TableName=table, Item=item_of(fault))


@pytest.fixture
def stores(engine: Engine | None) -> Stores:
    if engine is None:
        books = InMemoryStatistics()
        return Stores(books, books, books, books, None)
    tables = engine.tables
    return Stores(
        DynamoLedger(engine.client, tables.faults, tables.statistics, tables.events),
        DynamoStatisticsStore(engine.client, tables.statistics),
        DynamoAuditStore(engine.client, tables.faults, tables.statistics),
        None,
        engine,
    )


def a_transaction(**parts: Any) -> Transaction:
    said: dict[str, Any] = {
        "seen": "",
        "serial": SERIAL,
        "entries": [(1, an_entry(1))],
        "events": [],
        "gaps": [],
        "counts": COUNTS,
        "late_days": [],
        "closed": DAY - timedelta(days=1),
    }
    return Transaction(**(said | parts))


def an_entry(version: int, **parts: Any) -> TimelineEntry:
    change = a_change(ChangeKind.UPDATED, why="because")
    fault = replace(
        a_fault(
            number=1,
            services=({"name": "checkout", "namespace": "shop"},),
            incident=IncidentDetails(priority="P1"),
        ),
        version=version,
        last_change=change,
        resolved_at=NOW + timedelta(microseconds=5),
    )
    said: dict[str, Any] = {"serial": SERIAL, "after": version - 1}
    return replace(observation_of(fault).entry, **(said | parts))


def test_nothing_stands_before_the_first_transaction(stores: Stores):
    assert stores.ledger.watermark(CUSTOMER) == Watermark()
    assert stores.ledger.entries(CUSTOMER, 1) == []
    assert list(stores.statistics.customers()) == []


def test_a_transaction_writes_entries_counters_and_the_watermark(stores: Stores):
    yesterday = DAY - timedelta(days=1)

    stores.ledger.commit(CUSTOMER, a_transaction(late_days=[yesterday]))

    watermark = stores.statistics.watermark(CUSTOMER)
    assert watermark == Watermark(COUNTS[PRESENT], SERIAL, yesterday, {yesterday: SERIAL})
    assert stores.ledger.entries(CUSTOMER, 1) == [an_entry(1)]
    assert stores.statistics.slots(CUSTOMER, DAY) == {NOW: COUNTS[Slot(NOW)]}
    assert stores.statistics.rankings(CUSTOMER, DAY) == {
        Ranked(DAY, Ranking.RESOURCE, "dev#1"): {144: 1}
    }
    assert list(stores.statistics.customers()) == [CUSTOMER]


def test_transactions_add_up(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction())
    stores.ledger.commit(
        CUSTOMER, a_transaction(seen=SERIAL, serial=LATER_SERIAL, entries=[(1, an_entry(2))])
    )

    watermark = stores.ledger.watermark(CUSTOMER)
    assert watermark.serial == LATER_SERIAL
    assert watermark.now[OPEN] == 2
    assert stores.statistics.slots(CUSTOMER, DAY)[NOW][OF_LINKS] == 2


def test_of_a_day_the_slots_with_a_part_in_a_span_can_be_had_alone(stores: Stores):
    minutes = (-10, -5, 0, 5, 10)
    slots = {NOW + timedelta(minutes=one): {OPENED: 1} for one in minutes}
    counts: Counts = {Slot(start): tally for start, tally in slots.items()}
    stores.ledger.commit(CUSTOMER, a_transaction(counts=counts))
    span = Span(NOW - timedelta(seconds=13), NOW + timedelta(minutes=10))

    within = stores.statistics.slots(CUSTOMER, DAY, within=span)

    assert within == {start: slots[start] for start in sorted(slots)[1:4]}
    assert stores.statistics.slots(CUSTOMER, DAY) == slots


def test_one_ranking_of_a_day_can_be_had_alone(stores: Stores):
    names = ("dev_1", "dev#1", "#", "$", "\U0010ffff")
    ranked = [Ranked(DAY, ranking, name) for ranking in Ranking for name in names]
    counts: Counts = {
        one: {Measure(Subject.OPENED, Dimension.SLOT, "144"): number}
        for number, one in enumerate(ranked, 1)
    }
    stores.ledger.commit(CUSTOMER, a_transaction(counts=counts))

    for ranking in Ranking:
        assert stores.statistics.rankings(CUSTOMER, DAY, only=ranking) == {
            one: {144: number} for number, one in enumerate(ranked, 1) if one.ranking is ranking
        }


def test_a_transaction_on_another_watermark_writes_nothing(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction())

    for seen in ("", LATER_SERIAL):
        with pytest.raises(Overtaken):
            stores.ledger.commit(CUSTOMER, a_transaction(seen=seen, entries=[(1, an_entry(2))]))

    assert stores.ledger.watermark(CUSTOMER).now == COUNTS[PRESENT]
    assert len(stores.ledger.entries(CUSTOMER, 1)) == 1


def test_customers_do_not_see_each_other(stores: Stores):
    stores.ledger.commit("cus_A", a_transaction())
    stores.ledger.commit("cus_B", a_transaction(counts={PRESENT: {OPEN: 7}}))

    assert stores.ledger.watermark("cus_A").now == COUNTS[PRESENT]
    assert stores.statistics.slots("cus_B", DAY) == {}
    assert sorted(stores.statistics.customers()) == ["cus_A", "cus_B"]


@pytest.mark.parametrize(
    ("first", "last", "around"),
    [
        (1, 1, [2]),
        (2, 2, [2, 5]),
        (3, 4, [2, 5]),
        (5, 6, [2, 5, 6, 9]),
        (9, 9, [6, 9, LAST_VERSION]),
        (10, LAST_VERSION, [9, LAST_VERSION]),
    ],
)
def test_around_gives_the_versions_and_their_neighbours(
    stores: Stores, first: int, last: int, around: list[int]
):
    versions = [2, 5, 6, 9, LAST_VERSION]
    entries = [(1, an_entry(version)) for version in versions] + [(2, an_entry(7))]
    stores.ledger.commit(CUSTOMER, a_transaction(entries=entries))

    found = stores.ledger.around(CUSTOMER, 1, first, last)

    assert [entry.version for entry in found] == around


def test_right_before_leaves_out_what_is_not_plain(stores: Stores):
    entries = [(number, an_entry(version)) for number in range(1, 6) for version in (1, 2)]
    end = replace(deletion_of(observation_of(a_fault(number=4)), NOW).entry, serial=SERIAL)
    stores.ledger.commit(CUSTOMER, a_transaction(entries=[*entries, (4, end)], gaps=[5]))

    found = stores.ledger.right_before(CUSTOMER, {1: 3, 2: 4, 3: 1, 4: 3, 5: 3, 6: 1, 7: 2})

    versions = {number: [e.version for e in found[number]] for number in found}
    assert versions == {1: [2], 3: [], 6: []}
    assert found[1] == [an_entry(2)]


def test_the_entries_before_many_changes_are_all_found(stores: Stores):
    wanted = range(1, 46)
    entries = [(number, an_entry(1)) for number in wanted]
    stores.ledger.commit(CUSTOMER, a_transaction(entries=entries))

    found = stores.ledger.right_before(CUSTOMER, dict.fromkeys(wanted, 2))

    assert found == {number: [an_entry(1)] for number in wanted}


def test_a_new_entry_that_is_there_already_lets_nothing_be_written(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction())
    again = a_transaction(
        seen=SERIAL, serial=LATER_SERIAL, entries=[(1, an_entry(1, serial=LATER_SERIAL))]
    )

    with pytest.raises(Overtaken):
        stores.ledger.commit(CUSTOMER, again)

    assert stores.ledger.watermark(CUSTOMER).serial == SERIAL
    assert stores.ledger.entries(CUSTOMER, 1) == [an_entry(1)]


def test_many_entries_are_read_page_by_page(stores: Stores):
    entries = [(1, an_entry(version)) for version in range(1, 91)]
    stores.ledger.commit(CUSTOMER, a_transaction(entries=entries, counts={}))

    assert [e.version for e in stores.ledger.entries(CUSTOMER, 1)] == list(range(1, 91))
    assert [e.version for e in stores.ledger.around(CUSTOMER, 1, 3, 60)] == list(range(2, 62))


def test_an_end_comes_back_as_an_end(stores: Stores):
    end = deletion_of(observation_of(a_fault(number=1)), NOW).entry
    end = replace(end, serial=SERIAL)
    stores.ledger.commit(CUSTOMER, a_transaction(entries=[(1, end)]))

    assert stores.ledger.entries(CUSTOMER, 1) == [end]


def test_days_are_closed_in_order_and_read_by_span(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction(closed=date(2025, 12, 29)))
    totals = DayTotals(
        {7: {OPENED: 3, OF_LINKS: 3}},
        {Ranking.RESOURCE: TopList((("dev#1", 2), ("dev#2", 1)), is_cut=True)},
    )
    days = [date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1)]
    for day in days:
        seen = stores.statistics.watermark(CUSTOMER)
        stores.statistics.close(CUSTOMER, day, totals, seen)

    assert stores.statistics.watermark(CUSTOMER).closed == days[-1]
    assert stores.statistics.days(CUSTOMER, days[0], days[2]) == dict.fromkeys(days, totals)
    assert list(stores.statistics.days(CUSTOMER, days[1], days[1])) == [days[1]]


def test_an_empty_day_leaves_nothing_behind(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction(late_days=[DAY - timedelta(days=3)]))
    day = DAY - timedelta(days=3)
    full = DayTotals({7: {OPENED: 3}}, {})
    stores.statistics.close(CUSTOMER, day, full, stores.statistics.watermark(CUSTOMER))
    stores.statistics.close(CUSTOMER, day, DayTotals(), stores.statistics.watermark(CUSTOMER))

    assert stores.statistics.days(CUSTOMER, day, day) == {}


def test_closing_a_late_day_takes_its_mark_and_leaves_the_others(stores: Stores):
    late = [DAY - timedelta(days=3), DAY - timedelta(days=2)]
    stores.ledger.commit(CUSTOMER, a_transaction(late_days=late))
    seen = stores.statistics.watermark(CUSTOMER)

    stores.statistics.close(CUSTOMER, late[0], DayTotals(), seen)

    watermark = stores.statistics.watermark(CUSTOMER)
    assert (watermark.closed, dict(watermark.late)) == (seen.closed, {late[1]: SERIAL})


def test_a_day_that_was_written_to_meanwhile_is_not_closed(stores: Stores):
    day = DAY - timedelta(days=3)
    stores.ledger.commit(CUSTOMER, a_transaction(late_days=[day]))
    seen = stores.statistics.watermark(CUSTOMER)
    stores.ledger.commit(
        CUSTOMER,
        a_transaction(
            seen=SERIAL, serial=LATER_SERIAL, entries=[(1, an_entry(2))], late_days=[day]
        ),
    )

    with pytest.raises(Overtaken):
        stores.statistics.close(CUSTOMER, day, DayTotals(), seen)

    assert stores.statistics.watermark(CUSTOMER).late == {day: LATER_SERIAL}


def test_two_that_close_the_same_day_do_it_once(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction(closed=DAY - timedelta(days=2)))
    seen = stores.statistics.watermark(CUSTOMER)
    stores.statistics.close(CUSTOMER, DAY - timedelta(days=1), DayTotals(), seen)

    with pytest.raises(Overtaken):
        stores.statistics.close(CUSTOMER, DAY - timedelta(days=1), DayTotals(), seen)


def test_a_day_that_is_put_off_is_closed_and_late(stores: Stores):
    day = DAY - timedelta(days=1)
    stores.ledger.commit(CUSTOMER, a_transaction(closed=DAY - timedelta(days=2)))
    seen = stores.statistics.watermark(CUSTOMER)

    stores.statistics.put_off(CUSTOMER, day, seen)

    watermark = stores.statistics.watermark(CUSTOMER)
    assert (watermark.closed, dict(watermark.late)) == (day, {day: SERIAL})
    with pytest.raises(Overtaken):
        stores.statistics.put_off(CUSTOMER, day, seen)


def test_an_audit_sees_every_counter_with_its_serial(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction())

    read = {
        read[:2]: read.stored for read in stores.audit.statistics() if isinstance(read, Counters)
    }

    assert read == {(CUSTOMER, group): Stored(tally, SERIAL) for group, tally in COUNTS.items()}


def test_an_audit_sees_rolled_up_days(stores: Stores):
    day = DAY - timedelta(days=1)
    stores.ledger.commit(CUSTOMER, a_transaction(closed=DAY - timedelta(days=2)))
    totals = DayTotals({7: {OPENED: 3}}, {})
    stores.statistics.close(CUSTOMER, day, totals, stores.statistics.watermark(CUSTOMER))

    read = [read for read in stores.audit.statistics() if isinstance(read, RolledUp)]
    assert read == [(CUSTOMER, day, totals)]


def test_timelines_come_one_by_one_and_go_on_from_a_position(stores: Stores):
    stores.put_fault(1)
    stores.put_fault(2)
    stores.ledger.commit(CUSTOMER, a_transaction(entries=[(1, an_entry(1)), (3, an_entry(1))]))

    timelines = list(stores.audit.timelines(""))

    found = {
        one.number: (len(one.entries), one.is_there, one.unrecorded and one.unrecorded.number)
        for one in timelines
    }
    assert found == {1: (1, True, None), 2: (0, True, 2), 3: (1, False, None)}
    rest = list(stores.audit.timelines(timelines[0].position))
    assert [one.number for one in rest] == [one.number for one in timelines[1:]]
    assert stores.audit.exists(CUSTOMER, 1)
    assert not stores.audit.exists(CUSTOMER, 3)


def test_a_repair_adds_and_marks_the_day_once(stores: Stores):
    past = Slot(NOW - timedelta(days=2))
    stores.ledger.commit(CUSTOMER, a_transaction(counts={past: {OPENED: 5}}))
    repair = Repair(past, {OPENED: -2, OF_LINKS: 1}, Stored({OPENED: 5}, SERIAL), SERIAL, SERIAL)

    stores.audit.repair(CUSTOMER, repair)

    slots = stores.statistics.slots(CUSTOMER, past.start.date())
    assert slots == {past.start: {OPENED: 3, OF_LINKS: 1}}
    assert stores.statistics.watermark(CUSTOMER).late == {past.start.date(): SERIAL}
    with pytest.raises(Overtaken):
        stores.audit.repair(CUSTOMER, repair)
    again = replace(repair, seen=Stored({}, SERIAL, SERIAL), run=LATER_SERIAL)
    stores.audit.repair(CUSTOMER, again)
    assert stores.statistics.slots(CUSTOMER, past.start.date())[past.start][OPENED] == 1


@pytest.mark.parametrize("group", [PRESENT, Slot(NOW)])
def test_a_repair_lets_a_lost_watermark_begin_again(stores: Stores, group: Any):
    repair = Repair(group, {OPENED: 4}, Stored({}, ""), SERIAL, LATER_SERIAL)

    stores.audit.repair(CUSTOMER, repair)

    watermark = stores.statistics.watermark(CUSTOMER)
    assert (watermark.serial, watermark.closed) == (LATER_SERIAL, DAY - timedelta(days=1))
    assert list(stores.statistics.customers()) == [CUSTOMER]
    stores.ledger.commit(
        CUSTOMER,
        a_transaction(seen=LATER_SERIAL, serial="1768478400000002", counts={group: {OPENED: 1}}),
    )
    [counters] = [read for read in stores.audit.statistics() if read[1] == group]
    assert isinstance(counters, Counters)
    assert counters.stored.tally == {OPENED: 5}


def test_pruning_lets_go_of_zeros_only(stores: Stores):
    gone = Measure(Subject.UNRESOLVED, Dimension.TYPE, "gone")
    stores.ledger.commit(CUSTOMER, a_transaction(counts={PRESENT: {OPEN: 1, gone: 0}}))

    stores.audit.prune(CUSTOMER)
    stores.audit.prune("cus_nobody")

    assert stores.statistics.watermark(CUSTOMER).now == {OPEN: 1}


def test_a_recount_is_saved_and_goes_on_as_it_was(stores: Stores):
    recount = Recount(run=SERIAL, watermarks={CUSTOMER: SERIAL}, newest={CUSTOMER: SERIAL})
    for group, tally in COUNTS.items():
        recount.begin(CUSTOMER, group, Stored(tally, SERIAL, "a repair"))
    recount.left[CUSTOMER, Slot(NOW + timedelta(hours=1))] = {OPENED: -2}
    recount.forgetful.add("cus_B")
    recount.doubtful.append((CUSTOMER, DAY))
    recount.position, recount.missing, recount.wrong = '{"pk": "x"}', 3, 4

    assert stores.audit.load() is None
    stores.audit.save(recount)
    loaded = stores.audit.load()

    assert loaded is not None
    assert replace(loaded, stored={}) == replace(recount, stored={})
    assert {place: (s.serial, s.repair) for place, s in loaded.stored.items()} == {
        (CUSTOMER, group): (SERIAL, "a repair") for group in COUNTS
    }
    stores.audit.clear()
    assert stores.audit.load() is None


def test_a_recount_of_many_counters_takes_several_items(stores: Stores):
    recount = Recount(run=SERIAL)
    for number in range(9000):
        start = datetime.fromtimestamp(1768478400 + 300 * number, tz=NOW.tzinfo)
        label = hashlib.sha256(str(number).encode()).hexdigest()
        measure = Measure(Subject.OPENED, Dimension.TYPE, label)
        recount.left[CUSTOMER, Slot(start)] = {measure: 1}

    stores.audit.save(recount)

    loaded = stores.audit.load()
    assert loaded is not None
    assert loaded.left == recount.left
