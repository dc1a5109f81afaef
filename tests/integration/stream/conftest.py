"""The stream's function over Dynoxide, with a client that can be told to fail."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from faultbook import wiring
from faultbook.dynamodb.event_log import DynamoEventLog
from faultbook.dynamodb.ledger import DynamoLedger
from faultbook.dynamodb.statistics_store import DynamoStatisticsStore
from functions.streams.timeline import lambda_handler
from local.environment import in_environment
from tests.support.engines import Engine, Tables
from tests.support.fresh_wiring import forget_wiring
from tests.support.in_process import environment_of_functions
from tests.support.interruptions import UnreliableClient
from tests.support.lambda_context import Context


@dataclass
class Recorder:
    client: UnreliableClient
    tables: Tables
    ledger: DynamoLedger
    statistics: DynamoStatisticsStore
    log: DynamoEventLog

    def invoke(self, records: list[dict[str, Any]], seconds: float = 60) -> list[str]:
        """The sequence numbers that were answered as failed."""
        answer = lambda_handler({"Records": records}, Context(lambda: round(seconds * 1000)))
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


@pytest.fixture
def recorder(
    dynoxide: Engine, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Recorder]:
    environment = environment_of_functions(
        FAULTS_TABLE=tables.faults,
        STATISTICS_TABLE=tables.statistics,
        EVENTS_TABLE=tables.events,
    )
    client = UnreliableClient(dynoxide.client)
    with in_environment(environment):
        forget_wiring()
        monkeypatch.setattr(wiring.stores, "dynamodb", lambda: client)
        yield Recorder(
            client,
            tables,
            DynamoLedger(dynoxide.client, tables.faults, tables.statistics, tables.events),
            DynamoStatisticsStore(dynoxide.client, tables.statistics),
            DynamoEventLog(dynoxide.client, tables.events, tables.statistics),
        )
    forget_wiring()
