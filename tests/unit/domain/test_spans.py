"""Which slots of its days a span has a part in."""

from datetime import datetime, timedelta

import pytest

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
