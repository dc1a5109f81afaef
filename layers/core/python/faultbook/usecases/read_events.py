"""The event log from a position on: complete, in the order of recording, some seconds late."""

from dataclasses import dataclass
from datetime import UTC, datetime

from faultbook.domain.events import KEPT, SETTLED, EventFilter, EventPage, FaultEvent
from faultbook.domain.listing import Position
from faultbook.usecases.event_ports import EventLog
from faultbook.usecases.ports import Clock

MAX_READ = 1000  # events, for one page
BEGINNING = Position(datetime(1970, 1, 1, tzinfo=UTC), 0)


@dataclass(frozen=True, slots=True)
class ReadEvents:
    log: EventLog
    clock: Clock

    def head(self, customer_id: str) -> Position:
        """Where the log ends at this moment, or did a moment ago."""
        return self.log.head(customer_id) or BEGINNING

    def page(
        self,
        customer_id: str,
        event_filter: EventFilter,
        limit: int,
        *,
        after: Position,
        head: Position,
    ) -> EventPage:
        """`head` is what was asked for just before, so that it is not asked for twice.

        Each transaction moves the head on, so whatever is written later stands behind all that is
        there; only what is being written at this moment is not to be seen as a whole.
        """
        now = self.clock()
        until = min(head.at, now - SETTLED)
        begin = after if after.at > now - KEPT else Position(now - KEPT, 0)
        events: list[FaultEvent] = []
        last, read = after, 0
        for position, event in self.log.between(
            customer_id, begin, until, together=_together(event_filter, limit)
        ):
            if len(events) == limit or read == MAX_READ:
                return EventPage(events, last, has_more=True)
            last, read = position, read + 1
            if event_filter.matches(event):
                events.append(event)
        if last.at <= head.at <= until:
            last = head
        return EventPage(events, last, has_more=False)


def _together(event_filter: EventFilter, limit: int) -> int:
    """One more than a page holds tells whether there is another; a filter leaves few of many."""
    return 200 if event_filter != EventFilter() else limit + 1
