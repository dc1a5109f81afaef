"""The stores under test: in memory, on moto and on Dynoxide."""

from collections.abc import Iterator

import pytest

from faultbook.dynamodb.audit_store import DynamoAuditStore
from faultbook.dynamodb.comment_store import DynamoCommentStore
from faultbook.dynamodb.fault_store import DynamoFaultStore
from faultbook.dynamodb.ledger import DynamoLedger
from faultbook.dynamodb.statistics_store import DynamoStatisticsStore
from faultbook.usecases.ports import CommentStore, FaultStore
from tests.support.builders import SteppingClock
from tests.support.engines import Engine
from tests.support.fakes import InMemoryCommentStore, InMemoryFaultStore
from tests.support.statistics_fakes import InMemoryStatistics
from tests.support.statistics_stores import Stores


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture(params=["in_memory", "moto", "dynoxide"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine | None]:
    """None for the fakes; otherwise an engine with empty tables of the template."""
    if request.param == "in_memory":
        yield None
    else:
        engine: Engine = request.getfixturevalue(request.param)
        with engine.fresh_tables():
            yield engine


@pytest.fixture
def fault_store(engine: Engine | None, clock: SteppingClock) -> FaultStore:
    if engine is None:
        return InMemoryFaultStore(clock)
    return DynamoFaultStore(engine.client, engine.tables.faults, clock)


@pytest.fixture
def comment_store(engine: Engine | None, clock: SteppingClock) -> CommentStore:
    if engine is None:
        return InMemoryCommentStore(clock)
    return DynamoCommentStore(engine.client, engine.tables.faults, clock)


@pytest.fixture
def stores(engine: Engine | None) -> Stores:
    if engine is None:
        books = InMemoryStatistics()
        return Stores(books, books, books, books, None)
    tables = engine.tables
    return Stores(
        DynamoLedger(engine.client, tables.faults, tables.statistics, tables.events),
        DynamoStatisticsStore(engine.client, tables.statistics),
        DynamoAuditStore(engine.client, tables.faults, tables.statistics),
        None,
        engine,
    )
