"""Counts of stripes over time: nothing is written before every reader knows of it."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.stripes import LEAD, MAX_STRIPES, Stripes
from faultbook.dynamodb import keys
from faultbook.dynamodb.striping import MEMORY
from tests.support.builders import NOW

_CHOICES = st.lists(
    st.tuples(st.integers(0, 600), st.integers(1, MAX_STRIPES)), min_size=1, max_size=12
)
API_TIMEOUT = timedelta(seconds=30)  # of API Gateway; a request reads the count once


def test_everybody_begins_with_one_stripe():
    assert Stripes().written_at(NOW) == Stripes().most == 1


def test_a_new_count_is_read_at_once_and_written_under_when_every_reader_knows_it():
    raised = Stripes().changed(8, NOW)

    assert raised.most == 8
    assert raised.written_at(NOW + LEAD - timedelta(microseconds=1)) == 1
    assert raised.written_at(NOW + LEAD) == 8
    assert timedelta(seconds=MEMORY) + API_TIMEOUT < LEAD


def test_a_lowered_count_is_still_read_to_its_largest():
    raised = Stripes().changed(8, NOW)
    lowered = raised.changed(2, NOW + LEAD)

    assert (lowered.most, lowered.written_at(NOW + 2 * LEAD)) == (8, 2)


def test_choosing_what_is_chosen_changes_nothing():
    raised = Stripes().changed(8, NOW)

    assert raised.changed(8, NOW + timedelta(seconds=30)) is raised


def test_a_choice_that_was_replaced_before_its_time_still_has_it():
    hasty = Stripes().changed(8, NOW).changed(4, NOW + timedelta(seconds=1))

    assert hasty.most == 8
    assert hasty.written_at(NOW + LEAD) == 8
    assert hasty.written_at(NOW + LEAD + timedelta(seconds=1)) == 4


@given(_CHOICES, st.integers(0, 20_000))
def test_whatever_was_known_a_lead_ago_reads_all_that_is_written_now(
    choices: list[tuple[int, int]], later: int
):
    """One process may have been told a moment ago, and another not for as long as LEAD."""
    at = NOW
    history: list[tuple[datetime, Stripes]] = [(NOW - timedelta(days=1), Stripes())]
    for pause, count in choices:
        at += timedelta(seconds=pause)
        history.append((at, history[-1][1].changed(count, at)))
    now = NOW + timedelta(seconds=later)

    known = [stripes for since, stripes in history if since <= now]
    oldest = next(stripes for since, stripes in reversed(history) if since <= now - LEAD)

    assert all(stripes.written_at(now) <= oldest.most for stripes in known)
    assert len(known[-1].turns) <= len(choices) + 1


@given(st.integers(0, 2**53 - 1), st.integers(1, MAX_STRIPES))
def test_every_fault_has_a_stripe_of_any_count(number: int, count: int):
    assert 0 <= keys.stripe(number, count) < count


def test_neighbouring_numbers_fill_all_stripes_evenly():
    for count in (2, 3, 8, MAX_STRIPES):
        filled = [0] * count
        for number in range(1000 * count):
            filled[keys.stripe(number, count)] += 1
        assert max(filled) < 1.25 * min(filled)
