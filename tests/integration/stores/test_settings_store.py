from typing import Any

import pytest

from faultbook.domain.customer_settings import CustomerSettings
from faultbook.dynamodb.settings_store import DynamoSettingsStore
from tests.support.builders import CUSTOMER
from tests.support.engines import Engine


@pytest.fixture
def database(dynoxide: Engine):
    with dynoxide.fresh_tables():
        yield dynoxide


def put(database: Engine, customer_id: str, **attributes: Any) -> None:
    place = {"pk": {"S": f"{customer_id}#settings"}, "sk": {"S": "settings"}}
    database.client.put_item(TableName=database.tables.access, Item=place | attributes)


def test_without_settings_any_name_is_a_server(database: Engine):
    settings = DynamoSettingsStore(database.client, database.tables.access).get(CUSTOMER)

    assert settings == CustomerSettings()
    assert settings.knows_server("whatever")


def test_a_list_of_servers_restricts_its_customer_and_no_other(database: Engine):
    put(database, CUSTOMER, servers={"SS": ["42", "web-1"]})
    store = DynamoSettingsStore(database.client, database.tables.access)

    assert store.get(CUSTOMER).knows_server("web-1")
    assert not store.get(CUSTOMER).knows_server("web-2")
    assert store.get("cus_other").knows_server("web-2")


def test_settings_of_a_newer_release_are_read_too(database: Engine):
    put(database, CUSTOMER, retention={"N": "3"})

    assert DynamoSettingsStore(database.client, database.tables.access).get(CUSTOMER) == (
        CustomerSettings()
    )


def test_a_list_of_servers_is_kept_replaced_and_taken_away(database: Engine):
    store = DynamoSettingsStore(database.client, database.tables.access)
    put(database, CUSTOMER, retention={"N": "3"})

    store.save_servers(CUSTOMER, frozenset({"web-1"}))
    store.save_servers(CUSTOMER, frozenset({"web-2", "web-3"}))
    kept = store.get(CUSTOMER, latest=True)
    store.save_servers(CUSTOMER, None)
    store.save_servers("cus_other", None)

    assert kept.servers == frozenset({"web-2", "web-3"})
    assert store.get(CUSTOMER, latest=True) == store.get("cus_other") == CustomerSettings()
    place = {"pk": {"S": f"{CUSTOMER}#settings"}, "sk": {"S": "settings"}}
    item = database.client.get_item(TableName=database.tables.access, Key=place)["Item"]
    assert item == place | {"retention": {"N": "3"}}
