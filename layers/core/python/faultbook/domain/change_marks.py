"""What has to be written down by itself, because no index shows that a fault has changed.

The daily reconcile reads the newest days: faults that are open, and those resolved of late. A fault
that is deleted stands in neither, and one that was resolved long ago, or changed as of long ago,
stands too far back.
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
    """That a fault changed at that time, or was about to."""

    number: int
    at: datetime


class Expiring(NamedTuple):
    """Numbers of faults; `is_listed` when they are all that expire on the day by their age."""

    numbers: Sequence[int]
    is_listed: bool


def stands_at(fault: Fault) -> datetime:
    """When it changed last, as far as an index shows it."""
    return fault.resolved_at or max(fault.last_change.at, fault.opened_at)


def stands_far_back(fault: Fault, now: datetime) -> bool:
    """Whether that is longer ago than anybody looks each day."""
    return stands_at(fault) < now - _OF_LATE


def expires_by_its_age(fault: Fault) -> bool:
    """Whether `openings_that_expire_on` finds it."""
    return fault.expires_at == expiry(fault.opened_at)


def are_marked(since: datetime, marked_since: datetime) -> bool:
    """Whether all changes from then on have their marks."""
    return since > marked_since + _DEPLOYMENT


def openings_that_expire_on(day: date) -> list[date]:
    """The days on which those faults were opened: up to four after a short month."""
    midnight = datetime.combine(day, datetime.min.time())
    first = months_after(midnight, -RETENTION_MONTHS)
    around = (first + n * _DAY for n in range(-1, _MONTH_ENDS))
    return [at.date() for at in around if months_after(at, RETENTION_MONTHS) == midnight]
