"""A closed day remembers the heaviest names, as many as it has room for."""

from datetime import UTC, date, datetime, timedelta

import pytest

from faultbook.domain.rollup import LARGEST_LIST, LONGEST_LIST, DayTotals, TopList, roll_up
from faultbook.domain.statistics import (
    SLOT,
    Dimension,
    Measure,
    Ranked,
    Ranking,
    Subject,
    Tally,
)
from faultbook.dynamodb.statistics_item import day_item, totals_of

DAY = date(2026, 1, 15)
MIDNIGHT = datetime(2026, 1, 15, tzinfo=UTC)
MIDNIGHT = datetime(2026, 1, 15, tzinfo=UTC)
MOST_OF_AN_ITEM = 400 * 1024


def rankings(names: list[str], ranking: Ranking = Ranking.RESOURCE) -> dict[Ranked, dict[int, int]]:
    """The first is the heaviest."""
    return {
        Ranked(MIDNIGHT, ranking, name): {7: len(names) - place} for place, name in enumerate(names)
    }


def test_a_short_list_is_whole():
    totals = roll_up({}, rankings(["a", "b"]))

    assert totals.tops[Ranking.RESOURCE] == TopList((("a", 2), ("b", 1)), is_cut=False)


def test_a_list_of_many_names_is_cut():
    top = roll_up({}, rankings([f"dev_{n}" for n in range(LONGEST_LIST + 1)])).tops[
        Ranking.RESOURCE
    ]

    assert (len(top.names), top.is_cut) == (LONGEST_LIST, True)
    assert top.names[0][0] == "dev_0"


@pytest.mark.parametrize("character", ["a", "é", "名", "🔥", '"', "\\"])
def test_a_list_of_long_names_is_cut_by_its_bytes(character: str):
    names = [character * 500 + str(n) for n in range(LONGEST_LIST)]

    top = roll_up({}, rankings(names)).tops[Ranking.RESOURCE]

    assert top.is_cut
    assert 0 < sum(len(name.encode()) for name, _ in top.names) <= LARGEST_LIST
    assert [name for name, _ in top.names] == names[: len(top.names)]


def the_largest_slot(hour: int, character: str) -> Tally:
    """With every label that a customer may bring up, each as long as it may be."""
    types = [f"{n:02d}{character}".ljust(100, character)[:100] for n in range(50)]
    tally: Tally = {}
    for subject in (
        Subject.OPENED,
        Subject.RESOLVED,
        Subject.REOPENED,
        Subject.ACKNOWLEDGED,
        Subject.EXPIRED,
    ):
        for n, label in enumerate(types):
            tally[Measure(subject, Dimension.TYPE, label)] = 10**9 + hour * 60 + n
            tally[Measure(subject, Dimension.PRIORITY, label[:10])] = 10**9 + n
    for subject in (Subject.TIME_TO_ACKNOWLEDGE, Subject.TIME_TO_RESOLVE):
        for bucket in range(108):
            tally[Measure(subject, Dimension.BUCKET, str(bucket))] = 10**9 + bucket * hour
    return tally


@pytest.mark.parametrize("character", ["a", '"'])
def test_the_largest_day_stays_far_below_what_an_item_holds_and_is_read_back(character: str):
    slots = {MIDNIGHT + n * SLOT: the_largest_slot(n // 12, character) for n in range(0, 288, 12)}
    names = [character * 500 + str(n) for n in range(LONGEST_LIST)]
    tops = {
        ranked: counts for ranking in Ranking for ranked, counts in rankings(names, ranking).items()
    }
    totals = roll_up(slots, tops)

    item = day_item("cus_A", DAY, totals)

    assert sum(len(value["S"].encode()) for value in item.values() if "S" in value) < (
        MOST_OF_AN_ITEM * 7 // 8
    )
    assert totals_of(item) == totals


def test_an_ordinary_day_is_stored_as_plain_json():
    totals = roll_up({MIDNIGHT + timedelta(hours=3): {Measure(Subject.OPENED): 2}}, {})

    item = day_item("cus_A", DAY, totals)

    assert item["hours"] == {"S": '{"3":{"o":2}}'}
    assert totals_of(item) == totals
    assert totals_of(item) != DayTotals()
