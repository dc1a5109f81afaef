"""The native API with its stream and schedules, over Dynoxide."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from botocore.config import Config
from botocore.session import Session

from faultbook.dynamodb.paging import items
from faultbook.dynamodb.window_store import DynamoWindowStore
from faultbook.usecases.reconcile import PAUSE
from functions.schedules import close_days, reconcile
from functions.streams import timeline
from tests.support.builders import SteppingClock
from tests.support.engines import Engine, Tables
from tests.support.lambda_context import Context
from tests.support.native_api import NativeApi, native_api
from tests.support.stream_records import TTL_IDENTITY


@dataclass
class Town:
    api: NativeApi
    clock: SteppingClock
    engine: Engine
    tables: Tables
    _streams: Any
    _read: set[str] = field(default_factory=set)

    def records(self) -> list[dict[str, Any]]:
        """New in the stream since the last time, as Lambda's filter lets them through."""
        arn = self.engine.client.describe_table(TableName=self.tables.faults)["Table"][
            "LatestStreamArn"
        ]
        [shard] = self._streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        iterator = self._streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        records: list[dict[str, Any]] = []
        while True:
            answer = self._streams.get_records(ShardIterator=iterator)
            for record in answer["Records"]:
                change = record["dynamodb"]
                change["ApproximateCreationDateTime"] = self.clock.at.timestamp()
                if change["SequenceNumber"] not in self._read:
                    records.append(record | {"eventSourceARN": arn})
                self._read.add(change["SequenceNumber"])
            iterator = answer.get("NextShardIterator")
            if not answer["Records"] or not iterator:
                break
        return [r for r in records if r["dynamodb"]["Keys"]["sk"]["S"] == "fault"]

    def drain(self) -> None:
        """Let the stream's function see what is new."""
        self._invoke(self.records())

    def wait(self, seconds: float) -> None:
        self.clock.at += timedelta(seconds=seconds)

    def remove_expired(self) -> None:
        """DynamoDB's own expiry."""
        client, table = self.engine.client, self.tables.faults
        for item in list(items(client.scan, TableName=table)):
            if "ttl" in item and int(item["ttl"]["N"]) <= self.clock.at.timestamp():
                client.delete_item(TableName=table, Key={n: item[n] for n in ("pk", "sk")})

    def expire(self) -> None:
        """With what the stream says of it."""
        self.remove_expired()
        self._invoke([record | {"userIdentity": TTL_IDENTITY} for record in self.records()])

    def _invoke(self, records: list[dict[str, Any]]) -> None:
        for start in range(0, len(records), 100):
            answer = timeline.lambda_handler({"Records": records[start : start + 100]}, Context())
            assert answer == {"batchItemFailures": []}

    def close_days(self) -> dict[str, Any]:
        return close_days.lambda_handler({}, Context())

    def reconcile(
        self, milliseconds: Callable[[], int] = lambda: 900_000, run: str = "window"
    ) -> dict[str, Any]:
        """`run` is what another rule than the daily one says."""
        event = {} if run == "window" else {"run": run}
        return reconcile.lambda_handler(event, Context(milliseconds))

    def recount_everything(
        self, milliseconds: Callable[[], int] = lambda: 900_000
    ) -> dict[str, Any]:
        """As the monthly rule begins it and, after the pause, the hourly one goes on."""
        begun = self.reconcile(milliseconds, run="everything")
        assert not begun["finished"]
        self.clock.at += PAUSE
        return self.reconcile(milliseconds, run="continue")

    def statistics(self, query: str = "", **how: Any) -> dict[str, Any]:
        answer = self.api("GET", "/fault/statistics", query=query, **how)
        assert answer.status == 200, answer.text
        statistics: dict[str, Any] = answer.json
        return statistics


@pytest.fixture
def town(dynoxide: Engine, tables: Tables) -> Iterator[Town]:
    clock = SteppingClock()
    session = Session()
    session.set_credentials("local", "local")
    streams = session.create_client(
        "dynamodbstreams",
        region_name="us-east-1",
        endpoint_url=dynoxide.endpoint,
        config=Config(parameter_validation=False),  # its shard ids are shorter than AWS's
    )
    window = DynamoWindowStore(dynoxide.client, tables.faults, tables.statistics, clock)
    window.marked_since(clock.at - timedelta(days=450))
    with native_api(dynoxide, clock, SERVICE_NAME="faultbook") as api:
        yield Town(api, clock, dynoxide, tables, streams)
