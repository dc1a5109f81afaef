from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.histogram import (
    BUCKETS,
    RELATIVE_ERROR,
    bucket_of,
    middle,
    percentile,
)


@given(st.integers(1_000_000, 2**27 * 1_000_000))
def test_the_middle_of_a_bucket_is_near_everything_in_it(microseconds: int):
    duration = timedelta(microseconds=microseconds)

    assert middle(bucket_of(duration)) == pytest.approx(
        duration.total_seconds(), rel=RELATIVE_ERROR + 1e-6
    )


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [(0, 0), (0.5, 0), (1, 0), (1.1892, 0), (1.19, 1), (2, 4), (60, 23), (2**26.99, 107)],
)
def test_buckets_are_quarter_octaves_from_a_second_on(seconds: float, bucket: int):
    assert bucket_of(timedelta(seconds=seconds)) == bucket


def test_what_is_longer_than_the_last_bucket_is_in_it():
    assert bucket_of(timedelta(days=4000)) == BUCKETS - 1


@given(st.lists(st.integers(1, 2**26), min_size=1, max_size=40))
def test_percentiles_are_within_the_stated_error(seconds: list[int]):
    buckets: dict[int, int] = {}
    for second in seconds:
        number = bucket_of(timedelta(seconds=second))
        buckets[number] = buckets.get(number, 0) + 1

    for share in (0.5, 0.9):
        rank = -(-int(share * 10) * len(seconds) // 10)
        exact = sorted(seconds)[rank - 1]
        assert percentile(buckets, share) == pytest.approx(exact, rel=RELATIVE_ERROR + 1e-6)


def test_nothing_has_no_percentile():
    assert percentile({}, 0.5) is None
