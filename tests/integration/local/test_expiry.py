from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from local.expiry import Sweep
from local.state import Key, State
from local.store import open_store
from local.tables import create_tables
from local.template import Table, read_template
from tests.integration.local.conftest import TEMPLATE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


class RenewingState(State):
    """Somebody renews what is about to expire, just before it does."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        super().__init__(None)
        self._client = client
        self._table = table

    def will_expire(self, table: str, items: Iterable[tuple[Key, str]]) -> None:
        expiring = list(items)
        super().will_expire(table, expiring)
        for key, _ in expiring:
            self._client.put_item(TableName=self._table, Item=dict(key) | ttl(3600))


def ttl(seconds: int) -> dict[str, Any]:
    return {"ttl": {"N": str(int(NOW.timestamp()) + seconds)}}


@pytest.fixture(params=["memory", "moto"])
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Any, Table]]:
    """A client and the first table of the template."""
    store = open_store(request.param, tmp_path, print)
    try:
        client = boto3.client(
            "dynamodb",
            endpoint_url=store.endpoint,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106 - no secret
        )
        tables = read_template(TEMPLATE).tables
        create_tables(client, tables=tables)
        yield client, tables[0]
    finally:
        store.stop()


def test_an_item_that_is_renewed_at_the_last_moment_stays(table: tuple[Any, Table]):
    client, things = table
    key = {"pk": {"S": "thing"}, "sk": {"S": "thing"}}
    client.put_item(TableName=things.name, Item=key | ttl(-1))
    state = RenewingState(client, things.name)

    swept = Sweep(client, [things], state, lambda: NOW).once()

    assert swept == {things.name: 0}
    assert client.get_item(TableName=things.name, Key=key)["Item"] == key | ttl(3600)
    assert not state.has_expired(things.name, key, ttl(-1)["ttl"]["N"])


def test_what_expired_weeks_later_is_removed_in_a_later_sweep(table: tuple[Any, Table]):
    client, things = table
    early, late = ({"pk": {"S": name}, "sk": {"S": name}} for name in ("early", "late"))
    client.put_item(TableName=things.name, Item=early | ttl(-30 * 86_400))
    client.put_item(TableName=things.name, Item=late | ttl(-1))
    sweep = Sweep(client, [things], State(None), lambda: NOW)

    assert (sweep.once(), sweep.is_behind) == ({things.name: 1}, True)
    assert "Item" in client.get_item(TableName=things.name, Key=late)
    assert (sweep.once(), sweep.is_behind) == ({things.name: 1}, False)
