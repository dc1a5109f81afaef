"""The columns of a fault by name, and how lists are sorted by them."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from faultbook_client.command.moments import age, now
from faultbook_client.command.rendering import Kind
from faultbook_client.command.severities import RANKS

if TYPE_CHECKING:
    from faultbook_client.models import Fault

# As `faultbook export` writes them into CSV; those that say nothing new are left out.
WIRE = (
    "id",
    "created_at",
    "resolved_at",
    "status",
    "severity",
    "kind",
    "type",
    "microservice_id",
    "resource_id",
    "resource_ancestry_path",
    "message",
    "cause",
    "occurrences",
    "last_seen_at",
    "acknowledged_at",
    "acknowledged_by",
    "snoozed_until",
    "snoozed_by",
    "assignee",
    "resolution_reason",
    "deduplication_key",
    "comment_count",
    "metadata",
    "version",
)
_LINES = (
    "id",
    "severity",
    "status",
    "created_at",
    "resource_ancestry_path",
    "type",
    "occurrences",
    "message",
)


def state(fault: "Fault") -> str:
    """`open`, `snoozed`, `acked` or `resolved`."""
    if not fault.is_open:
        return "resolved"
    if fault.wire.get("snoozed_until"):
        return "snoozed"
    return "acked" if fault.acknowledged_at else "open"


def cell(name: str, fault: "Fault") -> Any:
    """Of a CSV row or of a line: the wire's own, but metadata is JSON text."""
    value = fault.wire.get(name)
    if name == "metadata":
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value


VALUES: Mapping[str, "Callable[[Fault], Any]"] = {
    **{name: partial(cell, name) for name in WIRE},
    "age": lambda fault: age(fault.created_at, fault.resolved_at or now()),
    "site": lambda fault: fault.path[0],
    "state": state,
    "ttl": lambda fault: fault.ttl,
}


def _draw(faults: "Sequence[Fault]", columns: Sequence[str], is_wide: bool) -> None:  # noqa: FBT001 - as Kind has it
    from faultbook_client.command.views.fault_table import print_table

    print_table(faults, columns, is_wide=is_wide)


FAULTS: "Kind[Fault]" = Kind(
    name=lambda fault: fault.id,
    wire=lambda fault: fault.wire,
    values=VALUES,
    lines=_LINES,
    every=WIRE,
    draw=_draw,
    nothing="No faults.",
)


def ordering(text: str) -> "Callable[[list[Fault]], list[Fault]] | None":
    """Parses `--sort severity,-created_at`; None without it. Raises BadParameter."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        FAULTS.columns(name.removeprefix("-"))

    def in_order(faults: "list[Fault]") -> "list[Fault]":
        for name in reversed(names):
            faults = _sorted(faults, name.removeprefix("-"), is_reversed=name.startswith("-"))
        return faults

    return in_order if names else None


def _sorted(faults: "list[Fault]", column: str, *, is_reversed: bool) -> "list[Fault]":
    """Equal faults stay newest first; unknown values come last."""
    known = [fault for fault in faults if _sort_value(fault, column) not in (None, "")]
    missing = [fault for fault in faults if _sort_value(fault, column) in (None, "")]
    known.sort(key=lambda fault: _sort_value(fault, column), reverse=is_reversed)
    return known + missing


def _sort_value(fault: "Fault", column: str) -> Any:
    """The worst severity comes first, and the youngest."""
    if column == "severity":
        return RANKS[fault.severity]
    if column == "age":
        return -fault.created_at.timestamp()
    value = VALUES[column](fault)
    return value.casefold() if isinstance(value, str) else value
