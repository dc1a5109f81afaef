"""Change events in memory; the suite in tests/integration/stores holds them to the real store."""

from datetime import datetime

from faultbook.domain import hierarchy
from faultbook.domain.change_event import ChangeEvent, ChangeEventPage
from faultbook.domain.listing import Position
from faultbook.usecases.ports import Clock


class InMemoryChangeEventStore:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: list[tuple[str, ChangeEvent]] = []

    def put(self, customer_id: str, event: ChangeEvent) -> None:
        self._kept.append((customer_id, event))

    def page(
        self,
        customer_id: str,
        span: tuple[datetime, datetime],
        path: str,
        limit: int,
        after: Position | None,
    ) -> ChangeEventPage:
        now = self._clock().timestamp()
        found = sorted(
            (
                event
                for owner, event in self._kept
                if owner == customer_id
                and span[0] <= event.at < span[1]
                and event.expires_at > now
                and (not path or hierarchy.is_within(event.path, path))
                and (after is None or _place(event) < (after.at, after.number))
            ),
            key=_place,
            reverse=True,
        )
        page = tuple(found[:limit])
        return ChangeEventPage(page, page[-1].position if len(found) > limit else None)


def _place(event: ChangeEvent) -> tuple[datetime, int]:
    return event.at, event.number
