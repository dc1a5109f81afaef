"""Pages of faults, newest first, from the index that knows most about what is wanted.

A list is a chain of groups, each a span of time older than the one before (the months of
`by_time`); the partitions of one group (statuses, stripes) are merged. Reading stops when the
page is full or the budget is spent; where it stopped is the cursor.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from faultbook.domain import hierarchy
from faultbook.domain.fault import Fault, Status
from faultbook.domain.listing import FaultFilter, Order, Page, Position
from faultbook.domain.retention import RETENTION_MONTHS, months_after
from faultbook.domain.times import microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import STRIPE, fault_of

READ_BUDGET = 1000  # faults that one request may read under a filter that no index serves
_LAST_NUMBER = 10**16 - 1
_NEWEST = f"{_LAST_NUMBER}#{_LAST_NUMBER}"
_OLDEST = "0"


@dataclass(frozen=True, slots=True)
class Partition:
    index: str
    attribute: str
    value: str
    sort: str
    oldest: str
    newest: str


@dataclass(frozen=True, slots=True)
class _Found:
    """`fault` None marks how far a partition was read when the budget ended."""

    sort_key: str
    fault: Fault | None


class Reader:
    def __init__(self, client: Any, table: str, now: datetime) -> None:
        self._client = client
        self._table = table
        self._now = now
        self._budget = READ_BUDGET

    def page(
        self, customer_id: str, wanted: FaultFilter, limit: int, after: Position | None
    ) -> Page:
        found: list[_Found] = []
        for one in self._newest_first(customer_id, wanted, limit, after):
            if one.fault is None:
                return _page(found, one)
            if len(found) == limit:
                return _page(found, found[-1])
            found.append(one)
        return _page(found, None)

    def _newest_first(
        self, customer_id: str, wanted: FaultFilter, limit: int, after: Position | None
    ) -> Iterator[_Found]:
        for group in groups(customer_id, wanted, after, self._now):
            chunk = -(-(limit + 1) // len(group))
            streams = [self._read(partition, wanted, chunk) for partition in group]
            yield from heapq.merge(*streams, key=lambda one: one.sort_key, reverse=True)

    def _read(self, partition: Partition, wanted: FaultFilter, chunk: int) -> Iterator[_Found]:
        """Doubles its chunk on each refill, so a sparse filter does not mean many round trips."""
        start: dict[str, Any] = {}
        while True:
            if self._budget <= 0:
                yield _Found(start.get(partition.sort, {}).get("S", partition.newest), None)
                return
            answer = self._query(partition, wanted, min(chunk, self._budget), start)
            self._budget -= answer["ScannedCount"]
            for item in answer["Items"]:
                fault = fault_of(item)
                if wanted.matches(fault):
                    yield _Found(item[partition.sort]["S"], fault)
            start = answer.get("LastEvaluatedKey", {})
            if not start:
                return
            chunk *= 2

    def _query(
        self, partition: Partition, wanted: FaultFilter, chunk: int, start: dict[str, Any]
    ) -> dict[str, Any]:
        filters = _Filter(wanted, self._now)
        parameters: dict[str, Any] = {"ExclusiveStartKey": start} if start else {}
        return call(
            self._client.query,
            TableName=self._table,
            IndexName=partition.index,
            KeyConditionExpression="#partition = :partition AND #sort BETWEEN :oldest AND :newest",
            FilterExpression=filters.expression,
            ExpressionAttributeNames=filters.names
            | {"#partition": partition.attribute, "#sort": partition.sort},
            ExpressionAttributeValues=filters.values
            | {
                ":partition": {"S": partition.value},
                ":oldest": {"S": partition.oldest},
                ":newest": {"S": partition.newest},
            },
            ScanIndexForward=False,
            Limit=chunk,
            **parameters,
        )


class _Filter:
    """What the store can sort out before it sends; `FaultFilter.matches` has the last word."""

    def __init__(self, wanted: FaultFilter, now: datetime) -> None:
        self.names = {"#ttl": "ttl"}
        self.values: dict[str, Any] = {":now": {"N": str(int(now.timestamp()))}}
        conditions = ["#ttl > :now"]
        for name in ("status", "severity", "type", "resource_id"):
            if (value := getattr(wanted, name)) is not None:
                conditions.append(f"#{name} = :{name}")
                self.names[f"#{name}"] = name
                self.values[f":{name}"] = {"S": str(value)}
        if wanted.path is not None:
            conditions.append("(#path = :path OR begins_with(#path, :below))")
            self.names["#path"] = "path"
            self.values[":path"] = {"S": wanted.path}
            self.values[":below"] = {"S": wanted.path + hierarchy.SEPARATOR}
        self.expression = " AND ".join(conditions)


def groups(
    customer_id: str, wanted: FaultFilter, after: Position | None, now: datetime
) -> Iterator[list[Partition]]:
    """Choose the index: resolved order, then path, then open faults, else the calendar."""
    oldest, newest = _bounds(wanted, after)
    if wanted.order is Order.RESOLVED:
        value = keys.by_status(customer_id, Status.RESOLVED, STRIPE)
        yield [Partition("by_status", "status_pk", value, "status_sk", oldest, newest)]
    elif wanted.path is not None:
        site = hierarchy.site(wanted.path)
        statuses = [wanted.status] if wanted.status else list(Status)
        values = [keys.by_path(customer_id, site, status, STRIPE) for status in statuses]
        yield [
            Partition("by_path", "path_pk", value, "opened_sk", oldest, newest) for value in values
        ]
    elif wanted.status is Status.UNRESOLVED:
        value = keys.by_status(customer_id, Status.UNRESOLVED, STRIPE)
        yield [Partition("by_status", "status_pk", value, "status_sk", oldest, newest)]
    else:
        for month in _months(wanted, after, now):
            value = keys.by_time(customer_id, keys.month(month), STRIPE)
            end = min(newest, _end_before(months_after(month, 1)))
            yield [Partition("by_time", "time_pk", value, "opened_sk", oldest, end)]


def _bounds(wanted: FaultFilter, after: Position | None) -> tuple[str, str]:
    """Both inclusive; `until` is exclusive, and so is the position of a cursor."""
    oldest = keys.position(wanted.since, 0) if wanted.since else _OLDEST
    newest = _NEWEST
    if wanted.until:
        newest = _end_before(wanted.until)
    if after:
        newest = min(newest, _just_before(after))
    return oldest, newest


def _end_before(at: datetime) -> str:
    return f"{microseconds(at) - 1:016d}#{_LAST_NUMBER}"


def _just_before(position: Position) -> str:
    if position.number:
        return keys.position(position.at, position.number - 1)
    return _end_before(position.at)


def _months(wanted: FaultFilter, after: Position | None, now: datetime) -> Iterator[datetime]:
    """The first of each month, from the newest month that may hold something to the oldest."""
    first_kept = months_after(now, -RETENTION_MONTHS)
    newest = min(t for t in (wanted.until, after and after.at, now + timedelta(days=1)) if t)
    oldest = max(t for t in (wanted.since, first_kept) if t)
    year, month = newest.year, newest.month
    while (year, month) >= (oldest.year, oldest.month):
        yield datetime(year, month, 1, tzinfo=UTC)
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)


def _page(found: list[_Found], last: _Found | None) -> Page:
    faults = tuple(one.fault for one in found if one.fault)
    return Page(faults=faults, next=keys.position_of(last.sort_key) if last else None)
