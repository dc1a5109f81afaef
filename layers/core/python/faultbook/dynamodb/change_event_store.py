"""Change events in the faults table, a partition for each customer and month, in no index."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from faultbook.domain import hierarchy
from faultbook.domain.change_event import ChangeEvent, ChangeEventPage
from faultbook.domain.listing import Position
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import of_partition
from faultbook.usecases.ports import Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MOST_READ = 1000  # change events for one page


class DynamoChangeEventStore:
    """Implements `usecases.change_event_ports.ChangeEventStore`."""

    def __init__(self, client: "DynamoDBClient", table: str, clock: Clock) -> None:
        self._client = client
        self._table = table
        self._clock = clock

    def put(self, customer_id: str, event: ChangeEvent) -> None:
        item = _item_of(customer_id, event)
        call(self._client.put_item, TableName=self._table, Item=item)

    def page(
        self,
        customer_id: str,
        span: tuple[datetime, datetime],
        path: str,
        limit: int,
        after: Position | None,
    ) -> ChangeEventPage:
        found: list[ChangeEvent] = []
        read = 0
        for event in islice(self._newest_first(customer_id, span, after), MOST_READ):
            read += 1
            if path and not hierarchy.is_within(event.path, path):
                continue
            found.append(event)
            if len(found) > limit:
                return ChangeEventPage(tuple(found[:limit]), found[limit - 1].position)
        beyond = event.position if read == MOST_READ else None
        return ChangeEventPage(tuple(found), beyond)

    def _newest_first(
        self, customer_id: str, span: tuple[datetime, datetime], after: Position | None
    ) -> Iterator[ChangeEvent]:
        since, until = span
        first = keys.position(since, 0)
        last = keys.position(after.at, after.number) if after else keys.position(until, 0)
        now = self._clock().timestamp()
        for month in _months_back(since, after.at if after else until):
            pk = keys.change_events(customer_id, month)
            between = (first, last)
            items = of_partition(
                self._client, self._table, pk, between, ScanIndexForward=False, Limit=100
            )
            for item in items:
                if item["sk"]["S"] < last and int(item["ttl"]["N"]) > now:
                    yield _event_of(customer_id, item)


def _months_back(since: datetime, until: datetime) -> Iterator[str]:
    at = until
    while keys.month(at) >= keys.month(since):
        yield keys.month(at)
        at = at.replace(day=1) - timedelta(days=1)


def _item_of(customer_id: str, event: ChangeEvent) -> Item:
    texts = {
        "summary": event.summary,
        "source": event.source,
        "path": event.path,
        "reporter": event.reporter,
        "detail": json.dumps(dict(event.detail), ensure_ascii=False) if event.detail else "",
    }
    return {
        "pk": {"S": keys.change_events(customer_id, keys.month(event.at))},
        "sk": {"S": keys.position(event.at, event.number)},
        "at": {"N": str(microseconds(event.at))},
        "ttl": {"N": str(event.expires_at)},
    } | {name: {"S": text} for name, text in texts.items() if text}


def _event_of(customer_id: str, item: Item) -> ChangeEvent:
    return ChangeEvent(
        customer_id=customer_id,
        number=keys.position_of(item["sk"]["S"]).number,
        at=from_microseconds(int(item["at"]["N"])),
        summary=item["summary"]["S"],
        source=_text(item, "source"),
        path=_text(item, "path"),
        reporter=_text(item, "reporter"),
        detail=json.loads(_text(item, "detail") or "{}"),
    )


def _text(item: Item, name: str) -> str:
    return str(item[name]["S"]) if name in item else ""
