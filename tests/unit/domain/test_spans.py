"""Where a span is cut, and which slots of its days it has a part in."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.spans import Span
from tests.support.builders import NOW

YESTERDAY = NOW - timedelta(days=1)


def clock_times(span: Span, day: datetime) -> tuple[str, str]:
    first, last = span.slots_of(day.date())
    assert first.date() == last.date() == day.date()
    return f"{first:%H:%M}", f"{last:%H:%M}"


def test_a_day_in_the_midst_of_a_span_has_all_of_its_slots():
    span = Span(NOW - timedelta(days=2), NOW)

    assert clock_times(span, YESTERDAY) == ("00:00", "23:55")


def test_the_days_of_the_ends_have_those_between_the_borders():
    span = Span(YESTERDAY, NOW)

    assert clock_times(span, YESTERDAY) == ("12:00", "23:55")
    assert clock_times(span, NOW) == ("00:00", "11:55")


@pytest.mark.parametrize(
    ("since", "until", "slots"),
    [
        ("11:59:59", "12:00:01", ("11:55", "12:00")),
        ("12:00:00", "12:05:00", ("12:00", "12:00")),
        ("12:01:00", "12:02:00", ("12:00", "12:00")),
        ("12:04:59.999999", "12:10:00.000001", ("12:00", "12:10")),
        ("00:00:00", "00:00:00.000001", ("00:00", "00:00")),
        ("23:59:59", "23:59:59.999999", ("23:55", "23:55")),
    ],
)
def test_a_slot_that_a_border_cuts_has_a_part(since: str, until: str, slots: tuple[str, str]):
    def at(clock: str) -> datetime:
        return datetime.fromisoformat(f"{NOW:%Y-%m-%d}T{clock}+00:00")

    assert clock_times(Span(at(since), at(until)), NOW) == slots


@given(
    shift=st.integers(min_value=0, max_value=999_999),
    length=st.integers(min_value=1, max_value=10**13),
    buckets=st.integers(min_value=1, max_value=1000),
)
def test_borders_between_buckets_are_whole_seconds(shift: int, length: int, buckets: int):
    since = NOW + timedelta(microseconds=shift)
    span = Span(since, since + timedelta(microseconds=length), buckets)

    borders = span.borders()

    assert (len(borders), borders[0], borders[-1]) == (buckets + 1, span.since, span.until)
    assert all(start <= end for start, end in pairwise(borders))
    for place, border in enumerate(borders[1:-1], start=1):
        exact = span.since + timedelta(microseconds=length * place / buckets)
        assert border == span.since or border.microsecond == 0
        assert abs(border - exact) <= timedelta(seconds=1)


def test_ten_seconds_in_three_buckets_are_three_three_and_four():
    borders = Span(NOW, NOW + timedelta(seconds=10), 3).borders()

    assert [(border - NOW).seconds for border in borders] == [0, 3, 6, 10]
