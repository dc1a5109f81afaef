"""Durations in buckets of a quarter octave: bounded, mergeable, and good for percentiles.

Bucket n holds what is at least 2^(n/4) seconds and less than 2^((n+1)/4), from one second to more
than four years (2^27 seconds). Its geometric middle is at most 9.1 % away from anything in it;
durations of less than a second count as one, longer ones than the last bucket's as that bucket's.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import timedelta

BUCKETS = 108
RELATIVE_ERROR = 2**0.125 - 1
_MICROSECOND = timedelta(microseconds=1)
# Whole microseconds, so that a duration falls into the same bucket on every machine.
_FLOORS = [round(2 ** (n / 4) * 1_000_000) for n in range(BUCKETS)]


def bucket_of(duration: timedelta) -> int:
    return max(0, bisect_right(_FLOORS, duration // _MICROSECOND) - 1)


def percentile(buckets: Mapping[int, int], share: float) -> float | None:
    """Seconds below which this share of the durations lies; None if there are no durations."""
    total = sum(buckets.values())
    if total <= 0:
        return None
    rank = share * total
    seen = 0
    for number in sorted(buckets):
        seen += buckets[number]
        if seen >= rank:
            return middle(number)
    return middle(max(buckets))


def middle(bucket: int) -> float:
    """Seconds."""
    return float(2 ** ((bucket + 0.5) / 4))
