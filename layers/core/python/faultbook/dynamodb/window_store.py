"""The newest days of one customer, for the job that looks after them daily."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain.change_marks import ChangeMark, Expiring
from faultbook.domain.fault import Status
from faultbook.domain.recount import MAX_AGE
from faultbook.domain.timeline import LAST_VERSION
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.domain.window_recount import WindowRun
from faultbook.dynamodb import keys, statistics_keys, window_document
from faultbook.dynamodb.change_marks import ChangeMarks
from faultbook.dynamodb.checkpoint import Checkpoint
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item, fault_of
from faultbook.dynamodb.index_reading import IndexReader
from faultbook.dynamodb.paging import by_keys, of_partition
from faultbook.dynamodb.repair import stored_of
from faultbook.dynamodb.striping import SingleStripe, Striping
from faultbook.dynamodb.timeline_item import FIRST, LAST, timeline_of
from faultbook.dynamodb.watermark import key_of
from faultbook.usecases.ports import Clock
from faultbook.usecases.statistics_ports import Counters, Indexed, Timeline

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


class DynamoWindowStore:
    """Implements `usecases.statistics_ports.WindowStore`."""

    def __init__(
        self,
        client: "DynamoDBClient",
        faults_table: str,
        statistics_table: str,
        clock: Clock,
        striping: Striping | None = None,
    ) -> None:
        self._client = client
        self._faults_table = faults_table
        self._statistics_table = statistics_table
        self._indexes = IndexReader(client, faults_table, striping or SingleStripe())
        self._marks = ChangeMarks(client, faults_table, clock)
        place = statistics_keys.RECONCILE_WINDOW
        self._checkpoint = Checkpoint(client, statistics_table, place, MAX_AGE)

    def counters(self, customer_id: str, days: Sequence[date]) -> Iterator[Counters]:
        table = self._statistics_table
        key = key_of(customer_id)
        answer = call(self._client.get_item, TableName=table, Key=key, ConsistentRead=True)
        if "Item" in answer:
            yield from _counters(answer["Item"])
        for day in days:
            for family in (statistics_keys.slots, statistics_keys.rankings):
                for item in of_partition(self._client, table, family(customer_id, day)):
                    yield from _counters(item)

    def open(self, customer_id: str) -> Iterator[Indexed]:
        found = self._indexes.with_status(customer_id, Status.UNRESOLVED, _EARLIEST, _LATEST)
        return (_indexed(item) for item in found)

    def resolved(self, customer_id: str, since: datetime) -> Iterator[int]:
        found = self._indexes.with_status(customer_id, Status.RESOLVED, since, _LATEST)
        return (keys.customer_and_number(item["pk"]["S"])[1] for item in found)

    def marks(self, customer_id: str, since: date) -> Iterator[ChangeMark]:
        return self._marks.since(customer_id, since)

    def marked_since(self, now: datetime) -> datetime:
        answer = call(
            self._client.update_item,
            TableName=self._statistics_table,
            Key={"pk": {"S": statistics_keys.MARKS}, "sk": {"S": statistics_keys.SINCE}},
            UpdateExpression="SET #since = if_not_exists(#since, :now)",
            ExpressionAttributeNames={"#since": "since"},
            ExpressionAttributeValues={":now": {"N": str(microseconds(now))}},
            ReturnValues="ALL_NEW",
        )
        return from_microseconds(int(answer["Attributes"]["since"]["N"]))

    def expiring(self, customer_id: str, first: date, last: date) -> dict[date, Expiring]:
        return self._marks.expiring(customer_id, first, last)

    def keep_expiring(
        self, customer_id: str, day: date, numbers: Sequence[int], *, is_listed: bool
    ) -> None:
        self._marks.keep_expiring(customer_id, day, numbers, is_listed=is_listed)

    def opened_on(self, customer_id: str, day: date) -> Iterator[Indexed]:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        found = self._indexes.opened(customer_id, midnight, midnight + _DAY)
        return (_indexed(item) for item in found)

    def ended(self, customer_id: str, numbers: Sequence[int]) -> set[int]:
        item_keys = [
            {"pk": {"S": keys.fault(customer_id, number)}, "sk": {"S": keys.event(LAST_VERSION)}}
            for number in numbers
        ]
        found = by_keys(self._client, self._faults_table, item_keys)
        return {keys.customer_and_number(item["pk"]["S"])[1] for item in found}

    def timeline(self, customer_id: str, number: int) -> Timeline:
        pk = keys.fault(customer_id, number)
        found = list(of_partition(self._client, self._faults_table, pk, (FIRST, LAST)))
        return timeline_of(customer_id, number, found)

    def save(self, run: WindowRun) -> None:
        self._checkpoint.save(run.run, window_document.document_of(run))

    def load(self) -> WindowRun | None:
        document = self._checkpoint.load()
        return window_document.run_of(document) if document else None

    def clear(self) -> None:
        self._checkpoint.clear()


def _counters(item: Item) -> Iterator[Counters]:
    found = statistics_keys.customer_and_group(item["pk"]["S"], item["sk"]["S"])
    if found:
        yield Counters(*found, stored_of(item))


def _indexed(item: Item) -> Indexed:
    _, number = keys.customer_and_number(item["pk"]["S"])
    try:
        return Indexed(number, fault_of(item))
    except Exception:  # noqa: BLE001 - one fault that is odd does not hide all others
        return Indexed(number, None)
