"""The client of the native API."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Required, Self, TypedDict, Unpack

import httpx

from faultbook_client.access import AccessTokens, ApiKeys
from faultbook_client.models import (
    BatchItem,
    Branch,
    Fault,
    Health,
    Hierarchy,
    Kind,
    OpenFaults,
    Page,
    Severity,
    Statistics,
    Status,
    TimelineEntry,
    TopFaults,
)
from faultbook_client.retry import Retry
from faultbook_client.transport import (
    PASSING,
    Transport,
    member,
    quoted,
    read,
    read_each,
    time_wire,
)

DEFAULT_TIMEOUT = 15.0  # seconds for each attempt: to connect, and between two pieces of an answer
MAX_BATCH = 100
MAX_PAGE = 100


class Report(TypedDict, total=False):
    """What POST /fault takes. A time without a zone is local; kind is ALERT unless given."""

    resource_id: Required[str]
    microservice_id: Required[str]
    type: Required[str]
    severity: Required[Severity | str]
    message: Required[str]
    cause: Required[str]
    resource_ancestry_path: str | None
    kind: Kind | str | None
    occurred_at: datetime | str | None
    deduplication_key: str | None
    metadata: Mapping[str, Any] | None


class Changes(TypedDict, total=False):
    severity: Severity | str
    message: str
    cause: str
    type: str
    status: Status | str
    reason: str


class Filters(TypedDict, total=False):
    """What is None does not filter. `status` may also be `recent`: resolved within a day.

    `site` is the first segment of a path, `path` a prefix of whole segments, `q` a text within
    message or cause; `since` is included, `until` is not.
    """

    status: Status | str | None
    severity: Severity | str | None
    type: str | None
    site: str | None
    path: str | None
    resource_id: str | None
    q: str | None
    since: datetime | None
    until: datetime | None


class Faultbook:
    """Close it, or use it in a `with`. Threads may share it.

    `version` of a change is the one seen: PreconditionFailed is raised where somebody was faster.
    `proxies` and certificates come from the environment, as httpx reads it. `transport` is for
    tests and for what httpx can do besides.
    """

    def __init__(
        self,
        url: str,
        token: str = "",
        *,
        timeout: float = DEFAULT_TIMEOUT,
        retry: Retry | None = None,
        user_agent: str = "faultbook-client",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        headers = {"User-Agent": user_agent, "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(
            base_url=self.url, headers=headers, timeout=timeout, transport=transport
        )
        self._transport = Transport(self._http, retry or Retry())
        self.tokens = AccessTokens(self._transport)
        self.api_keys = ApiKeys(self._transport)

    def report(self, *, idempotency_key: str = "", **report: Unpack[Report]) -> Fault:
        """The new fault; with a `deduplication_key` that is open, the standing one.

        Sent again under the same key when the answer is lost, so that it is one fault all the same.
        Give a key of your own to make a whole program repeatable; it holds for 24 hours.
        """
        wire = self._transport.request(
            "POST", "/fault", content=_report_wire(report), headers=_once(idempotency_key)
        )
        return read(Fault, wire)

    def batch(self, reports: Sequence[Report], *, idempotency_key: str = "") -> Sequence[BatchItem]:
        """Reports 1 to 100 faults; an answer for each, in order, so look at every `status`."""
        headers = _once(idempotency_key)
        content = {"faults": [_report_wire(report) for report in reports]}
        failed = 0
        while True:
            wire = self._transport.request("POST", "/fault/batch", content=content, headers=headers)
            items = [_batch_item(one) for one in member(wire, "data")]
            failed += 1
            if not any(item.status in PASSING for item in items) or not self._transport.wait(
                failed
            ):
                return items

    def get(self, fault_id: str) -> Fault:
        """With all its comments."""
        return read(Fault, self._transport.request("GET", _path(fault_id)))

    def page(
        self, *, cursor: str | None = None, limit: int = MAX_PAGE, **filters: Unpack[Filters]
    ) -> Page:
        """Newest first. A page may be short, or empty, and still have a cursor to go on."""
        query = _filters_wire(filters) | {"limit": limit, "cursor": cursor}
        wire = self._transport.request("GET", "/fault", query=query)
        return Page(read_each(Fault, member(wire, "data")), member(wire, "meta", "cursor"))

    def list(self, *, page_size: int = MAX_PAGE, **filters: Unpack[Filters]) -> Iterator[Fault]:
        """Every fault that the filters leave, newest first, fetched page by page as it is read."""
        cursor: str | None = None
        while True:
            page = self.page(cursor=cursor, limit=page_size, **filters)
            yield from page.faults
            cursor = page.cursor
            if cursor is None:
                return

    def update(
        self, fault_id: str, *, version: int | None = None, **changes: Unpack[Changes]
    ) -> Fault:
        return self._change("PATCH", _path(fault_id), dict(changes), version)

    def resolve(self, fault_id: str, reason: str = "", *, version: int | None = None) -> Fault:
        """A resolved fault is answered as it stands."""
        return self._change("POST", f"{_path(fault_id)}/resolve", {"reason": reason}, version)

    def reopen(self, fault_id: str, reason: str = "", *, version: int | None = None) -> Fault:
        return self._change("POST", f"{_path(fault_id)}/reopen", {"reason": reason}, version)

    def acknowledge(self, fault_id: str, reason: str = "", *, version: int | None = None) -> Fault:
        """The first acknowledgement stays. Raises Conflict for a resolved fault."""
        return self._change("POST", f"{_path(fault_id)}/acknowledge", {"reason": reason}, version)

    def unacknowledge(self, fault_id: str, *, version: int | None = None) -> Fault:
        return self._change("DELETE", f"{_path(fault_id)}/acknowledge", None, version)

    def delete(self, fault_id: str, *, version: int | None = None) -> None:
        """For good, with its comments."""
        self._transport.request("DELETE", _path(fault_id), headers=_seen(version), removes=True)

    def comment(self, fault_id: str, text: str) -> Fault:
        """Not retried when its answer is lost: the comment might stand there twice."""
        wire = self._transport.request(
            "POST", f"{_path(fault_id)}/comment", content={"comment": text}, repeatable=False
        )
        return read(Fault, wire)

    def timeline(self, fault_id: str) -> Sequence[TimelineEntry]:
        """Oldest first; the newest change may take a second to appear."""
        wire = self._transport.request("GET", f"{_path(fault_id)}/timeline")
        return read_each(TimelineEntry, member(wire, "data"))

    def statistics(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        buckets: int = 1,
        top: int = 10,
    ) -> Statistics:
        """Of the last day unless told otherwise."""
        query = _span_wire(since, until) | {"buckets": buckets, "top": top}
        return read(Statistics, self._transport.request("GET", "/fault/statistics", query=query))

    def top_faults(self) -> Sequence[TopFaults]:
        """The ten resources with most faults in the last 14 days."""
        return read_each(TopFaults, self._transport.request("GET", "/fault/top_faults"))

    def hierarchy(self, path: str | None = None, *, cursor: str | None = None) -> Hierarchy:
        """Open faults below a node, by its children; without a path the children are the sites.

        One answer counts up to 1,000 faults.
        """
        query = {"path": path, "cursor": cursor}
        wire = self._transport.request("GET", "/fault/hierarchy", query=query)
        here = read(OpenFaults, member(wire, "meta", "here"))
        return Hierarchy(
            read_each(Branch, member(wire, "data")), here, member(wire, "meta", "cursor")
        )

    def health(self) -> Health:
        """Needs no token."""
        return read(Health, self._transport.request("GET", "/health"))

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _change(
        self, method: str, path: str, content: Mapping[str, Any] | None, version: int | None
    ) -> Fault:
        """With a version the change is not repeatable: the first attempt's own would not match."""
        wire = self._transport.request(
            method, path, content=content, headers=_seen(version), repeatable=version is None
        )
        return read(Fault, wire)


def _path(fault_id: str) -> str:
    return f"/fault/{quoted(fault_id)}"


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


def _batch_item(wire: Any) -> BatchItem:
    status = member(wire, "status")
    fault = wire.get("fault")
    return BatchItem(status, fault and read(Fault, fault), wire.get("error"))


def _span_wire(since: datetime | None, until: datetime | None) -> dict[str, Any]:
    return {"from": since and time_wire(since), "to": until and time_wire(until)}


def _filters_wire(filters: Filters) -> dict[str, Any]:
    named = {name: value for name, value in filters.items() if name not in {"since", "until"}}
    return named | _span_wire(filters.get("since"), filters.get("until"))
