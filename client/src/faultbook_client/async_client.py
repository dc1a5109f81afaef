"""The asynchronous client."""

import itertools
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Self, Unpack

import anyio
import httpx

from faultbook_client import action_calls, calls, change_calls, group_calls
from faultbook_client.action_models import Acted
from faultbook_client.async_access import AsyncAccessTokens, AsyncApiKeys, AsyncSettings
from faultbook_client.async_endpoints import AsyncEndpoints
from faultbook_client.async_events import AsyncEvents
from faultbook_client.async_heartbeats import AsyncHeartbeats
from faultbook_client.calls import Answer, Call
from faultbook_client.change_models import ChangePage
from faultbook_client.exchange import SENDING_ERRORS, Done, after, request_of
from faultbook_client.group_models import Groups
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


class AsyncFaultbook:
    """As Faultbook, with the same methods to await; `list` is for `async for`.

    Close it by `aclose`, or use it in an `async with`. Tasks may share it.
    """

    def __init__(
        self,
        url: str,
        token: str = "",
        *,
        timeout: float = DEFAULT_TIMEOUT,
        retry: Retry | None = None,
        user_agent: str = "faultbook-client",
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        way = network(url, token, timeout=timeout, user_agent=user_agent, transport=transport)
        self.url = way.url
        self._http = httpx.AsyncClient(**way.arguments)
        self._retry = retry or Retry()
        self.tokens = AsyncAccessTokens(self._ask)
        self.api_keys = AsyncApiKeys(self._ask)
        self.settings = AsyncSettings(self._ask)
        self.events = AsyncEvents(self._ask)
        self.heartbeats = AsyncHeartbeats(self._ask)
        self.endpoints = AsyncEndpoints(self._ask)

    async def report(self, *, idempotency_key: str = "", **report: Unpack[Report]) -> Fault:
        return await self._ask(calls.report(report, idempotency_key))

    async def batch(
        self, reports: Sequence[Report], *, idempotency_key: str = ""
    ) -> Sequence[BatchItem]:
        return await self._ask(calls.batch(reports, idempotency_key))

    async def get(self, fault_id: str) -> Fault:
        return await self._ask(calls.get(fault_id))

    async def page(
        self, *, cursor: str | None = None, limit: int = MAX_PAGE, **filters: Unpack[Filters]
    ) -> Page:
        return await self._ask(calls.page(filters, cursor, limit))

    async def list(
        self, *, page_size: int = MAX_PAGE, **filters: Unpack[Filters]
    ) -> AsyncIterator[Fault]:
        cursor: str | None = None
        while True:
            page = await self._ask(calls.page(filters, cursor, page_size))
            for fault in page.faults:
                yield fault
            cursor = page.cursor
            if cursor is None:
                return

    async def update(
        self, fault_id: str, *, version: int | None = None, **changes: Unpack[Changes]
    ) -> Fault:
        return await self._ask(calls.update(fault_id, changes, version))

    async def resolve(
        self, fault_id: str, reason: str = "", *, version: int | None = None
    ) -> Fault:
        return await self._ask(calls.resolve(fault_id, reason, version))

    async def reopen(self, fault_id: str, reason: str = "", *, version: int | None = None) -> Fault:
        return await self._ask(calls.reopen(fault_id, reason, version))

    async def acknowledge(
        self, fault_id: str, reason: str = "", *, version: int | None = None
    ) -> Fault:
        return await self._ask(calls.acknowledge(fault_id, reason, version))

    async def unacknowledge(self, fault_id: str, *, version: int | None = None) -> Fault:
        return await self._ask(calls.unacknowledge(fault_id, version))

    async def snooze(
        self, fault_id: str, until: datetime, reason: str = "", *, version: int | None = None
    ) -> Fault:
        return await self._ask(calls.snooze(fault_id, until, reason, version))

    async def unsnooze(self, fault_id: str, *, version: int | None = None) -> Fault:
        return await self._ask(calls.unsnooze(fault_id, version))

    async def assign(
        self, fault_id: str, assignee: str | None, *, version: int | None = None
    ) -> Fault:
        return await self._ask(calls.assign(fault_id, assignee, version))

    async def delete(self, fault_id: str, *, version: int | None = None) -> None:
        await self._ask(calls.delete(fault_id, version))

    async def comment(self, fault_id: str, text: str) -> Fault:
        return await self._ask(calls.comment(fault_id, text))

    async def timeline(self, fault_id: str) -> Sequence[TimelineEntry]:
        return await self._ask(calls.timeline(fault_id))

    async def statistics(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        buckets: int = 1,
        top: int = 10,
    ) -> Statistics:
        return await self._ask(calls.statistics(since, until, buckets, top))

    async def top_faults(self) -> Sequence[TopFaults]:
        return await self._ask(calls.top_faults())

    async def changes(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        site: str | None = None,
        path: str | None = None,
        cursor: str | None = None,
        limit: int = MAX_PAGE,
    ) -> ChangePage:
        return await self._ask(
            change_calls.changes(
                since=since, until=until, site=site, path=path, cursor=cursor, limit=limit
            )
        )

    async def hierarchy(self, path: str | None = None, *, cursor: str | None = None) -> Hierarchy:
        return await self._ask(calls.hierarchy(path, cursor))

    async def groups(
        self, by: Sequence[str] = (), *, cursor: str | None = None, **filters: Unpack[Filters]
    ) -> Groups:
        return await self._ask(group_calls.groups(by, filters, cursor))

    async def act(
        self,
        action: str,
        ids: Sequence[str] | None = None,
        *,
        cursor: str | None = None,
        **details: Unpack[Action],
    ) -> Acted:
        return await self._ask(action_calls.act(action, ids, details, cursor))

    async def health(self) -> Health:
        return await self._ask(calls.health())

    async def aclose(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def _ask(self, call: Call[Answer]) -> Answer:
        """Raises FaultbookError."""
        request = request_of(self._http, call)
        for failed in itertools.count(1):
            outcome: httpx.Response | Exception
            try:
                outcome = await self._http.send(request)
            except SENDING_ERRORS as error:
                outcome = error
            step = after(call, outcome, failed, self._retry)
            if isinstance(step, Done):
                return step.answer
            await anyio.sleep(step)
        raise AssertionError("attempts end by an answer or an error")
