"""What the recording and the reading of statistics need from outside.

All store calls raise Unavailable when the store does not answer in time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from faultbook.domain.events import FaultEvent
from faultbook.domain.statistics import Counts, Event, Group, Ranked, Ranking, Tally
from faultbook.domain.timeline import Observation, TimelineEntry

if TYPE_CHECKING:  # the stream's function has no use for them, and its start would pay
    from faultbook.domain.change_marks import ChangeMark, Expiring
    from faultbook.domain.fault import Fault
    from faultbook.domain.ranked_hours import RankedHours
    from faultbook.domain.recount import Recount, Repair, Stored
    from faultbook.domain.rollup import DayTotals
    from faultbook.domain.spans import Span
    from faultbook.domain.window_recount import WindowRun


class MalformedRecord(ValueError):
    """A stream record of a fault that cannot be read; the text names no content.

    `customer_id` and `number` are the fault's, as far as the record's keys say it.
    """

    def __init__(self, reason: str, customer_id: str = "", number: int | None = None) -> None:
        super().__init__(reason)
        self.customer_id = customer_id
        self.number = number


class Overtaken(Exception):
    """Somebody else wrote first; what was read is not what stands any more."""


@dataclass(frozen=True, slots=True)
class Watermark:
    """Up to where a customer's statistics are recorded and rolled up.

    `serial` is moved by everything that is recorded for the customer and is empty before the
    first; it is a time in Unix microseconds, or just above one. Days up to `closed` are rolled up,
    but for those in `late`, which were written to afterwards (day -> serial of that writing).
    `has_listeners`: the customer has endpoints that may have to be told.
    """

    now: Tally = field(default_factory=dict)
    serial: str = ""
    closed: date | None = None
    late: Mapping[date, str] = field(default_factory=dict)
    has_listeners: bool = False


@dataclass(frozen=True, slots=True)
class Transaction:
    """Entries, their events, and what they change in the counters: all together, or nothing.

    It holds for the watermark with the serial `seen`. `late_days` are to be marked; `closed` is
    where a customer starts who has no watermark yet.
    """

    seen: str
    serial: str
    entries: Sequence[tuple[int, TimelineEntry]]  # with the number of the fault
    events: Sequence[FaultEvent]  # of the new entries, in their order
    gaps: Sequence[int]  # faults that have versions missing before one of the entries
    counts: Counts
    late_days: Sequence[date]
    closed: date


class TimelineStore(Protocol):
    def entries(self, customer_id: str, number: int) -> list[TimelineEntry]:
        """The whole timeline, oldest first."""
        ...


class Ledger(Protocol):
    """The timelines, and the one way to write them, the event log and the counters."""

    def watermark(self, customer_id: str) -> Watermark:
        """Read strongly."""
        ...

    def right_before(
        self, customer_id: str, versions: Mapping[int, int]
    ) -> dict[int, list[TimelineEntry]]:
        """For the number of each fault and a version: the entry right before, none before 1.

        Left out are faults that have, or had, a gap in their timeline, that have ended, or that
        miss the entry. All are read with a few calls, strongly.
        """
        ...

    def around(self, customer_id: str, number: int, first: int, last: int) -> list[TimelineEntry]:
        """The entries with versions from first to last, and one on either side. Read strongly."""
        ...

    def commit(self, customer_id: str, transaction: Transaction) -> None:
        """Raises Overtaken when the customer's serial is not `transaction.seen` any more.

        Likewise when a new entry is there already.
        """
        ...


class RetryPolicy(Protocol):
    def has_time(self) -> bool:
        """Whether another call may be begun."""
        ...

    def wait(self, attempt: int) -> bool:
        """Wait a little, longer with each attempt from 0; False when the time is up."""
        ...


class StatisticsStore(Protocol):
    """The counters to read, and the rolled-up days."""

    def customers(self) -> Iterator[str]:
        """All that anything was ever recorded for."""
        ...

    def watermark(self, customer_id: str) -> Watermark: ...

    def slots(
        self, customer_id: str, day: date, within: "Span | None" = None
    ) -> dict[datetime, Tally]:
        """By the start of the slot; those in which anything happened. Read strongly.

        Of a day of the span only those that have a part in it, also the one that it begins in.
        """
        ...

    def rankings(
        self, customer_id: str, day: date, only: Ranking | None = None, since_hour: int = 0
    ) -> dict[Ranked, dict[int, int]]:
        """Faults opened, by slot of the day. Of one ranking only from an hour on. Read strongly."""
        ...

    def ranked_hours(self, customer_id: str, day: date) -> "RankedHours | None":
        """As they were put last. They hold unless the day is late. Read strongly."""
        ...

    def put_ranked_hours(
        self, customer_id: str, day: date, ranked: "RankedHours", seen: Watermark
    ) -> None:
        """Put those of a day that goes on, and take its late mark away.

        Raises Overtaken when something was counted in hours that are over since `seen`.
        """
        ...

    def days(self, customer_id: str, first: date, last: date) -> "dict[date, DayTotals]":
        """Rolled-up days, both ends inclusive; days in which nothing happened have none."""
        ...

    def close(
        self,
        customer_id: str,
        day: date,
        totals: "DayTotals",
        ranked: "RankedHours",
        seen: Watermark,
    ) -> None:
        """Put the day's totals and rankings, and move `closed` on or take its late mark away.

        Raises Overtaken when the day was closed or written to since `seen`.
        """
        ...

    def put_off(self, customer_id: str, day: date, seen: Watermark) -> None:
        """Move `closed` on to a day that is not rolled up, which is late from then on.

        Raises Overtaken when a day was closed since `seen`.
        """
        ...


class EventStore(Protocol):
    """Openings and resolutions to the microsecond, from the faults that still stand."""

    def opened(self, customer_id: str, since: datetime, until: datetime) -> Iterator[Event]:
        """`since` inclusive, `until` exclusive; reads on while it is consumed."""
        ...

    def resolved(self, customer_id: str, since: datetime, until: datetime) -> Iterator[Event]:
        """Likewise. Of a fault that was reopened the former resolutions are not known."""
        ...

    def expired(self, customer_id: str, now: datetime) -> Tally:
        """Open faults that have expired and that the store has yet to remove."""
        ...


@dataclass(frozen=True, slots=True)
class Timeline:
    """What stands of one fault. `unrecorded` is its version of now, if that has no entry yet.

    `position` is where a scan goes on behind it. With an `error` it could not be read.
    """

    customer_id: str
    number: int
    entries: Sequence[TimelineEntry]
    is_there: bool
    unrecorded: Observation | None
    position: str = ""
    error: Exception | None = None


class Counters(NamedTuple):
    customer_id: str
    group: Group
    stored: "Stored"


class RolledUp(NamedTuple):
    customer_id: str
    day: date
    totals: "DayTotals"


class AuditStore(Protocol):
    """Everything of everybody, for the one job that recounts it. All reads are strong."""

    def statistics(self) -> Iterator[Counters | RolledUp]:
        """Read once for both: a whole table is paid for by what is in it."""
        ...

    def timelines(self, after: str) -> Iterator[Timeline]:
        """From the position of another one, or from the beginning."""
        ...

    def exists(self, customer_id: str, number: int) -> bool:
        """Whether the fault, expired or not, is in the table."""
        ...

    def repair(self, customer_id: str, repair: "Repair") -> None:
        """Add the corrections and mark the day of the group as late.

        Raises Overtaken when the counters were repaired since they were seen.
        """
        ...

    def prune(self, customer_id: str) -> None:
        """Let go of the labels that no fault of the present has."""
        ...

    def save(self, recount: "Recount") -> None: ...

    def load(self) -> "Recount | None":
        """What was saved last, and not cleared since."""
        ...

    def clear(self) -> None: ...


class Indexed(NamedTuple):
    """A fault as an index shows it, perhaps a moment late; None where that cannot be read."""

    number: int
    fault: "Fault | None"


class WindowStore(Protocol):
    """The newest days of one customer, for the job that looks after them daily.

    Indexes are read a little late, all else strongly.
    """

    def counters(self, customer_id: str, days: Sequence[date]) -> Iterator[Counters]:
        """Those of the faults that are, and those of these days."""
        ...

    def open(self, customer_id: str) -> Iterator[Indexed]: ...

    def resolved(self, customer_id: str, since: datetime) -> Iterator[int]:
        """Their numbers."""
        ...

    def marks(self, customer_id: str, since: date) -> Iterator["ChangeMark"]:
        """Of what no index shows."""
        ...

    def marked_since(self, now: datetime) -> datetime:
        """When this was asked first: before, nobody may have marked anything."""
        ...

    def expiring(self, customer_id: str, first: date, last: date) -> "dict[date, Expiring]":
        """By the day of their expiry, as they were kept."""
        ...

    def keep_expiring(
        self, customer_id: str, day: date, numbers: Sequence[int], *, is_listed: bool
    ) -> None:
        """These instead of all that were kept for the day."""
        ...

    def opened_on(self, customer_id: str, day: date) -> Iterator[Indexed]: ...

    def ended(self, customer_id: str, numbers: Sequence[int]) -> set[int]:
        """Those whose timelines say that they are gone."""
        ...

    def timeline(self, customer_id: str, number: int) -> Timeline: ...

    def save(self, run: "WindowRun") -> None: ...

    def load(self) -> "WindowRun | None": ...

    def clear(self) -> None: ...
