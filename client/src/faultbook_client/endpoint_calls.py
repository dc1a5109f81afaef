"""Requests about endpoints and what they are told, as values."""

from collections.abc import Iterable
from typing import Any

from faultbook_client.calls import Call, nothing
from faultbook_client.endpoint_models import (
    Delivery,
    DeliveryPage,
    Endpoint,
    MadeEndpoint,
    Redeliveries,
    Redelivery,
    TestResult,
    WholeDelivery,
)
from faultbook_client.parameters import DeliveryFilters, EndpointChanges, EndpointFilter
from faultbook_client.reading import list_reader, member, read_each, reader
from faultbook_client.wire import segment, time_wire

_PATH = "/endpoints"


def make(
    name: str,
    url: str | None,
    kind: str,
    authorization: str,
    filters: Iterable[EndpointFilter],
) -> Call[MadeEndpoint]:
    content: dict[str, Any] = {"name": name, "kind": kind, "filters": [*filters]}
    if url is not None:
        content["url"] = url
    if authorization:
        content["authorization"] = authorization
    return Call(
        method="POST",
        path=_PATH,
        content=content,
        is_repeatable=False,
        read=reader(MadeEndpoint),
    )


def list_all() -> Call[list[Endpoint]]:
    return Call(method="GET", path=_PATH, read=list_reader(Endpoint, "data"))


def get(endpoint_id: str) -> Call[Endpoint]:
    return Call(method="GET", path=_of(endpoint_id), read=reader(Endpoint))


def change(endpoint_id: str, changes: EndpointChanges) -> Call[Endpoint]:
    return Call(method="PATCH", path=_of(endpoint_id), content={**changes}, read=reader(Endpoint))


def delete(endpoint_id: str) -> Call[None]:
    return Call(method="DELETE", path=_of(endpoint_id), removes=True, read=nothing)


def test(endpoint_id: str) -> Call[TestResult]:
    path = f"{_of(endpoint_id)}/test"
    return Call(method="POST", path=path, is_repeatable=False, read=reader(TestResult))


def rotate_secret(endpoint_id: str) -> Call[MadeEndpoint]:
    path = f"{_of(endpoint_id)}/secret"
    return Call(method="POST", path=path, is_repeatable=False, read=reader(MadeEndpoint))


def page(
    endpoint_id: str, filters: DeliveryFilters, cursor: str | None, limit: int
) -> Call[DeliveryPage]:
    query = {**_filters_wire(filters), "limit": limit, "cursor": cursor}
    return Call(method="GET", path=_deliveries(endpoint_id), query=query, read=_page)


def delivery(endpoint_id: str, delivery_id: str) -> Call[WholeDelivery]:
    path = f"{_deliveries(endpoint_id)}/{segment(delivery_id)}"
    return Call(method="GET", path=path, read=reader(WholeDelivery))


def redeliver(endpoint_id: str, delivery_id: str) -> Call[Delivery]:
    path = f"{_deliveries(endpoint_id)}/{segment(delivery_id)}/redeliver"
    return Call(method="POST", path=path, read=reader(Delivery))


def redeliver_many(
    endpoint_id: str, filters: DeliveryFilters, cursor: str | None
) -> Call[Redeliveries]:
    content = {**_filters_wire(filters), "cursor": cursor}
    return Call(
        method="POST",
        path=f"{_deliveries(endpoint_id)}/redeliver",
        content={name: value for name, value in content.items() if value is not None},
        read=_redeliveries,
    )


def _filters_wire(filters: DeliveryFilters) -> dict[str, str | None]:
    since, until = filters.get("since"), filters.get("until")
    return {
        "state": filters.get("state"),
        "from": time_wire(since) if since else None,
        "to": time_wire(until) if until else None,
    }


def _of(endpoint_id: str) -> str:
    return f"{_PATH}/{segment(endpoint_id)}"


def _deliveries(endpoint_id: str) -> str:
    return f"{_of(endpoint_id)}/deliveries"


def _page(wire: Any) -> DeliveryPage:
    return DeliveryPage(read_each(Delivery, member(wire, "data")), member(wire, "meta", "cursor"))


def _redeliveries(wire: Any) -> Redeliveries:
    items = read_each(Redelivery, member(wire, "data"))
    return Redeliveries(items, member(wire, "meta", "cursor"))
