"""Which faults a command is about: filters of which several values mean any of them."""

import heapq
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import typer

from faultbook_client.command.severities import RANKS
from faultbook_client.enums import Kind, Severity
from faultbook_client.parameters import MAX_PAGE, Filters

if TYPE_CHECKING:
    from faultbook_client.client import Faultbook
    from faultbook_client.models import Fault

_MOST_QUERIES = 100  # each is a list of its own, of which one page is held


class ListedOrder(StrEnum):
    NEWEST = "newest"
    OLDEST = "oldest"
    SEVERITY = "severity"


class ListedStatus(StrEnum):
    UNRESOLVED = "unresolved"
    RESOLVED = "resolved"
    RECENT = "recent"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """`statuses` None: nobody said, so that each command has a default of its own."""

    statuses: Sequence[ListedStatus] | None = None
    severities: Sequence[Severity] = ()
    types: Sequence[str] = ()
    kinds: Sequence[Kind] = ()
    reporters: Sequence[str] = ()
    assignees: Sequence[str] = ()
    acknowledged: bool | None = None
    snoozed: bool | None = None
    sites: Sequence[str] = ()
    paths: Sequence[str] = ()
    resources: Sequence[str] = ()
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    resolved_since: datetime | None = None
    resolved_until: datetime | None = None

    def is_given(self) -> bool:
        """Whether anything was said that leaves some faults out."""
        return self != Selection()

    @property
    def is_by_resolving(self) -> bool:
        """Whether lists of what is resolved are in the order of that."""
        is_resolved = self.resolved_since is not None or self.resolved_until is not None
        return is_resolved and self.since is None and self.until is None

    def queries(self, default: ListedStatus) -> list[Filters]:
        """The API takes one place of each kind, so there is a list for every combination.

        No fault is in two of them. Raises BadParameter.
        """
        if self.resolved_since is not None or self.resolved_until is not None:
            default = ListedStatus.RESOLVED
        combinations: list[tuple[Any, ...]] = list(
            itertools.product(
                _apart(self.statuses or [default]),
                _each(self.sites),
                _each(outermost(self.paths)),
                _each(self.resources),
            )
        )
        if len(combinations) > _MOST_QUERIES:
            raise typer.BadParameter(
                f"These filters make {len(combinations)} lists; {_MOST_QUERIES} are the most."
            )
        return [
            Filters(
                status=status,
                site=site,
                path=path,
                resource_id=resource_id,
                severity=self.severities,
                type=self.types,
                kind=self.kinds,
                reporter=self.reporters,
                assignee=self.assignees,
                acknowledged=self.acknowledged,
                snoozed=self.snoozed,
                q=self.text,
                since=self.since,
                until=self.until,
                resolved_since=self.resolved_since,
                resolved_until=self.resolved_until,
            )
            for status, site, path, resource_id in combinations
        ]

    def faults(
        self,
        faultbook: "Faultbook",
        default: ListedStatus,
        count: int | None = None,
        order: ListedOrder = ListedOrder.NEWEST,
    ) -> Iterator["Fault"]:
        """`count` at most; what was resolved within a day by when that was."""
        page_size = MAX_PAGE if count is None else min(MAX_PAGE, count)
        queries = self.queries(default)
        for query in queries:
            query["order"] = order.value
        key = _key_of(order, "created_at")
        lists: list[Iterable[Fault]] = [
            faultbook.list(page_size=page_size, **query) for query in queries
        ]
        is_recent = all(query.get("status") == ListedStatus.RECENT for query in queries)
        if is_recent or self.is_by_resolving:
            key = _key_of(order, "resolved_at")
        else:
            lists = [
                sorted(found, key=key) if query.get("status") == "recent" else found
                for query, found in zip(queries, lists, strict=True)
            ]
        merged = lists[0] if len(lists) == 1 else heapq.merge(*lists, key=key)
        return itertools.islice(merged, count)


def _key_of(order: ListedOrder, time: str) -> Callable[["Fault"], Any]:
    """Ascending in the order."""
    at = attrgetter(time)
    if order is ListedOrder.OLDEST:
        return at
    if order is ListedOrder.SEVERITY:
        return lambda fault: (RANKS[fault.severity], -at(fault).timestamp())
    return lambda fault: -at(fault).timestamp()


def _each(values: Sequence[Any]) -> Sequence[Any]:
    """None does not filter."""
    return list(dict.fromkeys(values)) or [None]


def _apart(statuses: Sequence[ListedStatus]) -> list[str | None]:
    """What was resolved recently is among what is resolved."""
    chosen = set(statuses)
    if ListedStatus.ALL in chosen or {ListedStatus.UNRESOLVED, ListedStatus.RESOLVED} <= chosen:
        return [None]
    if ListedStatus.RESOLVED in chosen:
        chosen.discard(ListedStatus.RECENT)
    return [status.value for status in ListedStatus if status in chosen]


def outermost(paths: Sequence[str]) -> list[Any]:
    """A path holds all that lies below it; each once."""
    return [
        path
        for path in dict.fromkeys(paths)
        if not any(path != other and path.startswith(f"{other}|") for other in paths)
    ]
