"""The synchronous client."""

import itertools
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self, Unpack

import httpx

from faultbook_client import action_calls, calls, change_calls, group_calls
from faultbook_client.access import AccessTokens, ApiKeys, Settings
from faultbook_client.action_models import Acted
from faultbook_client.calls import Answer, Call
from faultbook_client.change_models import ChangePage
from faultbook_client.endpoints import Endpoints
from faultbook_client.events import Events
from faultbook_client.exchange import SENDING_ERRORS, Done, after, request_of
from faultbook_client.group_models import Groups
from faultbook_client.heartbeats import Heartbeats
from faultbook_client.models import (
    BatchItem,
    Fault,
    Health,
    Hierarchy,
    Page,
    Statistics,
    TimelineEntry,
    TopFaults,
)
from faultbook_client.network import network
from faultbook_client.parameters import (
    DEFAULT_TIMEOUT,
    MAX_PAGE,
    Action,
    Changes,
    Filters,
    Report,
)
from faultbook_client.retry import Retry


class Faultbook:
    """Close it, or use it in a `with`. Threads may share it. AsyncFaultbook is the same, awaited.

    `version` of a change is the one that you read: PreconditionFailed is raised where somebody else
    changed the fault since. Proxies and certificates come from the environment. `transport` is for
    tests and other features of httpx. Raises InvalidArgument for a URL, a token, a time-out or a
    proxy that cannot be used.
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
        way = network(url, token, timeout=timeout, user_agent=user_agent, transport=transport)
        self.url = way.url
        self._http = httpx.Client(**way.arguments)
        self._retry = retry or Retry()
        self.tokens = AccessTokens(self._ask)
        self.api_keys = ApiKeys(self._ask)
        self.settings = Settings(self._ask)
        self.events = Events(self._ask)
        self.heartbeats = Heartbeats(self._ask)
        self.endpoints = Endpoints(self._ask)

    def report(self, *, idempotency_key: str = "", **report: Unpack[Report]) -> Fault:
        """The new fault, or the open one with the same `deduplication_key`.

        When the answer is lost, the report is sent again with the same key and makes one fault.
        Give a key of your own to make a whole program repeatable; it is valid for 24 hours.
        """
        return self._ask(calls.report(report, idempotency_key))

    def batch(self, reports: Sequence[Report], *, idempotency_key: str = "") -> Sequence[BatchItem]:
        """Reports 1 to 100 faults; an answer for each, in order, so look at every `status`."""
        return self._ask(calls.batch(reports, idempotency_key))

    def get(self, fault_id: str) -> Fault:
        """With all its comments."""
        return self._ask(calls.get(fault_id))

    def page(
        self, *, cursor: str | None = None, limit: int = MAX_PAGE, **filters: Unpack[Filters]
    ) -> Page:
        """Newest first. A page may be short, or empty, and still have a cursor to go on."""
        return self._ask(calls.page(filters, cursor, limit))

    def list(self, *, page_size: int = MAX_PAGE, **filters: Unpack[Filters]) -> Iterator[Fault]:
        """Every fault that matches, newest first; pages are fetched as you iterate."""
        cursor: str | None = None
        while True:
            page = self._ask(calls.page(filters, cursor, page_size))
            yield from page.faults
            cursor = page.cursor
            if cursor is None:
                return

    def update(
        self, fault_id: str, *, version: int | None = None, **changes: Unpack[Changes]
    ) -> Fault:
        return self._ask(calls.update(fault_id, changes, version))

    def resolve(self, fault_id: str, reason: str = "", *, version: int | None = None) -> Fault:
        """A resolved fault is returned unchanged."""
        return self._ask(calls.resolve(fault_id, reason, version))

    def reopen(self, fault_id: str, reason: str = "", *, version: int | None = None) -> Fault:
        return self._ask(calls.reopen(fault_id, reason, version))

    def acknowledge(self, fault_id: str, reason: str = "", *, version: int | None = None) -> Fault:
        """The first acknowledgement stays. Raises Conflict for a resolved fault."""
        return self._ask(calls.acknowledge(fault_id, reason, version))

    def unacknowledge(self, fault_id: str, *, version: int | None = None) -> Fault:
        return self._ask(calls.unacknowledge(fault_id, version))

    def snooze(
        self, fault_id: str, until: datetime, reason: str = "", *, version: int | None = None
    ) -> Fault:
        """Leave it alone until then, 30 days at most. Raises Conflict for a resolved fault."""
        return self._ask(calls.snooze(fault_id, until, reason, version))

    def unsnooze(self, fault_id: str, *, version: int | None = None) -> Fault:
        return self._ask(calls.unsnooze(fault_id, version))

    def assign(self, fault_id: str, assignee: str | None, *, version: int | None = None) -> Fault:
        """`me` is the caller; None unassigns it."""
        return self._ask(calls.assign(fault_id, assignee, version))

    def delete(self, fault_id: str, *, version: int | None = None) -> None:
        """For good, with its comments."""
        self._ask(calls.delete(fault_id, version))

    def comment(self, fault_id: str, text: str) -> Fault:
        """Not retried when its answer is lost: there might be two comments."""
        return self._ask(calls.comment(fault_id, text))

    def timeline(self, fault_id: str) -> Sequence[TimelineEntry]:
        """Oldest first; the newest change may take a second to appear."""
        return self._ask(calls.timeline(fault_id))

    def statistics(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        buckets: int = 1,
        top: int = 10,
    ) -> Statistics:
        """Of the last day unless told otherwise."""
        return self._ask(calls.statistics(since, until, buckets, top))

    def top_faults(self) -> Sequence[TopFaults]:
        """The ten resources with most faults in the last 14 days."""
        return self._ask(calls.top_faults())

    def changes(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        site: str | None = None,
        path: str | None = None,
        cursor: str | None = None,
        limit: int = MAX_PAGE,
    ) -> ChangePage:
        """Change events, as PagerDuty's senders report them, newest first; kept for 90 days.

        A page may be empty and still have a cursor to go on.
        """
        return self._ask(
            change_calls.changes(
                since=since, until=until, site=site, path=path, cursor=cursor, limit=limit
            )
        )

    def hierarchy(self, path: str | None = None, *, cursor: str | None = None) -> Hierarchy:
        """Open faults below a node, by its children; without a path the children are the sites.

        One answer counts up to 1,000 faults.
        """
        return self._ask(calls.hierarchy(path, cursor))

    def groups(
        self, by: Sequence[str] = (), *, cursor: str | None = None, **filters: Unpack[Filters]
    ) -> Groups:
        """Counts similar faults: `by` names of `type site resource reporter severity kind path:N`.

        One answer looks through 1,000 faults, the newest first.
        """
        return self._ask(group_calls.groups(by, filters, cursor))

    def act(
        self,
        action: str,
        ids: Sequence[str] | None = None,
        *,
        cursor: str | None = None,
        **details: Unpack[Action],
    ) -> Acted:
        """`acknowledge unacknowledge resolve reopen assign unassign comment` up to 1,000 faults.

        Those of the ids, or that `filters` find; an answer for each, so look at every `status`.
        """
        return self._ask(action_calls.act(action, ids, details, cursor))

    def health(self) -> Health:
        """Needs no token."""
        return self._ask(calls.health())

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

    def _ask(self, call: Call[Answer]) -> Answer:
        """Raises FaultbookError."""
        request = request_of(self._http, call)
        for failed in itertools.count(1):
            outcome: httpx.Response | Exception
            try:
                outcome = self._http.send(request)
            except SENDING_ERRORS as error:
                outcome = error
            step = after(call, outcome, failed, self._retry)
            if isinstance(step, Done):
                return step.answer
            time.sleep(step)
        raise AssertionError("attempts end by an answer or an error")
