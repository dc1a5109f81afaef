from dataclasses import replace
from typing import Any

import pytest

from faultbook.domain.customer_settings import CustomerSettings
from faultbook.domain.fault import Severity
from faultbook.domain.times import microseconds
from faultbook.dynamodb.settings_store import DynamoSettingsStore
from tests.support.builders import CUSTOMER, NOW
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


def test_settings_are_kept_replaced_and_taken_away(database: Engine):
    store = DynamoSettingsStore(database.client, database.tables.access)
    put(database, CUSTOMER, retention={"N": "3"})
    words = {"SEV1": Severity.HIGH, "名": Severity.LOW}

    store.save(CUSTOMER, {"servers": frozenset({"web-1"}), "severity_words": words})
    store.save(CUSTOMER, {"servers": frozenset({"web-2", "web-3"})})
    store.save(
        CUSTOMER, {"links_revoked_at": NOW, "alert_path_labels": (("site", "dc"), ("rack",))}
    )
    kept = store.get(CUSTOMER, latest=True)
    store.save(CUSTOMER, {"alert_path_labels": ()})
    no_labels = store.get(CUSTOMER, latest=True)
    store.save(CUSTOMER, {"servers": None, "severity_words": {}, "alert_path_labels": None})
    store.save("cus_other", {"servers": None})

    labels = (("site", "dc"), ("rack",))
    assert kept == CustomerSettings(frozenset({"web-2", "web-3"}), words, NOW, labels)
    assert no_labels == replace(kept, alert_path_labels=())
    assert store.get("cus_other") == CustomerSettings()
    assert store.get(CUSTOMER, latest=True) == CustomerSettings(links_revoked_at=NOW)
    place = {"pk": {"S": f"{CUSTOMER}#settings"}, "sk": {"S": "settings"}}
    item = database.client.get_item(TableName=database.tables.access, Key=place)["Item"]
    revoked = {"links_revoked_at": {"N": str(microseconds(NOW))}}
    assert item == place | {"retention": {"N": "3"}} | revoked
