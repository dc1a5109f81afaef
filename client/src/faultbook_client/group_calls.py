"""The request for groups of faults, as a value."""

from collections.abc import Sequence
from typing import Any

from faultbook_client.calls import Call, filters_wire
from faultbook_client.group_models import Group, Groups
from faultbook_client.parameters import Filters
from faultbook_client.reading import member, read_each


def groups(by: Sequence[str], filters: Filters, cursor: str | None) -> Call[Groups]:
    query = filters_wire(filters) | {"by": by, "cursor": cursor}
    return Call(method="GET", path="/fault/groups", query=query, read=_groups)


def _groups(wire: Any) -> Groups:
    meta = member(wire, "meta")
    return Groups(
        groups=read_each(Group, member(wire, "data")),
        facets=member(wire, "facets"),
        count=member(meta, "count"),
        cursor=member(meta, "cursor"),
        is_complete=member(meta, "complete"),
    )
