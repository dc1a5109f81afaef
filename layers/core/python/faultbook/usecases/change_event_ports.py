"""Where change events are kept. All calls raise Unavailable."""

from datetime import datetime
from typing import Protocol

from faultbook.domain.change_event import ChangeEvent, ChangeEventPage
from faultbook.domain.listing import Position


class ChangeEventStore(Protocol):
    def put(self, customer_id: str, event: ChangeEvent) -> None: ...

    def page(
        self,
        customer_id: str,
        span: tuple[datetime, datetime],
        path: str,
        limit: int,
        after: Position | None,
    ) -> ChangeEventPage:
        """Those of the span, its end exclusive, at the path and below it, newest first.

        An empty path is everywhere. Reads a bounded number of them for it.
        """
        ...
