"""One suite for endpoints: in memory, on moto and on Dynoxide."""

from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain.endpoints import Endpoint, EndpointFilter, EndpointKind, Off, draw_secret
from faultbook.domain.errors import Conflict, TooLarge
from faultbook.domain.fault import Kind, Severity
from faultbook.dynamodb.endpoint_store import DynamoEndpointStore
from faultbook.dynamodb.watermark import read_watermark
from faultbook.usecases.delivery_ports import EndpointStore
from tests.support.builders import CUSTOMER, NOW
from tests.support.delivery_fakes import InMemoryEndpointStore
from tests.support.engines import Engine


@pytest.fixture
def store(engine: Engine | None) -> EndpointStore:
    if engine is None:
        return InMemoryEndpointStore()
    return DynamoEndpointStore(engine.client, engine.tables.events, engine.tables.statistics)


def an_endpoint(endpoint_id: str = "end_1") -> Endpoint:
    return Endpoint(
        endpoint_id=endpoint_id,
        name="on call",
        kind=EndpointKind.WEBHOOK,
        url="https://hooks.example.com/faults",
        secret=draw_secret(),
        created_at=NOW,
        created_by="user_1",
        authorization="Bearer x",
        filters=(
            EndpointFilter(
                types=frozenset({"fault.opened"}),
                severities=frozenset({Severity.HIGH, Severity.LOW}),
                kinds=frozenset({Kind.ALERT}),
                path="site|rack",
            ),
            EndpointFilter(),
        ),
    )


def test_endpoints_come_back_as_they_were(store: EndpointStore):
    one = an_endpoint()
    rotated = replace(one.rotated(NOW + timedelta(hours=1)), endpoint_id="end_2", off=Off.GONE)

    store.save(CUSTOMER, store.all(CUSTOMER), [one, rotated])

    assert list(store.all(CUSTOMER).all) == [one, rotated]
    assert store.all("cus_B").all == ()


def test_what_was_changed_meanwhile_is_not_overwritten(store: EndpointStore):
    nothing = store.all(CUSTOMER)
    store.save(CUSTOMER, nothing, [an_endpoint()])
    seen = store.all(CUSTOMER)

    with pytest.raises(Conflict):
        store.save(CUSTOMER, nothing, [])
    store.save(CUSTOMER, seen, [])
    with pytest.raises(Conflict):
        store.save(CUSTOMER, seen, [an_endpoint()])
    assert list(store.all(CUSTOMER).all) == []


def test_the_statistics_know_whether_there_is_anybody_to_tell(dynoxide: Engine):
    with dynoxide.fresh_tables() as tables:
        store = DynamoEndpointStore(dynoxide.client, tables.events, tables.statistics)

        def has_listeners() -> bool:
            return read_watermark(dynoxide.client, tables.statistics, CUSTOMER).has_listeners

        assert not has_listeners()
        store.save(CUSTOMER, store.all(CUSTOMER), [an_endpoint()])
        assert has_listeners()
        store.save(CUSTOMER, store.all(CUSTOMER), [])
        assert not has_listeners()


def test_more_than_an_item_holds_is_refused(dynoxide: Engine):
    with dynoxide.fresh_tables() as tables:
        store = DynamoEndpointStore(dynoxide.client, tables.events, tables.statistics)
        large = replace(
            an_endpoint(), filters=tuple(EndpointFilter(path="x" * 1000) for _ in range(20))
        )

        with pytest.raises(TooLarge):
            store.save(CUSTOMER, store.all(CUSTOMER), [large] * 20)
