"""Each request of the API as a value, for the synchronous and the asynchronous client."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from faultbook_client.models import (
    BatchItem,
    Branch,
    Fault,
    Health,
    Hierarchy,
    OpenFaults,
    Page,
    Statistics,
    TimelineEntry,
    TopFaults,
)
from faultbook_client.parameters import MAX_PAGE, Changes, Filters, Report
from faultbook_client.reading import list_reader, member, read, read_each, reader
from faultbook_client.wire import segment, time_wire

Answer = TypeVar("Answer")

PASSING = frozenset({500, 502, 503, 504})


def nothing(wire: Any) -> None:
    """Reads an answer without content."""
    del wire


def _never(answer: Any) -> bool:
    del answer
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Generic[Answer]):
    """Not `is_repeatable`: a request that would be done twice if it is sent again.

    Such a request is sent again only where it cannot have arrived, or was refused before it was
    done. A request that `removes`, and finds nothing at a second attempt, succeeded at the first.
    Where `is_passing` is true of an answer, it is requested again as long as there are attempts.
    """

    method: str
    path: str
    read: Callable[[Any], Answer]
    query: Mapping[str, Any] = field(default_factory=dict)
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    is_repeatable: bool = True
    removes: bool = False
    is_passing: Callable[[Answer], bool] = _never


def report(report: Mapping[str, Any], idempotency_key: str) -> Call[Fault]:
    return Call(
        method="POST",
        path="/fault",
        content=_report_wire(report),
        headers=_once(idempotency_key),
        read=reader(Fault),
    )


def batch(reports: Sequence[Report], idempotency_key: str) -> Call[Sequence[BatchItem]]:
    return Call(
        method="POST",
        path="/fault/batch",
        content={"faults": [_report_wire(report) for report in reports]},
        headers=_once(idempotency_key),
        read=_batch_items,
        is_passing=lambda items: any(item.status in PASSING for item in items),
    )


def get(fault_id: str) -> Call[Fault]:
    return Call(method="GET", path=_path(fault_id), read=reader(Fault))


def page(filters: Filters, cursor: str | None, limit: int = MAX_PAGE) -> Call[Page]:
    query = filters_wire(filters) | {"limit": limit, "cursor": cursor}
    return Call(method="GET", path="/fault", query=query, read=_page)


def change(
    method: str, fault_id: str, suffix: str, content: Mapping[str, Any] | None, version: int | None
) -> Call[Fault]:
    """With a version it is not repeatable: a first attempt that succeeded changes the version."""
    return Call(
        method=method,
        path=f"{_path(fault_id)}{suffix}",
        content=content,
        headers=_seen(version),
        is_repeatable=version is None,
        read=reader(Fault),
    )


def resolve(fault_id: str, reason: str, version: int | None) -> Call[Fault]:
    return change("POST", fault_id, "/resolve", {"reason": reason}, version)


def reopen(fault_id: str, reason: str, version: int | None) -> Call[Fault]:
    return change("POST", fault_id, "/reopen", {"reason": reason}, version)


def acknowledge(fault_id: str, reason: str, version: int | None) -> Call[Fault]:
    return change("POST", fault_id, "/acknowledge", {"reason": reason}, version)


def unacknowledge(fault_id: str, version: int | None) -> Call[Fault]:
    return change("DELETE", fault_id, "/acknowledge", None, version)


def unsnooze(fault_id: str, version: int | None) -> Call[Fault]:
    return change("DELETE", fault_id, "/snooze", None, version)


def assign(fault_id: str, assignee: str | None, version: int | None) -> Call[Fault]:
    if assignee is None:
        return change("DELETE", fault_id, "/assign", None, version)
    return change("POST", fault_id, "/assign", {"assignee": assignee}, version)


def update(fault_id: str, changes: Changes, version: int | None) -> Call[Fault]:
    return change("PATCH", fault_id, "", {**changes}, version)


def snooze(fault_id: str, until: datetime, reason: str, version: int | None) -> Call[Fault]:
    content = {"until": time_wire(until), "reason": reason}
    return change("POST", fault_id, "/snooze", content, version)


def delete(fault_id: str, version: int | None) -> Call[None]:
    return Call(
        method="DELETE",
        path=_path(fault_id),
        headers=_seen(version),
        removes=True,
        read=nothing,
    )


def comment(fault_id: str, text: str) -> Call[Fault]:
    path = f"{_path(fault_id)}/comment"
    return Call(
        method="POST",
        path=path,
        content={"comment": text},
        is_repeatable=False,
        read=reader(Fault),
    )


def timeline(fault_id: str) -> Call[list[TimelineEntry]]:
    path = f"{_path(fault_id)}/timeline"
    return Call(method="GET", path=path, read=list_reader(TimelineEntry, "data"))


def statistics(
    since: datetime | None, until: datetime | None, buckets: int, top: int
) -> Call[Statistics]:
    query = _span_wire(since, until) | {"buckets": buckets, "top": top}
    return Call(method="GET", path="/fault/statistics", query=query, read=reader(Statistics))


def top_faults() -> Call[list[TopFaults]]:
    return Call(method="GET", path="/fault/top_faults", read=list_reader(TopFaults))


def hierarchy(path: str | None, cursor: str | None) -> Call[Hierarchy]:
    query = {"path": path, "cursor": cursor}
    return Call(method="GET", path="/fault/hierarchy", query=query, read=_hierarchy)


def health() -> Call[Health]:
    return Call(method="GET", path="/health", read=reader(Health))


def _path(fault_id: str) -> str:
    return f"/fault/{segment(fault_id)}"


def _once(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key or secrets.token_urlsafe(18)}


def _seen(version: int | None) -> dict[str, str]:
    return {} if version is None else {"If-Match": f'"{version}"'}


def _report_wire(report: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: time_wire(value) if isinstance(value, datetime) else value
        for name, value in report.items()
        if value is not None
    }


def _batch_items(wire: Any) -> list[BatchItem]:
    return [_batch_item(item) for item in member(wire, "data")]


def _batch_item(wire: Any) -> BatchItem:
    status = member(wire, "status")
    fault = wire.get("fault")
    return BatchItem(status, fault and read(Fault, fault), wire.get("error"))


def _page(wire: Any) -> Page:
    meta = member(wire, "meta")
    faults = read_each(Fault, member(wire, "data"))
    return Page(faults, member(meta, "cursor"), meta.get("complete", True))


def _hierarchy(wire: Any) -> Hierarchy:
    here = read(OpenFaults, member(wire, "meta", "here"))
    branches = read_each(Branch, member(wire, "data"))
    return Hierarchy(branches, here, member(wire, "meta", "cursor"))


def _span_wire(since: datetime | None, until: datetime | None) -> dict[str, Any]:
    return {"from": since and time_wire(since), "to": until and time_wire(until)}


def filters_wire(filters: Filters) -> dict[str, Any]:
    times = {"since", "until", "resolved_since", "resolved_until"}
    named = {name: value for name, value in filters.items() if name not in times}
    resolved = _span_wire(filters.get("resolved_since"), filters.get("resolved_until"))
    return (
        named
        | _span_wire(filters.get("since"), filters.get("until"))
        | {f"resolved_{name}": value for name, value in resolved.items()}
    )
