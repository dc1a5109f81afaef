"""The faults that every system of the comparison holds."""

from itertools import islice

import pytest

from faultbook.domain.fault import Status
from tests.benchmarks.peers import alerta, alertmanager, faultbook, life, operations, stored
from tests.benchmarks.peers.__main__ import main
from tests.support.builders import NOW

SIZES = (1_000, 3_000, 20_000)


def test_the_newest_day_is_the_same_in_every_size():
    first = [list(islice(life.occurrences(size), life.NEWEST)) for size in SIZES]

    assert first[0] == first[1] == first[2]
    assert NOW - life.DAY <= first[0][-1].at < first[0][0].at < NOW


@pytest.mark.parametrize("size", SIZES)
def test_faults_come_newest_first_and_no_two_at_one_time(size: int):
    times = [occurrence.at for occurrence in life.occurrences(size)]

    assert len(times) == size
    assert times == sorted(set(times), reverse=True)


def test_nothing_of_the_history_is_in_a_calendar_day_that_the_newest_faults_touch():
    newest = islice(life.occurrences(SIZES[1]), life.NEWEST)
    history = islice(life.occurrences(SIZES[1]), life.NEWEST, None)

    assert max(one.resolved_at.date() for one in history) < min(one.at.date() for one in newest)


def test_every_page_that_is_asked_for_is_full_in_the_smallest_store():
    faults = list(life.occurrences(SIZES[0]))
    since, until = life.SPAN

    assert sum(fault.is_open for fault in faults) > life.PAGE
    assert sum(fault.site == life.SITE for fault in faults) > life.PAGE
    assert sum(since <= fault.at < until for fault in faults) > life.PAGE


def test_known_places_lie_within_the_store_and_reach_into_its_history():
    places = life.known_places(SIZES[2], 100)

    assert len(set(places)) == 100
    assert min(places) >= 0
    assert SIZES[2] * 0.98 < max(places) < SIZES[2]


def test_a_stored_fault_says_what_its_occurrence_says():
    for one in islice(life.occurrences(SIZES[0]), 100):
        fault = stored.fault_of(one)

        assert (fault.status is Status.UNRESOLVED) is one.is_open
        assert fault.resolved_at == (None if one.is_open else one.resolved_at)
        assert (fault.opened_at, fault.resource_id) == (one.at, one.name)


def test_the_layout_is_the_same_as_long_as_the_code_is():
    assert stored.layout() == stored.layout()


def test_identifiers_of_alerts_are_all_different():
    assert len({alerta.id_of(place) for place in range(100_000)}) == 100_000


def test_sizes_below_the_newest_day_are_refused(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["--sizes", "10"])

    assert "1000 is the least" in capsys.readouterr().err


def test_each_operation_has_a_name_of_its_own():
    assert len(set(operations.ALL)) == len(operations.ALL)
    assert len({faultbook.HTTP, faultbook.STORE, alerta.SYSTEM, alertmanager.SYSTEM}) == 4
