"""Which index answers a list, and between which sort keys.

Resolved order and open faults come from `by_status`, a path from `by_path`, everything else from
`by_time`, month by month, with history behind the oldest month.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from faultbook.domain import hierarchy
from faultbook.domain.fault import Status
from faultbook.domain.identifiers import NUMBER_BITS
from faultbook.domain.listing import FaultFilter, Order, Position
from faultbook.domain.retention import RECENT_MONTHS, RETENTION_MONTHS, months_after
from faultbook.domain.times import microseconds
from faultbook.dynamodb import keys

_LAST_NUMBER = 10**16 - 1
_LAST_DRAWN = (1 << NUMBER_BITS) - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Sort keys, both inclusive."""

    oldest: str = "0"
    newest: str = f"{_LAST_NUMBER}#{_LAST_NUMBER}"

    def within(self, oldest: str | None = None, newest: str | None = None) -> "Bounds":
        return Bounds(max(self.oldest, oldest or ""), min(self.newest, newest or self.newest))

    @property
    def is_empty(self) -> bool:
        return self.oldest > self.newest


@dataclass(frozen=True, slots=True)
class Range:
    """One partition of one index between two sort keys."""

    index: str
    partition_key: str
    partition: str
    sort_key: str
    bounds: Bounds


def ranges(
    customer_id: str,
    fault_filter: FaultFilter,
    after: Position | None,
    now: datetime,
    stripes: range,
    *,
    backwards: bool,
) -> Iterator[list[Range]]:
    """Groups of ranges: those of a group cover the same time, groups follow each other."""
    of = _Of(customer_id, stripes)
    if (
        fault_filter.order is Order.RESOLVED
        or fault_filter.path
        or fault_filter.status is Status.UNRESOLVED
    ):
        groups = iter(
            [_at_once(of, fault_filter, _bounds(fault_filter, after, backwards=backwards))]
        )
    else:
        groups = _by_month_and_history(of, fault_filter, after, now, backwards=backwards)
    for group in groups:
        if not group[0].bounds.is_empty:
            yield group


@dataclass(frozen=True, slots=True)
class _Of:
    customer_id: str
    stripes: range


def _at_once(of: _Of, fault_filter: FaultFilter, bounds: Bounds) -> list[Range]:
    if fault_filter.order is Order.RESOLVED:
        return _by_status(of, Status.RESOLVED, bounds)
    if fault_filter.path is None:
        return _by_status(of, Status.UNRESOLVED, bounds)
    site = hierarchy.site(fault_filter.path)
    statuses = [fault_filter.status] if fault_filter.status else list(Status)
    return [part for status in statuses for part in _by_path(of, site, status, bounds)]


def _by_month_and_history(
    of: _Of, fault_filter: FaultFilter, after: Position | None, now: datetime, *, backwards: bool
) -> Iterator[list[Range]]:
    """A position in history is after all months, or before them when reading backwards."""
    in_history = after is not None and after.is_in_history
    within_months = _bounds(fault_filter, None if in_history else after, backwards=backwards)
    within_history = _bounds(fault_filter, after if in_history else None, backwards=backwards)
    months = _months(within_months, now)
    if backwards:
        if after is None or in_history:
            yield _in_history(of, within_history, now)
        months.reverse()
    if backwards or not in_history:
        for month in months:
            yield _by_time(of, month, within_months)
    if not backwards:
        yield _in_history(of, within_history, now)


def _by_status(of: _Of, status: Status, bounds: Bounds) -> list[Range]:
    partitions = [keys.by_status(of.customer_id, status, stripe) for stripe in of.stripes]
    return [
        Range("by_status", "status_pk", partition, "status_sk", bounds) for partition in partitions
    ]


def _by_path(of: _Of, site: str, status: Status, bounds: Bounds) -> list[Range]:
    partitions = [keys.by_path(of.customer_id, site, status, stripe) for stripe in of.stripes]
    return [Range("by_path", "path_pk", partition, "opened_sk", bounds) for partition in partitions]


def _by_time(of: _Of, month: datetime, bounds: Bounds) -> list[Range]:
    inside = bounds.within(keys.position(month, 0), _end_before(months_after(month, 1)))
    named = keys.month(month)
    partitions = [keys.by_time(of.customer_id, named, stripe) for stripe in of.stripes]
    return [Range("by_time", "time_pk", partition, "opened_sk", inside) for partition in partitions]


def _in_history(of: _Of, bounds: Bounds, now: datetime) -> list[Range]:
    """Bounded to times of history, since the place where reading pauses becomes a cursor."""
    inside = bounds.within(
        keys.position(_EPOCH, 0), keys.position(months_after(now, -RECENT_MONTHS), _LAST_DRAWN)
    )
    partitions = [keys.by_time(of.customer_id, keys.HISTORY, stripe) for stripe in of.stripes]
    return [Range("by_time", "time_pk", partition, "opened_sk", inside) for partition in partitions]


def _bounds(fault_filter: FaultFilter, after: Position | None, *, backwards: bool) -> Bounds:
    """`until` is exclusive, and so is the position."""
    bounds = Bounds().within(
        keys.position(fault_filter.since, 0) if fault_filter.since else None,
        _end_before(fault_filter.until) if fault_filter.until else None,
    )
    if after is None:
        return bounds
    if backwards:
        return bounds.within(oldest=keys.position(after.at, after.number + 1))
    return bounds.within(newest=_just_before(after))


def _end_before(at: datetime) -> str:
    return f"{microseconds(at) - 1:016d}#{_LAST_NUMBER}"


def _just_before(position: Position) -> str:
    if position.number:
        return keys.position(position.at, position.number - 1)
    return _end_before(position.at)


def _months(bounds: Bounds, now: datetime) -> list[datetime]:
    """The first of each month that may hold something within the bounds, newest first."""
    newest = min(keys.position_of(bounds.newest).at, now + timedelta(days=1))
    month = datetime(newest.year, newest.month, 1, tzinfo=UTC)
    first_kept = months_after(now, -RETENTION_MONTHS)
    months = []
    while months_after(month, 1) > first_kept and _end_before(months_after(month, 1)) >= (
        bounds.oldest
    ):
        months.append(month)
        month = months_after(month, -1)
    return months
