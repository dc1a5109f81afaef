"""The request for an action on many faults, as a value."""

from collections.abc import Sequence
from typing import Any

from faultbook_client.action_models import Acted, ActedOn
from faultbook_client.calls import Call, filters_wire
from faultbook_client.parameters import Action, Filters
from faultbook_client.reading import member, read_each
from faultbook_client.wire import time_wire

_LISTS = ("severity", "status", "type", "kind", "reporter", "assignee")


def act(
    action: str,
    ids: Sequence[str] | None,
    details: Action,
    cursor: str | None,
) -> Call[Acted]:
    """Comments are not repeatable: sent again, they would be there twice."""
    members: dict[str, Any] = {name: value for name, value in details.items() if name != "filters"}
    if end := details.get("until"):
        members["until"] = time_wire(end)
    content = {"action": action, "ids": ids, "cursor": cursor, **members}
    if ids is None:
        content["filter"] = _filter_wire(details.get("filters", {}))
    return Call(
        method="POST",
        path="/fault/actions",
        content={name: value for name, value in content.items() if value is not None},
        is_repeatable=action != "comment",
        read=_acted,
    )


def _filter_wire(filters: Filters) -> dict[str, Any]:
    wire = {name: value for name, value in filters_wire(filters).items() if value not in (None, ())}
    wire.pop("order", None)
    for name in _LISTS:
        if isinstance(wire.get(name), str):
            wire[name] = [wire[name]]
    return wire


def _acted(wire: Any) -> Acted:
    meta = member(wire, "meta")
    items = read_each(ActedOn, member(wire, "data"))
    return Acted(items, member(meta, "changed"), member(meta, "cursor"))
