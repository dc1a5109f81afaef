"""Groups of faults -> native wire; pure."""

from collections import Counter
from collections.abc import Sequence

from faultbook.domain import identifiers
from faultbook.gateway.answer_size import as_many_as_fit
from faultbook.usecases.group_faults import FACETS, Group, Groups, Value, level
from functions.fault_api import groups_answers as answers
from functions.fault_api.translate import time_wire

_MOST_VALUES = 100  # of a facet

_DIMENSIONS: dict[str, tuple[str, Value]] = {
    "type": ("type", FACETS["type"]),
    "site": ("site", FACETS["site"]),
    "resource": ("resource_id", lambda fault: fault.resource_id),
    "reporter": ("reporter", FACETS["reporter"]),
    "severity": ("severity", FACETS["severity"]),
    "kind": ("kind", FACETS["kind"]),
}


def dimension(text: str) -> tuple[str, Value]:
    """Its name in a group's key, and its value of a fault. `path:2` is the first two segments."""
    name, _, depth = text.partition(":")
    return ("path", level(int(depth))) if depth else _DIMENSIONS[name]


def groups_wire(names: Sequence[str], groups: Groups, cursor: str | None) -> answers.Groups:
    ordered = groups.gravest_first()
    shown = as_many_as_fit(ordered, lambda group: _group(names, *group))
    return {
        "data": shown,
        "facets": {  # type: ignore[typeddict-item] # FACETS has their names
            name: _most_frequent(counts) for name, counts in groups.facets.items()
        },
        "meta": {
            "count": groups.count,
            "cursor": cursor,
            "has_more": cursor is not None,
            "complete": cursor is None and len(shown) == len(ordered),
        },
    }


def _group(names: Sequence[str], values: Sequence[str], group: Group) -> answers.Group:
    newest = group.newest
    return {
        "key": dict(zip(names, values, strict=True)),  # type: ignore[typeddict-item] # see dimension
        "count": group.count,
        "acknowledged": group.acknowledged,
        "severity": group.severity,
        "newest_at": time_wire(newest.opened_at),
        "oldest_at": time_wire(group.oldest.opened_at),
        "sample": {
            "id": identifiers.fault_id(newest.customer_id, newest.number),
            "message": newest.message,
            "severity": newest.severity,
            "resource_id": newest.resource_id,
            "created_at": time_wire(newest.opened_at),
        },
    }


def _most_frequent(counts: Counter[str]) -> dict[str, int]:
    return dict(counts.most_common(_MOST_VALUES))
