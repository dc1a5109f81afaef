from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.gateway.time_formats import instant_of, instant_of_epoch

NOON = datetime(2026, 1, 15, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-01-15T12:00:00Z", NOON),
        ("2026-01-15t12:00:00z", NOON),
        ("2026-01-15T12:00:00.123456789Z", NOON.replace(microsecond=123456)),
        ("2026-01-15T12:00:00.1234567Z", NOON.replace(microsecond=123456)),
        ("2026-01-15T12:00:00,5Z", NOON.replace(microsecond=500000)),
        ("2026-01-15T12:00Z", NOON),
        ("2026-01-15T12:00:00+00:00", NOON),
        ("2026-01-15T12:00:00+0000", NOON),
        ("2026-01-15T12:00:00-00:00", NOON),
        ("2026-01-15T13:00:00+01", NOON),
        ("2026-01-15T17:30:00+0530", NOON),
        ("2026-01-15 12:00:00Z", NOON),
        ("2026-01-15 12:00:00 +0000", NOON),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_time_with_a_zone_is_read_however_it_is_written(written: str, at: datetime):
    assert instant_of(written, zoneless_is_utc=False) == at


@pytest.mark.parametrize("written", ["2026-01-15 12:00:00", "2026-01-15T12:00", "2026-01-15 12:00"])
def test_a_time_without_a_zone_is_utc_where_an_api_says_so_and_refused_where_not(written: str):
    assert instant_of(written, zoneless_is_utc=True) == NOON
    with pytest.raises(ValueError, match="with its zone"):
        instant_of(written, zoneless_is_utc=False)


def test_a_day_alone_is_its_midnight():
    assert instant_of("2026-01-15", zoneless_is_utc=True) == NOON.replace(hour=0)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "now",
        "2026-13-15T12:00:00Z",
        "2026-02-30T12:00:00Z",
        "2026-01-15T25:00:00Z",
        "2026-01-15T12:00:00+25:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:00",
        "٢٠٢٦-01-15T12:00:00Z",
        "2026-01-15T12:00:00." + "1" * 100 + "Z",
    ],
)
def test_what_is_no_time_is_refused_in_words(written: str):
    with pytest.raises(ValueError, match=r"^(an ISO 8601 time|a time )"):
        instant_of(written, zoneless_is_utc=True)


@given(
    st.datetimes(datetime(1972, 1, 1), datetime(9990, 1, 1)),  # noqa: DTZ001 - a zone is drawn too
    st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_what_python_writes_is_read_back(naive: datetime, offset: int):
    at = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))

    assert instant_of(at.isoformat(), zoneless_is_utc=False) == at


@pytest.mark.parametrize(
    ("epoch", "at"),
    [
        (1768478400, NOON),
        ("1768478400", NOON),
        (1768478400.25, NOON.replace(microsecond=250000)),
        (1768478400123, NOON.replace(microsecond=123000)),
        ("1768478400123.5", NOON.replace(microsecond=123500)),
        (0, datetime(1970, 1, 1, tzinfo=UTC)),
    ],
)
def test_an_epoch_is_in_seconds_or_milliseconds(epoch: float | str, at: datetime):
    assert instant_of_epoch(epoch) == at


@pytest.mark.parametrize("epoch", [-1, "", "x", float("nan"), float("inf"), "1e400", 10**18])
def test_what_is_no_epoch_is_refused_in_words(epoch: float | str):
    with pytest.raises(ValueError, match="seconds or milliseconds since 1970"):
        instant_of_epoch(epoch)


def test_the_last_seconds_that_there_are_stand_for_the_end_of_time():
    assert instant_of_epoch(253_402_300_799).year == 9997
    assert instant_of_epoch(253_402_300_800) == datetime(
        1978, 1, 11, 21, 31, 40, 800_000, tzinfo=UTC
    )
