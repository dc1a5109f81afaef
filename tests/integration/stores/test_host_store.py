"""One suite for the fake and the real store of hosts, so that the fake stays honest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain.errors import HostChanged, HostIdentifierTaken, TooManyHosts
from faultbook.domain.host import KEPT_RETIRED, Host, HostStatus
from faultbook.dynamodb import host_store as dynamodb_host_store
from faultbook.dynamodb.host_store import DynamoHostStore
from faultbook.usecases.hosts import Document, HostStore, HostTaken
from tests.support import host_fakes
from tests.support.builders import CUSTOMER, NOW, SteppingClock
from tests.support.engines import Engine
from tests.support.host_fakes import InMemoryHostStore

OTHER = "cus_other"
HOST = Host(CUSTOMER, "1137Meetcjx", "web-1", NOW)
DESCRIBED = replace(
    HOST,
    status=HostStatus.STANDBY,
    display_name="the first web server",
    custom_identifier="i-0abc.ec2",
    memo="名",
    roles=("shop:web", "shop:app"),
    meta={"cpu": [{"mhz": "2400.5"}], "memory": {"total": "8GB"}},
    interfaces=({"name": "eth0", "ipv4Addresses": ["192.0.2.1"]},),
    checks={"disk": "", "load": "look at top"},
)


@pytest.fixture
def store(engine: Engine | None, clock: SteppingClock) -> HostStore:
    if engine is None:
        return InMemoryHostStore(clock)
    return DynamoHostStore(engine.client, engine.tables.faults, clock)


def retired(host: Host) -> Host:
    return host.retired(NOW)


@pytest.mark.parametrize("host", [HOST, DESCRIBED, retired(DESCRIBED)], ids=["bare", "", "retired"])
def test_a_host_comes_back_as_it_was_put(store: HostStore, host: Host):
    store.create(CUSTOMER, host)

    assert store.find(CUSTOMER, host.host_id) == host
    assert list(store.all(CUSTOMER)) == [host]


def test_a_host_is_its_customers_alone(store: HostStore):
    store.create(CUSTOMER, DESCRIBED)

    assert store.find(OTHER, DESCRIBED.host_id) is None
    assert store.find_by_identifier(OTHER, DESCRIBED.custom_identifier) is None
    assert list(store.all(OTHER)) == []


def test_an_id_is_given_once(store: HostStore):
    store.create(CUSTOMER, HOST)

    with pytest.raises(HostTaken):
        store.create(CUSTOMER, replace(HOST, name="another"))
    assert store.find(CUSTOMER, HOST.host_id) == HOST


def test_hosts_come_by_id(store: HostStore):
    hosts = [replace(HOST, host_id=name) for name in ("a", "b.c", "web-1")]
    for host in reversed(hosts):
        store.create(CUSTOMER, host)

    assert list(store.all(CUSTOMER)) == hosts


def test_a_host_is_saved_onto_the_version_that_was_seen(store: HostStore):
    store.create(CUSTOMER, HOST)
    renamed = HOST.edited(name="web-2")
    store.save(CUSTOMER, HOST, renamed)

    with pytest.raises(HostChanged):
        store.save(CUSTOMER, HOST, HOST.in_status(HostStatus.POWEROFF))
    assert store.find(CUSTOMER, HOST.host_id) == renamed


def test_a_host_is_found_by_its_custom_identifier_until_it_has_another(store: HostStore):
    store.create(CUSTOMER, DESCRIBED)
    assert store.find_by_identifier(CUSTOMER, "i-0abc.ec2") == DESCRIBED

    moved = DESCRIBED.edited(custom_identifier="i-0def.ec2")
    store.save(CUSTOMER, DESCRIBED, moved)

    assert store.find_by_identifier(CUSTOMER, "i-0abc.ec2") is None
    assert store.find_by_identifier(CUSTOMER, "i-0def.ec2") == moved


def test_two_hosts_never_have_one_custom_identifier(store: HostStore):
    store.create(CUSTOMER, DESCRIBED)
    second = replace(HOST, host_id="web-2")
    with pytest.raises(HostIdentifierTaken):
        store.create(CUSTOMER, replace(second, custom_identifier="i-0abc.ec2"))
    store.create(CUSTOMER, second)

    with pytest.raises(HostIdentifierTaken):
        store.save(CUSTOMER, second, second.edited(custom_identifier="i-0abc.ec2"))
    assert store.find(CUSTOMER, "web-2") == second


def test_a_retired_host_sets_its_custom_identifier_free(store: HostStore):
    store.create(CUSTOMER, DESCRIBED)
    store.save(CUSTOMER, DESCRIBED, retired(DESCRIBED))
    assert store.find_by_identifier(CUSTOMER, "i-0abc.ec2") is None

    second = replace(DESCRIBED, host_id="web-2")
    store.create(CUSTOMER, second)

    assert store.find_by_identifier(CUSTOMER, "i-0abc.ec2") == second


def test_a_retired_host_is_gone_after_a_week_and_its_id_is_free(
    store: HostStore, clock: SteppingClock
):
    store.create(CUSTOMER, HOST)
    store.save(CUSTOMER, HOST, retired(HOST))
    clock.at += KEPT_RETIRED - timedelta(seconds=1)
    assert store.find(CUSTOMER, HOST.host_id) == retired(HOST)

    clock.at += timedelta(seconds=1)

    assert store.find(CUSTOMER, HOST.host_id) is None
    assert list(store.all(CUSTOMER)) == []
    store.create(CUSTOMER, HOST)
    assert store.find(CUSTOMER, HOST.host_id) == HOST


def test_there_are_so_many_hosts_and_no_more_until_one_retires(
    store: HostStore, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(dynamodb_host_store, "MAX_HOSTS", 2)
    monkeypatch.setattr(host_fakes, "MAX_HOSTS", 2)
    first, second, third = (replace(HOST, host_id=name) for name in ("a", "b", "c"))
    store.create(CUSTOMER, first)
    store.create(CUSTOMER, second)
    with pytest.raises(TooManyHosts):
        store.create(CUSTOMER, third)
    assert store.find(CUSTOMER, "c") is None

    store.save(CUSTOMER, first, retired(first))

    store.create(CUSTOMER, third)
    store.create(OTHER, replace(first, customer_id=OTHER))


def test_documents_are_kept_by_host_and_name(store: HostStore):
    documents = [Document("env", '{"stage":"test"}', NOW), Document("owner", "null", NOW)]
    for document in documents:
        store.put_document(CUSTOMER, "web-1", document)
    store.put_document(CUSTOMER, "web-10", Document("other", "1", NOW))

    assert store.names_of_documents(CUSTOMER, "web-1") == ["env", "owner"]
    assert store.find_document(CUSTOMER, "web-1", "env") == documents[0]
    assert store.find_document(CUSTOMER, "web-1", "other") is None
    assert store.find_document(OTHER, "web-1", "env") is None


def test_a_document_is_replaced_and_deleted(store: HostStore):
    store.put_document(CUSTOMER, "web-1", Document("env", "1", NOW))
    store.put_document(CUSTOMER, "web-1", Document("env", "2", NOW))
    assert store.find_document(CUSTOMER, "web-1", "env") == Document("env", "2", NOW)

    for _ in range(2):
        store.delete_document(CUSTOMER, "web-1", "env")

    assert store.names_of_documents(CUSTOMER, "web-1") == []
