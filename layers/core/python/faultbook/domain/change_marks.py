"""Marks of changes that no index shows.

The daily reconcile reads the newest days: faults that are open, and those resolved recently. A
fault that is deleted is in neither list, and one that was resolved, or changed, as of an earlier
time is too far back in them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from faultbook.domain.fault import Fault
from faultbook.domain.retention import RETENTION_MONTHS, expiry, months_after

_OF_LATE = timedelta(days=1)  # a day less than the daily reconcile looks back, at the least
_DAY = timedelta(days=1)
_DEPLOYMENT = timedelta(hours=1)  # until nothing writes without marks any more
_MONTH_ENDS = 4  # days: so far apart are openings that expire on one day, after a short month


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """A fault changed at that time, or was about to."""

    number: int
    at: datetime


class Expiring(NamedTuple):
    """Numbers of faults; `is_listed` when they are all that expire on the day by their age."""

    numbers: Sequence[int]
    is_listed: bool


def stands_at(fault: Fault) -> datetime:
    """The time of its last change that an index shows."""
    return fault.resolved_at or max(fault.last_change.at, fault.opened_at)


def stands_far_back(fault: Fault, now: datetime) -> bool:
    """Whether that time is before what the daily reconcile reads."""
    return stands_at(fault) < now - _OF_LATE


def expires_by_its_age(fault: Fault) -> bool:
    """Whether `openings_that_expire_on` finds it."""
    return fault.expires_at == expiry(fault.opened_at)


def are_marked(since: datetime, marked_since: datetime) -> bool:
    """Whether all changes since `start` have their marks."""
    return since > marked_since + _DEPLOYMENT


def openings_that_expire_on(day: date) -> list[date]:
    """The days on which those faults were opened: up to four after a short month."""
    midnight = datetime.combine(day, datetime.min.time())
    first = months_after(midnight, -RETENTION_MONTHS)
    around = (first + n * _DAY for n in range(-1, _MONTH_ENDS))
    return [at.date() for at in around if months_after(at, RETENTION_MONTHS) == midnight]
