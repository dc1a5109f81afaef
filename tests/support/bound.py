"""The use cases over in-memory stores, as the wiring binds them over the tables."""

from itertools import count
from typing import Any

from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.comment_faults import CommentFaults
from faultbook.usecases.ports import Clock, CommentStore, DrawNumber, FaultStore
from faultbook.usecases.read_faults import ReadFaults
from faultbook.usecases.report_faults import ReportFaults
from tests.support.fakes import InMemoryCommentStore


def no_timelines() -> Any:
    raise AssertionError("nothing here asks for a timeline")


class Bound:
    """Numbers are drawn from 1 up, unless they are drawn otherwise."""

    def __init__(
        self,
        store: FaultStore,
        clock: Clock,
        comments: CommentStore | None = None,
        draw_number: DrawNumber | None = None,
    ) -> None:
        numbers = count(1)
        draw = draw_number or (lambda _: next(numbers))
        kept = comments or InMemoryCommentStore(clock)
        self.faults = ReadFaults(store, no_timelines)
        self.changes = ChangeFaults(store, kept, clock)
        self.reports = ReportFaults(store, self.changes, draw)
        self.comments = CommentFaults(store, kept, self.changes, draw)
