"""Pages of faults, newest first, or backwards from a position.

The ranges of one group (statuses, stripes) are merged by sort key; groups (months) follow each
other. Reading stops when the page is full or the budget is spent; where it stopped is the cursor.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from faultbook.domain.fault import Fault
from faultbook.domain.listing import FaultFilter, Page, Position
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import fault_of
from faultbook.dynamodb.index_ranges import Range, ranges
from faultbook.dynamodb.side_by_side import side_by_side
from faultbook.dynamodb.store_filter import StoreFilter, query_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

READ_BUDGET = 1000  # faults that one request may read under a filter that no index serves
_MEGABYTE = 125  # faults that an answer costs that was full before its limit
_PROBE = 12  # faults, about 8 KB, one read unit: the first read of each merged range
_LEAST = 5  # faults, about 4 KB, half a read unit: the smallest read of a stripe


@dataclass(frozen=True, slots=True)
class _Found:
    """`fault` None marks how far a range was read when the budget ran out."""

    sort_key: str
    fault: Fault | None


class Reader:
    def __init__(
        self,
        client: "DynamoDBClient",
        table: str,
        now: datetime,
        stripes: range,
        *,
        backwards: bool = False,
    ) -> None:
        self._client = client
        self._table = table
        self._now = now
        self._stripes = stripes
        self._backwards = backwards
        self._budget = READ_BUDGET
        self._found = 0  # faults of the page so far
        self._missing = 0  # faults that it still needs, and one that shows whether more follow

    def page(
        self, customer_id: str, fault_filter: FaultFilter, limit: int, after: Position | None
    ) -> Page:
        found: list[_Found] = []
        self._found, self._missing = 0, limit + 1
        for entry in self._in_order(customer_id, fault_filter, after):
            if entry.fault is None:
                return self._page(found, entry)
            if len(found) == limit:
                return self._page(found, found[-1])
            found.append(entry)
            self._found += 1
            self._missing -= 1
        return self._page(found, None)

    def _page(self, found: list[_Found], last: _Found | None) -> Page:
        faults = tuple(entry.fault for entry in found if entry.fault)
        return Page(
            faults=faults[::-1] if self._backwards else faults,
            next=keys.position_of(last.sort_key) if last else None,
        )

    def _in_order(
        self, customer_id: str, fault_filter: FaultFilter, after: Position | None
    ) -> Iterator[_Found]:
        groups = ranges(
            customer_id, fault_filter, after, self._now, self._stripes, backwards=self._backwards
        )
        for group in groups:
            chunk = self._first_chunk(len(group))
            budget = self._budget // len(group)
            firsts = self._first_answers(group, fault_filter, min(chunk, budget))
            streams = [
                self._read(part, fault_filter, chunk, budget, first)
                for part, first in zip(group, firsts, strict=True)
            ]
            yield from heapq.merge(
                *streams, key=lambda entry: entry.sort_key, reverse=not self._backwards
            )

    def _first_answers(
        self, group: Sequence[Range], fault_filter: FaultFilter, chunk: int
    ) -> Sequence[dict[str, Any] | None]:
        """Stripes are read concurrently. None where the budget is spent."""
        if chunk <= 0:
            return [None] * len(group)
        calls = [partial(self._query, part, fault_filter, chunk, {}) for part in group]
        return [call() for call in calls] if len(self._stripes) == 1 else side_by_side(calls)

    def _read(
        self,
        part: Range,
        fault_filter: FaultFilter,
        chunk: int,
        budget: int,
        answer: dict[str, Any] | None,
    ) -> Iterator[_Found]:
        """Each range has its own budget: a list continues from where the first of them ended."""
        given = 0
        reached = part.bounds.oldest if self._backwards else part.bounds.newest
        while True:
            if answer is None:
                yield _Found(reached, None)
                return
            spent = _spent(answer, min(chunk, budget))
            budget -= spent
            self._budget -= spent
            before = given
            for item in answer["Items"]:
                fault = fault_of(item)
                if fault_filter.matches(fault):
                    given += 1
                    yield _Found(item[part.sort_key]["S"], fault)
            start = answer.get("LastEvaluatedKey", {})
            if not start:
                return
            reached = start[part.sort_key]["S"]
            is_sparse = given - before < answer["ScannedCount"] / 2
            chunk = min(budget, chunk * 2 if is_sparse else self._refill(given))
            answer = self._query(part, fault_filter, chunk, start) if chunk > 0 else None

    def _first_chunk(self, ranges_beside: int) -> int:
        """Stripes hold about equal parts of a page; statuses can hold any part."""
        stripes = len(self._stripes)
        if ranges_beside == 1:
            return self._missing
        share = self._missing / ranges_beside
        likely = self._missing if stripes == 1 else math.ceil(share + math.sqrt(share))
        return likely if ranges_beside == stripes else min(likely, _PROBE)

    def _refill(self, given: int) -> int:
        """A range's share of the missing faults, estimated by its share of the page so far."""
        share = min(1.0, given / max(1, self._found))
        least = _PROBE if len(self._stripes) == 1 else _LEAST
        return max(least, math.ceil(self._missing * share))

    def _query(
        self, part: Range, fault_filter: FaultFilter, chunk: int, start: dict[str, Any]
    ) -> dict[str, Any]:
        parameters: dict[str, Any] = {"ExclusiveStartKey": start} if start else {}
        return call(
            self._client.query,
            TableName=self._table,
            **query_of(part, StoreFilter(fault_filter, self._now)),
            ScanIndexForward=self._backwards,
            Limit=chunk,
            **parameters,
        )


def _spent(answer: dict[str, Any], limit: int) -> int:
    """What a read costs of the budget; large faults fill DynamoDB's answer of 1 MB early."""
    read: int = answer["ScannedCount"]
    is_full = read < limit and "LastEvaluatedKey" in answer
    return max(read, _MEGABYTE) if is_full else read
