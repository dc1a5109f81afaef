"""What can be shown of endpoints and deliveries, by name."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from faultbook_client.command.moments import local
from faultbook_client.command.rendering import Form, Kind, show
from faultbook_client.command.terminal import is_terminal, print_fields, print_line

if TYPE_CHECKING:
    from faultbook_client.endpoint_models import Attempt, Delivery, Endpoint, WholeDelivery

_ENDPOINT = ("id", "name", "kind", "url", "enabled", "off", "filters", "created_at", "created_by")
_DELIVERY = (
    "id",
    "timestamp",
    "type",
    "fault_id",
    "state",
    "attempt_count",
    "status",
    "failure",
    "milliseconds",
    "next_at",
    "redelivered_at",
)


def _wire(name: str, item: "Endpoint | Delivery") -> Any:
    value = item.wire.get(name)
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value


def _values(names: Sequence[str]) -> Mapping[str, Callable[[Any], Any]]:
    return {name: partial(_wire, name) for name in names}


def _draw_endpoints(
    endpoints: "Sequence[Endpoint]",
    columns: Sequence[str],
    is_wide: bool,  # noqa: FBT001 - as Kind has it
) -> None:
    from faultbook_client.command.views.plain_table import print_plain_table

    del columns, is_wide
    print_plain_table(
        ("Id", "Name", "Kind", "URL", "State", "Filters"),
        [
            (
                endpoint.id,
                endpoint.name,
                endpoint.kind,
                endpoint.url,
                endpoint.off or "on",
                _words(endpoint.filters),
            )
            for endpoint in endpoints
        ],
    )


def _draw_deliveries(
    deliveries: "Sequence[Delivery]",
    columns: Sequence[str],
    is_wide: bool,  # noqa: FBT001 - as Kind has it
) -> None:
    from faultbook_client.command.views.plain_table import print_plain_table

    del columns, is_wide
    print_plain_table(
        ("Id", "Time", "Event", "State", "Attempts", "Last", "Next"),
        [
            (
                delivery.id,
                local(delivery.timestamp),
                delivery.type,
                delivery.state,
                str(delivery.attempt_count),
                _outcome(delivery),
                local(delivery.next_at) if delivery.next_at else "",
            )
            for delivery in deliveries
        ],
    )


ENDPOINTS: "Kind[Endpoint]" = Kind(
    name=lambda endpoint: endpoint.id,
    wire=lambda endpoint: endpoint.wire,
    values=_values(_ENDPOINT),
    lines=_ENDPOINT,
    every=_ENDPOINT,
    draw=_draw_endpoints,
    nothing="No endpoints.",
)
DELIVERIES: "Kind[Delivery]" = Kind(
    name=lambda delivery: delivery.id,
    wire=lambda delivery: delivery.wire,
    values=_values(_DELIVERY),
    lines=_DELIVERY,
    every=_DELIVERY,
    draw=_draw_deliveries,
    nothing="No deliveries.",
)


def print_delivery(delivery: "WholeDelivery", form: Form) -> None:
    """As a list of one, and on a terminal or in lines with its attempts."""
    show(DELIVERIES, [delivery], form)
    if form not in {Form.TABLE, Form.WIDE}:
        return
    for attempt in delivery.attempts:
        if is_terminal():
            print_line(f"{local(attempt.at)}  {_words_of(attempt)}  {attempt.milliseconds} ms")
        else:
            print_fields((local(attempt.at), _words_of(attempt), attempt.milliseconds))


def _words_of(attempt: "Attempt") -> str:
    return attempt.error or f"It answered {attempt.status}."


def _outcome(delivery: "Delivery") -> str:
    if delivery.failure not in (None, "status"):
        return delivery.failure or ""
    return str(delivery.status or "")


def _words(filters: "Sequence[Mapping[str, Any]]") -> str:
    """`severities=CRITICAL,HIGH path=site_1`, or that of another filter."""
    return " or ".join(
        " ".join(
            f"{name}={','.join(value) if isinstance(value, list) else value}"
            for name, value in item.items()
            if value
        )
        for item in filters
    )
