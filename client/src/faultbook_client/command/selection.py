"""Which faults a command is about: filters of which several values mean any of them."""

import heapq
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import typer

from faultbook_client.enums import Kind, Severity
from faultbook_client.parameters import MAX_PAGE, Filters

if TYPE_CHECKING:
    from faultbook_client.client import Faultbook
    from faultbook_client.models import Fault

_MOST_QUERIES = 100  # each is a list of its own, of which one page is held


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
    sites: Sequence[str] = ()
    paths: Sequence[str] = ()
    resources: Sequence[str] = ()
    text: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    def is_given(self) -> bool:
        """Whether anything was said that leaves some faults out."""
        return self != Selection()

    def queries(self, default: ListedStatus) -> list[Filters]:
        """The API takes one place of each kind, so there is a list for every combination.

        No fault is in two of them. Raises BadParameter.
        """
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
                q=self.text,
                since=self.since,
                until=self.until,
            )
            for status, site, path, resource_id in combinations
        ]

    def faults(
        self, faultbook: "Faultbook", default: ListedStatus, count: int | None = None
    ) -> Iterator["Fault"]:
        """Newest first, `count` at most; what was resolved within a day by when that was."""
        page_size = MAX_PAGE if count is None else min(MAX_PAGE, count)
        queries = self.queries(default)
        lists: list[Iterable[Fault]] = [
            faultbook.list(page_size=page_size, **query) for query in queries
        ]
        time = attrgetter("created_at")
        if all(query.get("status") == ListedStatus.RECENT for query in queries):
            time = attrgetter("resolved_at")
        else:
            lists = [
                sorted(found, key=time, reverse=True) if query.get("status") == "recent" else found
                for query, found in zip(queries, lists, strict=True)
            ]
        merged = lists[0] if len(lists) == 1 else heapq.merge(*lists, key=time, reverse=True)
        return itertools.islice(merged, count)


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
