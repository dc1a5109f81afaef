"""One suite for the ledger, the counters and their audit: in memory, on moto and on Dynoxide."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from faultbook.domain.ranked_hours import HOURS, RankedHours
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
from faultbook.domain.timeline import LAST_VERSION, deletion_of, observation_of
from faultbook.usecases.statistics_ports import (
    Overtaken,
    Watermark,
)
from tests.support.builders import CUSTOMER, NOW, a_fault
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
        Ranked(NOW, Ranking.RESOURCE, "dev#1"): {144: 1}
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
    slots = {NOW + timedelta(minutes=minute): {OPENED: 1} for minute in minutes}
    counts: Counts = {Slot(start): tally for start, tally in slots.items()}
    stores.ledger.commit(CUSTOMER, a_transaction(counts=counts))
    span = Span(NOW - timedelta(seconds=13), NOW + timedelta(minutes=10))

    within = stores.statistics.slots(CUSTOMER, DAY, within=span)

    assert within == {start: slots[start] for start in sorted(slots)[1:4]}
    assert stores.statistics.slots(CUSTOMER, DAY) == slots


def test_one_ranking_of_a_day_can_be_had_alone(stores: Stores):
    names = ("dev_1", "dev#1", "#", "$", "\U0010ffff")
    ranked = [Ranked(NOW, ranking, name) for ranking in Ranking for name in names]
    counts: Counts = {
        one: {Measure(Subject.OPENED, Dimension.SLOT, "144"): number}
        for number, one in enumerate(ranked, 1)
    }
    stores.ledger.commit(CUSTOMER, a_transaction(counts=counts))

    for ranking in Ranking:
        assert stores.statistics.rankings(CUSTOMER, DAY, only=ranking) == {
            one: {144: number} for number, one in enumerate(ranked, 1) if one.ranking is ranking
        }


def test_of_one_ranking_the_hours_from_one_on_can_be_had_alone(stores: Stores):
    hours = [NOW + timedelta(hours=n) for n in (-9, -1, 0, 1)]
    ranked = [Ranked(hour, Ranking.RESOURCE, "dev_1") for hour in hours]
    counts: Counts = {one: {Measure(Subject.OPENED, Dimension.SLOT, "1"): 1} for one in ranked}
    stores.ledger.commit(CUSTOMER, a_transaction(counts=counts))

    found = stores.statistics.rankings(CUSTOMER, DAY, Ranking.RESOURCE, NOW.hour)

    assert list(found) == ranked[2:]


RANKED = RankedHours(
    11,
    {
        Ranking.RESOURCE: {"dev#1": {0: 1, 131: 20}, "dev_ß": {7: 2}},
        Ranking.ALERT_SERVICE: {"shop\x1fcheckout": {130: 1}},
    },
)


def test_rankings_that_are_gathered_are_read_as_they_were_put(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction())
    assert stores.statistics.ranked_hours(CUSTOMER, DAY) is None

    seen = stores.statistics.watermark(CUSTOMER)
    stores.statistics.put_ranked_hours(CUSTOMER, DAY, RANKED, seen)

    assert stores.statistics.ranked_hours(CUSTOMER, DAY) == RANKED
    assert stores.statistics.watermark(CUSTOMER) == seen


def test_gathering_takes_the_late_mark_of_its_day_away_and_does_not_close_it(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction(late_days=[DAY]))
    seen = stores.statistics.watermark(CUSTOMER)

    stores.statistics.put_ranked_hours(CUSTOMER, DAY, RANKED, seen)

    assert stores.statistics.watermark(CUSTOMER) == replace(seen, late={})


@pytest.mark.parametrize("late_before", [(), (DAY,)])
def test_rankings_of_hours_that_were_written_to_meanwhile_are_not_put(
    stores: Stores, late_before: tuple[date, ...]
):
    stores.ledger.commit(CUSTOMER, a_transaction(late_days=late_before))
    seen = stores.statistics.watermark(CUSTOMER)
    entries = [(1, an_entry(2))]
    written = a_transaction(seen=SERIAL, serial=LATER_SERIAL, entries=entries, late_days=[DAY])
    stores.ledger.commit(CUSTOMER, written)

    with pytest.raises(Overtaken):
        stores.statistics.put_ranked_hours(CUSTOMER, DAY, RANKED, seen)

    assert stores.statistics.ranked_hours(CUSTOMER, DAY) is None
    assert stores.statistics.watermark(CUSTOMER).late == {DAY: LATER_SERIAL}


def test_closing_a_day_puts_its_rankings_or_takes_them_away(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction(closed=DAY - timedelta(days=2)))
    day, totals = DAY - timedelta(days=1), DayTotals({7: {OPENED: 3}}, {})
    whole = replace(RANKED, until=HOURS)

    def close(ranked: RankedHours) -> RankedHours | None:
        seen = stores.statistics.watermark(CUSTOMER)
        stores.statistics.close(CUSTOMER, day, totals, ranked, seen)
        found: RankedHours | None = stores.statistics.ranked_hours(CUSTOMER, day)
        return found

    assert close(whole) == whole
    assert close(RankedHours(HOURS)) is None


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
        stores.statistics.close(CUSTOMER, day, totals, RankedHours(HOURS), seen)

    assert stores.statistics.watermark(CUSTOMER).closed == days[-1]
    assert stores.statistics.days(CUSTOMER, days[0], days[2]) == dict.fromkeys(days, totals)
    assert list(stores.statistics.days(CUSTOMER, days[1], days[1])) == [days[1]]


def test_an_empty_day_leaves_nothing_behind(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction(late_days=[DAY - timedelta(days=3)]))
    day = DAY - timedelta(days=3)
    full = DayTotals({7: {OPENED: 3}}, {})
    stores.statistics.close(
        CUSTOMER, day, full, RankedHours(HOURS), stores.statistics.watermark(CUSTOMER)
    )
    stores.statistics.close(
        CUSTOMER, day, DayTotals(), RankedHours(HOURS), stores.statistics.watermark(CUSTOMER)
    )

    assert stores.statistics.days(CUSTOMER, day, day) == {}


def test_closing_a_late_day_takes_its_mark_and_leaves_the_others(stores: Stores):
    late = [DAY - timedelta(days=3), DAY - timedelta(days=2)]
    stores.ledger.commit(CUSTOMER, a_transaction(late_days=late))
    seen = stores.statistics.watermark(CUSTOMER)

    stores.statistics.close(CUSTOMER, late[0], DayTotals(), RankedHours(HOURS), seen)

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
        stores.statistics.close(CUSTOMER, day, DayTotals(), RankedHours(HOURS), seen)

    assert stores.statistics.watermark(CUSTOMER).late == {day: LATER_SERIAL}


def test_two_that_close_the_same_day_do_it_once(stores: Stores):
    stores.ledger.commit(CUSTOMER, a_transaction(closed=DAY - timedelta(days=2)))
    seen = stores.statistics.watermark(CUSTOMER)
    stores.statistics.close(
        CUSTOMER, DAY - timedelta(days=1), DayTotals(), RankedHours(HOURS), seen
    )

    with pytest.raises(Overtaken):
        stores.statistics.close(
            CUSTOMER, DAY - timedelta(days=1), DayTotals(), RankedHours(HOURS), seen
        )


def test_a_day_that_is_put_off_is_closed_and_late(stores: Stores):
    day = DAY - timedelta(days=1)
    stores.ledger.commit(CUSTOMER, a_transaction(closed=DAY - timedelta(days=2)))
    seen = stores.statistics.watermark(CUSTOMER)

    stores.statistics.put_off(CUSTOMER, day, seen)

    watermark = stores.statistics.watermark(CUSTOMER)
    assert (watermark.closed, dict(watermark.late)) == (day, {day: SERIAL})
    with pytest.raises(Overtaken):
        stores.statistics.put_off(CUSTOMER, day, seen)
