"""Lists by offset, over a store that can only continue from a position.

`meta.next` and `meta.previous` carry a signed position, so a client that follows them costs a
page each; one that counts offsets by itself costs what it skips, up to MAX_OFFSET. An answer has
at most MAX_ANSWER items and what Lambda can carry, also where `limit` is 0 or more than that; the
rest is behind `next`. `total_count` is counted where a list is longer than its page, and goes along
with the position. It is exact up to MAX_COUNTED; beyond, it comes from the statistics where nothing
but the status is asked for, and is a lower bound under any other filter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from faultbook.domain.fault import Fault
from faultbook.domain.listing import FaultFilter, Position
from faultbook.gateway.answer_size import as_many_as_fit, place_after
from faultbook.gateway.cursor import CursorSigner
from faultbook.gateway.http import Request
from faultbook.usecases.read_faults import ReadFaults
from functions.fortimonitor_api.answers import Meta, Outage, OutageList
from functions.fortimonitor_api.errors import invalid
from functions.fortimonitor_api.links import PLAIN_IN_PATH
from functions.fortimonitor_api.schemas import ListOutages, ListQuery

MAX_ANSWER = 1000
MAX_COUNTED = 5000
_READS = 5  # of the store for one page, under filters that leave its pages short
_READS_TO_SKIP = 20
_OWN = {"api_key", "limit", "offset", "cursor", "before"}

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Run:
    """Faults in the order read; `beyond` is where the next read starts, None at the end."""

    faults: Sequence[Fault]
    outages: Sequence[Outage]
    beyond: Position | None


@dataclass(frozen=True, slots=True)
class OutagePages:
    """`known_count`: a lower bound of the list's length, from a source that is cheap to read."""

    faults: ReadFaults
    signer: CursorSigner
    customer_id: str
    request: Request
    origin: str
    fault_filter: FaultFilter
    query: ListOutages
    wire_of: Callable[[Fault], Outage]
    known_count: Callable[[], int]

    def answer(self) -> OutageList:
        """Raises InvalidRequest, InvalidCursor or Unavailable."""
        limit = limit_of(self.query)
        if self.query.before:
            return self._page_before(limit, *self._place(self.query.before))
        if self.query.cursor:
            return self._page_after(limit, *self._place(self.query.cursor))
        start, skipped = self._skip()
        if skipped < self.query.offset or (skipped and start is None):
            return self._envelope(limit, [], None, None, skipped)
        return self._page_after(limit, start)

    def _page_after(self, limit: int, start: Position | None, counted: int = 0) -> OutageList:
        run = self._run(limit, start, back=False)
        is_first = not (run.faults and self.query.offset)
        before = None if is_first else self.fault_filter.position_of(run.faults[0])
        total = self._total(len(run.faults), run.beyond, counted)
        return self._envelope(limit, run.outages, run.beyond, before, total)

    def _page_before(self, limit: int, start: Position, counted: int) -> OutageList:
        """What was read last is the first of the page."""
        run = self._run(limit, start, back=True)
        after = self.fault_filter.position_of(run.faults[0]) if run.faults else None
        total = self._total(len(run.faults), after, counted)
        return self._envelope(limit, run.outages[::-1], after, run.beyond, total)

    def _envelope(
        self,
        limit: int,
        outages: Sequence[Outage],
        after: Position | None,
        before: Position | None,
        total: int,
    ) -> OutageList:
        """Where the count says that nothing follows, a place to go on from leads nowhere."""
        offset = self.query.offset
        back, ahead = max(0, offset - limit), offset + len(outages)

        def there(name: str, place: Position, to: int) -> str:
            signed = self.signer.write(place, *self._bound_to(total))
            own = {"limit": self.query.limit, "offset": to, name: f"{total}.{signed}"}
            return link(self.request, self.origin, own)

        return {
            "outage_list": list(outages),
            "meta": {
                "limit": limit,
                "offset": offset,
                "next": there("cursor", after, ahead) if after and total > ahead else None,
                "previous": there("before", before, back) if before else None,
                "total_count": total,
            },
        }

    def _run(self, limit: int, start: Position | None, *, back: bool) -> Run:
        newer = back != is_ascending(self.query)
        page = self.faults.page(
            self.customer_id, self.fault_filter, limit, start, backwards=newer, most_reads=_READS
        )
        faults = page.faults[::-1] if newer else page.faults
        outages = as_many_as_fit(faults, self.wire_of)
        beyond = place_after(faults, len(outages), self.fault_filter, page.next)
        return Run(faults[: len(outages)], outages, beyond)

    def _skip(self) -> tuple[Position | None, int]:
        """Where `offset` leads and how many were skipped. Raises InvalidRequest."""
        position: Position | None = None
        skipped = 0
        for page in self.faults.pages(
            self.customer_id,
            self.fault_filter,
            size=MAX_ANSWER,
            limit=self.query.offset,
            most_reads=_READS_TO_SKIP,
            backwards=is_ascending(self.query),
        ):
            skipped += len(page.faults)
            position = page.next
        if skipped < self.query.offset and position:
            raise invalid("offset", "too far under these filters; follow meta.next")
        return position, skipped

    def _total(self, shown: int, after: Position | None, counted: int) -> int:
        """`counted` is what an earlier page has counted, 0 where there was none."""
        seen = self.query.offset + shown
        if after is None:
            return seen
        if counted > seen:
            return counted
        known = self.known_count()
        if known > 2 * MAX_COUNTED:  # also if the statistics should be far behind
            return max(known, seen + 1)
        most = max(0, MAX_COUNTED - seen)
        ahead = self.faults.count(
            self.customer_id, self.fault_filter, most, after, backwards=is_ascending(self.query)
        )
        if ahead.is_all:
            return seen + ahead.number
        return max(known, seen + ahead.number, seen + 1)

    def _place(self, cursor: str) -> tuple[Position, int]:
        """And how many the list had. Raises InvalidCursor."""
        total, _, signed = cursor.partition(".")
        return self.signer.read(signed, *self._bound_to(total)), int(total)

    def _bound_to(self, total: int | str) -> tuple[str, ...]:
        own = {"limit", "offset", "cursor", "before", "full"}
        filters = self.query.model_dump_json(exclude=own, exclude_none=True)
        return self.customer_id, self.request.path, filters, str(total)


