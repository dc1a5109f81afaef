from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.times import from_microseconds, microseconds

FIRST, LAST = datetime(1971, 1, 1, tzinfo=UTC), datetime(9997, 12, 31, tzinfo=UTC)
MOMENTS = st.timedeltas(min_value=FIRST - FIRST, max_value=LAST - FIRST).map(FIRST.__add__)


@given(MOMENTS)
def test_a_time_comes_back_to_the_microsecond(at: datetime):
    assert from_microseconds(microseconds(at)) == at


@given(MOMENTS, MOMENTS)
def test_microseconds_sort_as_times_do(one: datetime, other: datetime):
    assert (microseconds(one) < microseconds(other)) == (one < other)


def test_microseconds_count_from_1970():
    assert microseconds(datetime(1970, 1, 2, 0, 0, 1, 5, tzinfo=UTC)) == 86_401_000_005
