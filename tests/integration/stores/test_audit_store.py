"""The audit of counters and timelines: in memory, on moto and on Dynoxide."""

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from faultbook.domain.ranked_hours import HOURS, RankedHours
from faultbook.domain.recount import Recount, Repair, Stored
from faultbook.domain.rollup import DayTotals
from faultbook.domain.statistics import (
    NOW as PRESENT,
)
from faultbook.domain.statistics import (
    Dimension,
    Measure,
    Ranked,
    Ranking,
    Slot,
    Subject,
)
from faultbook.usecases.statistics_ports import (
    Counters,
    Overtaken,
    RolledUp,
)
from tests.support.builders import CUSTOMER, NOW
from tests.support.statistics_stores import (
    COUNTS,
    DAY,
    LATER_SERIAL,
    OF_LINKS,
    OPEN,
    OPENED,
    SERIAL,
    Stores,
    a_transaction,
    an_entry,
)

A_DEVICE = Ranking.RESOURCE, "dev_1"
IN_SLOT = Measure(Subject.OPENED, Dimension.SLOT, "144")


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
    stores.statistics.close(
        CUSTOMER, day, totals, RankedHours(HOURS), stores.statistics.watermark(CUSTOMER)
    )

    read = [read for read in stores.audit.statistics() if isinstance(read, RolledUp)]
    assert read == [(CUSTOMER, day, totals)]


def test_timelines_come_one_by_one_and_go_on_from_a_position(stores: Stores):
    stores.put_fault(1)
    stores.put_fault(2)
    stores.ledger.commit(CUSTOMER, a_transaction(entries=[(1, an_entry(1)), (3, an_entry(1))]))

    timelines = list(stores.audit.timelines(""))

    found = {
        timeline.number: (
            len(timeline.entries),
            timeline.is_there,
            timeline.unrecorded and timeline.unrecorded.number,
        )
        for timeline in timelines
    }
    assert found == {1: (1, True, None), 2: (0, True, 2), 3: (1, False, None)}
    rest = list(stores.audit.timelines(timelines[0].position))
    assert [timeline.number for timeline in rest] == [timeline.number for timeline in timelines[1:]]
    assert stores.audit.exists(CUSTOMER, 1)
    assert not stores.audit.exists(CUSTOMER, 3)


def test_a_repair_adds_and_marks_the_day_once(stores: Stores):
    past = Slot(NOW - timedelta(days=2))
    stores.ledger.commit(CUSTOMER, a_transaction(counts={past: {OPENED: 5}}))
    repair = Repair(past, {OPENED: -2, OF_LINKS: 1}, Stored({OPENED: 5}, SERIAL), SERIAL, SERIAL)

    stores.audit.repair(CUSTOMER, repair)

    slots = stores.statistics.slots(CUSTOMER, past.start.date())
    assert slots == {past.start: {OPENED: 3, OF_LINKS: 1}}
    assert list(stores.statistics.watermark(CUSTOMER).late) == [past.start.date()]
    with pytest.raises(Overtaken):
        stores.audit.repair(CUSTOMER, repair)
    again = replace(repair, seen=Stored({}, SERIAL, SERIAL), run=LATER_SERIAL)
    stores.audit.repair(CUSTOMER, again)
    assert stores.statistics.slots(CUSTOMER, past.start.date())[past.start][OPENED] == 1


def test_each_repair_of_a_run_leaves_a_mark_of_its_own(stores: Stores):
    """Who closes the day between two of them sees that there was another."""
    stores.ledger.commit(CUSTOMER, a_transaction())
    day = DAY - timedelta(days=2)
    marks = []
    for group in (Slot(NOW - timedelta(days=2)), Ranked(NOW - timedelta(days=2), *A_DEVICE)):
        repair = Repair(group, {IN_SLOT: 1}, Stored({}, SERIAL), SERIAL, SERIAL)
        stores.audit.repair(CUSTOMER, repair)
        marks.append(stores.statistics.watermark(CUSTOMER).late[day])

    assert len(set(marks)) == 2


def test_a_ranking_of_today_that_is_mended_makes_what_is_gathered_of_it_late(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction())
    for group in (Slot(NOW), Ranked(NOW, *A_DEVICE)):
        assert dict(stores.statistics.watermark(CUSTOMER).late) == {}
        repair = Repair(group, {IN_SLOT: 1}, Stored({}, SERIAL), SERIAL, SERIAL)
        stores.audit.repair(CUSTOMER, repair)

    assert list(stores.statistics.watermark(CUSTOMER).late) == [DAY]


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
