"""The faults that every system holds, and the questions that are asked about them.

A store of any size holds the same newest 24 hours of 1,000 faults; the others lie evenly over the
330 days before the first calendar day that those touch. So an answer about the newest is the same
in every size, and so are the calendar days that it is read from: what differs is only how much
else is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tests.support.builders import NOW

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NEWEST = 1_000  # faults of the newest 24 hours, in a store of any size
HISTORY = timedelta(days=330)
PAGE = 50
BUCKETS = 24
TOP = 10

_SITES = 10
_DEVICES = 1_000
_HOT = 10  # devices that have every tenth fault between them
_TO_RESOLVE = timedelta(minutes=20)
_SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "WARNING", "LOW")
_TYPES = ("wan-degradation", "link-down", "disk-full", "high-latency")

MESSAGE = "WAN link latency high: Primary link (WAN1) latency is elevated"
CAUSE = "Latency probe exceeded 250ms for 5 consecutive checks."
REPORTER = "wantunnel-monitor"

SITE = "site_3"  # a tenth of all faults
SPAN = (NOW - 12 * HOUR, NOW - 10 * HOUR)  # 83 faults
LAST_DAY = (NOW - DAY, NOW)
# What is resolved of the history was resolved before the first calendar day of LAST_DAY.
_END_OF_HISTORY = (NOW - DAY).replace(hour=0, minute=0, second=0, microsecond=0) - HOUR
# Borders that are on no slot of five minutes: each one has to be looked up.
UNEVEN_DAY = tuple(border - timedelta(seconds=13) for border in LAST_DAY)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One fault; `place` 0 is the newest."""

    place: int
    at: datetime
    device: int
    is_open: bool

    @property
    def name(self) -> str:
        return f"dev_{self.device:03}"

    @property
    def site(self) -> str:
        return f"site_{self.device % _SITES}"

    @property
    def type(self) -> str:
        return _TYPES[self.place % len(_TYPES)]

    @property
    def severity(self) -> str:
        return _SEVERITIES[self.place % len(_SEVERITIES)]

    @property
    def resolved_at(self) -> datetime:
        return min(self.at + _TO_RESOLVE, NOW)


def occurrences(size: int) -> Iterator[Occurrence]:
    """Newest first; the first NEWEST are the same whatever the size."""
    return (occurrence(place, size) for place in range(size))


def occurrence(place: int, size: int) -> Occurrence:
    return Occurrence(
        place=place,
        at=_time_of(place, size),
        device=_device_of(place),
        is_open=place // 10 % 5 < 3,
    )


def known_places(size: int, number: int) -> list[int]:
    """Places that a store of this size holds, spread over all of its history."""
    return [place * size // number for place in range(number)]


def _time_of(place: int, size: int) -> datetime:
    if place < NEWEST:
        return NOW - DAY * (place + 0.5) / NEWEST
    return _END_OF_HISTORY - HISTORY * (place - NEWEST) / (size - NEWEST)


def _device_of(place: int) -> int:
    if place % 10 == 0:
        return place // 10 % _HOT
    return _HOT + place * 7919 % (_DEVICES - _HOT)
