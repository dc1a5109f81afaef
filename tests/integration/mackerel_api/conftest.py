"""The Mackerel API on empty tables of Dynoxide, by a clock that stands still."""

import pytest

from faultbook.dynamodb.access_store import DynamoAccessStore, DynamoApiKeyDirectory
from faultbook.dynamodb.fault_store import DynamoFaultStore
from faultbook.dynamodb.host_store import DynamoHostStore
from faultbook.dynamodb.ledger import DynamoLedger
from tests.support.builders import SteppingClock
from tests.support.client_between import ClientBetween
from tests.support.engines import Engine, Tables
from tests.support.interruptions import UnreliableClient
from tests.support.mackerel_world import World


@pytest.fixture
def client(dynoxide: Engine) -> UnreliableClient:
    """Reliable until a test says otherwise; `calls` are the names of its calls."""
    return UnreliableClient(dynoxide.client)


@pytest.fixture
def world(
    client: UnreliableClient,
    tables: Tables,
    clock: SteppingClock,
    monkeypatch: pytest.MonkeyPatch,
) -> World:
    return world_on(client, tables, clock).install(monkeypatch)


def world_on(client: ClientBetween, tables: Tables, clock: SteppingClock) -> World:
    return World(
        clock,
        DynamoFaultStore(client, tables.faults, clock),
        DynamoAccessStore(client, tables.access, clock),
        DynamoApiKeyDirectory(client, tables.access),
        DynamoLedger(client, tables.faults, tables.statistics, tables.events),
        hosts=DynamoHostStore(client, tables.faults, clock),
    )
