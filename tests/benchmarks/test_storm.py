"""10,000 faults of one customer in a minute, through the stream's function: `make bench`.

Writes and conflicts are counted; the lag follows from the calls of a transaction and an assumption
of how long each takes, because a local store's times say nothing of DynamoDB's.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from faultbook import wiring
from faultbook.domain.statistics import Measure, Subject
from faultbook.dynamodb.statistics_store import DynamoStatisticsStore
from faultbook.telemetry import logger
from functions.streams.timeline import lambda_handler
from local.environment import in_environment
from local.store import open_store
from tests.support.engines import Engine
from tests.support.fresh_wiring import forget_wiring
from tests.support.in_process import environment_of_functions
from tests.support.lambda_context import Context
from tests.support.storms import MINUTE, Record, Storm, StormClient, Stream

FAULTS = 10_000
SHARDS = (1, 4)
COUNTERS = 2.5  # write units a change, at most
MILLISECONDS = {"get_item": 4, "batch_get_item": 8, "transact_write_items": 20}  # assumed


@dataclass
class Place:
    engine: Engine
    client: StormClient

    def deliver_all(self, batches: list[list[Record]]) -> None:
        for batch in batches:
            self.deliver(batch)

    def deliver(self, batch: list[Record]) -> None:
        """Until it is taken, as Lambda does."""
        while batch:
            failures = lambda_handler({"Records": batch}, Context())["batchItemFailures"]
            first = {failure["itemIdentifier"] for failure in failures}
            batch = [one for one in batch if one["dynamodb"]["SequenceNumber"] in first]


@pytest.fixture
def place(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    logger.setLevel("ERROR")
    store = open_store("memory", tmp_path_factory.mktemp("storm"), print)
    engine = Engine(store.endpoint)
    client = StormClient(engine.client)
    try:
        with engine.fresh_tables() as tables:
            names = {"FAULTS_TABLE": tables.faults, "STATISTICS_TABLE": tables.statistics}
            with in_environment(environment_of_functions(**names)):
                forget_wiring()
                monkeypatch.setattr(wiring.stores, "dynamodb", lambda: client)
                yield Place(engine, client)
    finally:
        forget_wiring()
        store.stop()
        logger.setLevel("INFO")


@pytest.mark.parametrize("shards", SHARDS)
def test_a_storm_of_one_customer(place: Place, shards: int):
    table = place.engine.tables.faults
    streams = [Stream(table) for _ in range(shards)]
    for number, fault in enumerate(Storm(faults=FAULTS, resources=FAULTS).openings()):
        streams[number % shards].opened([fault])
    batches = [list(stream.batches()) for stream in streams]

    with ThreadPoolExecutor(shards) as pool:
        list(pool.map(place.deliver_all, batches))

    statistics = DynamoStatisticsStore(place.engine.client, place.engine.tables.statistics)
    opened = statistics.watermark("cus_storm").now[Measure(Subject.UNRESOLVED)]
    counters = place.client.units[place.engine.tables.statistics] / FAULTS
    print(_report(place.client, shards, counters))
    assert opened == FAULTS
    assert counters <= COUNTERS


def _report(client: StormClient, shards: int, counters: float) -> str:
    transactions = client.calls["transact_write_items"]
    posted = transactions - client.refused
    busy = sum(MILLISECONDS[name] * client.calls[name] for name in MILLISECONDS) / 1000
    rate = FAULTS / busy  # a customer's transactions follow each other, whichever shard they are of
    writes = client.writes
    lag = max(0.0, FAULTS / rate - MINUTE.total_seconds())
    lines = [
        f"\n{FAULTS} faults in a minute, one customer, shards: {shards}",
        f"  transactions {transactions}, of which refused and tried again {client.refused}",
        f"  faults a transaction {FAULTS / posted:.1f}",
        f"  writes: now {writes['now']}, slots {writes['slot']}, top lists {writes['top']}",
        f"  write units of counters a change {counters:.2f}",
        f"  recorded at most {rate:.0f} a second; lag at the end of the minute {lag:.0f} s",
    ]
    return "\n".join(lines)
