from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.retention import expiry, is_history, months_after


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("opened", "expires"),
    [
        ("2026-01-15T12:00:00", "2027-03-15T12:00:00"),
        ("2025-10-31T23:59:59", "2026-12-31T23:59:59"),
        ("2025-12-31T00:00:00", "2027-02-28T00:00:00"),
        ("2026-12-31T08:30:00", "2028-02-29T08:30:00"),
        ("2024-02-29T12:00:00", "2025-04-29T12:00:00"),
        ("2026-08-31T12:00:00", "2027-10-31T12:00:00"),
        ("2025-11-30T12:00:00", "2027-01-30T12:00:00"),
        ("2026-04-30T12:00:00", "2027-06-30T12:00:00"),
    ],
)
def test_a_fault_is_kept_for_14_calendar_months(opened: str, expires: str):
    assert expiry(day(opened)) == int(day(expires).timestamp())


def test_the_founding_documents_example_has_the_same_distance():
    # Opened 2025-10-21, ttl 1797825595: 2026-12-21 by the vendor's own clock.
    assert day("2026-12-21T03:59:55").timestamp() == 1797825595
    assert datetime.fromtimestamp(expiry(day("2025-10-21T12:00:00")), UTC).date() == (
        day("2026-12-21").date()
    )


def test_expiry_is_in_whole_seconds():
    assert expiry(day("2026-01-15T12:00:00.999999")) == int(day("2027-03-15T12:00:00").timestamp())


@given(st.integers(1_704_067_200, 3_786_912_000), st.integers(-30, 30))
def test_months_after_is_always_in_the_month_meant(seconds: int, months: int):
    at = datetime.fromtimestamp(seconds, UTC)

    after = months_after(at, months)

    assert after.year * 12 + after.month == at.year * 12 + at.month + months
    assert after.timetz() == at.timetz()
    assert after.day <= at.day
    # Only the end of a shorter month moves the day.
    assert after.day == at.day or months_after(at.replace(day=1), months + 1).day == 1


@pytest.mark.parametrize(
    ("reported", "begun", "old"),
    [
        ("2028-02-29T00:00:00", "2027-02-28T00:00:00", False),
        ("2028-02-29T00:00:00", "2027-02-27T23:59:59", True),
        ("2028-03-01T00:00:00", "2027-03-01T00:00:00", False),
        ("2027-03-01T00:00:00", "2026-03-01T00:00:00", False),
    ],
)
def test_a_year_ago_is_the_same_day_of_the_year_before(reported: str, begun: str, *, old: bool):
    assert is_history(day(begun), day(reported)) is old
