"""When sweeps ran: one item in the faults table, written once a minute."""

from typing import TYPE_CHECKING

from faultbook.domain.outage import Outage, Sweeps
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.dynamodb import keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PLACE: Item = {"pk": {"S": keys.SWEEPS}, "sk": {"S": keys.SWEEPS}}


class DynamoSweepStore:
    """Implements `usecases.heartbeat_ports.SweepStore`."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self) -> Sweeps | None:
        answer = call(self._client.get_item, TableName=self._table, Key=_PLACE, ConsistentRead=True)
        item = answer.get("Item")
        if not item:
            return None
        times = {
            name: int(item[name]["N"]) for name in ("last_at", "began", "ended") if name in item
        }
        outage = None
        if "began" in times:
            began, ended = from_microseconds(times["began"]), from_microseconds(times["ended"])
            outage = Outage(began, ended)
        return Sweeps(from_microseconds(times["last_at"]), outage)

    def put(self, sweeps: Sweeps) -> None:
        times = {"last_at": sweeps.last_at}
        if sweeps.outage:
            times |= {"began": sweeps.outage.began, "ended": sweeps.outage.ended}
        item = {name: {"N": str(microseconds(at))} for name, at in times.items()}
        call(self._client.put_item, TableName=self._table, Item=_PLACE | item)
