"""How far a job has come, as items of at most 300 KB of the statistics table.

The parts go first and the run last: a run never names parts that are not all there.
"""

import base64
import json
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from faultbook.domain.times import from_microseconds
from faultbook.dynamodb import statistics_keys
from faultbook.dynamodb.client import call
from faultbook.dynamodb.fault_item import Item
from faultbook.dynamodb.paging import of_partition

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_PART = 300_000


class Checkpoint:
    """`pk` is the job's partition; what was not gone on with for `lifetime` is forgotten."""

    def __init__(self, client: "DynamoDBClient", table: str, pk: str, lifetime: timedelta) -> None:
        self._client = client
        self._table = table
        self._pk = pk
        self._lifetime = lifetime

    def save(self, run: str, document: dict[str, Any]) -> None:
        """`run` is the serial of the job's start; the document is JSON."""
        packed = base64.b64encode(zlib.compress(json.dumps(document).encode())).decode()
        parts = [packed[at : at + _PART] for at in range(0, len(packed), _PART)]
        for number, text in enumerate(parts):
            self._put(run, f"{statistics_keys.PART_PREFIX}{number:05d}", text)
        self._put(run, statistics_keys.RUN, str(len(parts)))

    def load(self) -> dict[str, Any] | None:
        stored = {item["sk"]["S"]: item for item in self._items()}
        run = stored.pop(statistics_keys.RUN, None)
        if run is None:
            return None
        parts = [item for _, item in sorted(stored.items())][: int(run["content"]["S"])]
        is_whole = len(parts) == int(run["content"]["S"])
        if not is_whole or any(part["run"] != run["run"] for part in parts):
            return None
        packed = "".join(part["content"]["S"] for part in parts)
        document: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(packed)))
        return document

    def clear(self) -> None:
        for item in self._items():
            key = {name: item[name] for name in ("pk", "sk")}
            call(self._client.delete_item, TableName=self._table, Key=key)

    def _items(self) -> list[Item]:
        return list(of_partition(self._client, self._table, self._pk))

    def _put(self, run: str, sk: str, content: str) -> None:
        expires_at = (from_microseconds(int(run)) + self._lifetime).timestamp()
        item: Item = {
            "pk": {"S": self._pk},
            "sk": {"S": sk},
            "run": {"S": run},
            "content": {"S": content},
            "ttl": {"N": str(int(expires_at))},
        }
        call(self._client.put_item, TableName=self._table, Item=item)
