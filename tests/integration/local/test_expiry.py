from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.expiry import Sweep
from local.state import Key, State
from local.store import open_store
from local.tables import create_tables
from local.template import read_template
from tests.integration.local.conftest import TEMPLATE

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


class RenewingState(State):
    """Somebody renews what is about to expire, just before it does."""

    def __init__(self, client: Any, table: str) -> None:
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


@pytest.mark.parametrize("kind", ["memory", "moto"])
def test_an_item_that_is_renewed_at_the_last_moment_stays(kind: str, tmp_path: Path):
    store = open_store(kind, tmp_path, print)
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
        name = tables[0].name
        key = {"pk": {"S": "thing"}, "sk": {"S": "thing"}}
        client.put_item(TableName=name, Item=key | ttl(-1))
        state = RenewingState(client, name)

        swept = Sweep(client, tables, state, lambda: NOW).once()

        assert swept == {name: 0}
        assert client.get_item(TableName=name, Key=key)["Item"] == key | ttl(3600)
        assert not state.has_expired(name, key, ttl(-1)["ttl"]["N"])
    finally:
        store.stop()