def limit_of(query: ListQuery) -> int:
    return min(query.limit, MAX_ANSWER) or MAX_ANSWER


def is_ascending(query: ListOutages) -> bool:
    """Lists are sorted by `start_time`, the vendor's default; other fields are not heeded."""
    if query.order:
        return query.order.lower() == "asc"
    return query.order_by == "start_time"


def link(request: Request, origin: str, own: Mapping[str, Any]) -> str:
    """The same request at another place, without its key: clients add that themselves."""
    kept = {name: value for name, value in request.query.items() if name not in _OWN}
    path = quote(request.path, safe=PLAIN_IN_PATH)
    return f"{origin}{path}?{urlencode(kept | dict(own), doseq=True)}"


def cut(
    items: Sequence[Item], query: ListQuery, request: Request, origin: str
) -> tuple[list[Item], Meta]:
    """The page of a list that is all at hand, and where it is in it."""
    limit = limit_of(query)
    shown = as_many_as_fit(items[query.offset : query.offset + limit], lambda item: item)
    end = query.offset + len(shown)
    back = max(0, query.offset - limit)

    def there(offset: int) -> str:
        return link(request, origin, {"limit": query.limit, "offset": offset})

    return shown, {
        "limit": limit,
        "offset": query.offset,
        "next": there(end) if end < len(items) else None,
        "previous": there(back) if query.offset else None,
        "total_count": len(items),
    }
