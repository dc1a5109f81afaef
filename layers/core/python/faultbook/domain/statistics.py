"""What is counted of faults, and how one change of a fault changes the counts.

The counts of a customer are, by definition, the sum of `delta` over each entry of the timeline
and the entry before it. That sum does not depend on which entries are known, nor on the order in
which they became known: an entry in between replaces one delta by two.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from faultbook.domain.bounded_names import label_of, ranked_resource, ranked_service
from faultbook.domain.fault import ChangeKind, Fault, Kind, Severity, Status
from faultbook.domain.histogram import bucket_of
from faultbook.domain.retention import is_history

SLOT = timedelta(minutes=5)
HOUR = timedelta(hours=1)
# After an hour; until then nobody has gathered its rankings, and to count in it makes nothing late.
SETTLING = timedelta(minutes=5)
SLOT_MONTHS = 15  # how long slots and rankings are kept: a month longer than any fault
MAX_SERVICES = 10  # of one fault that are counted
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Subject(StrEnum):
    """What a counter counts."""

    UNRESOLVED = "unresolved"  # faults that are
    RESOLVED_NOW = "resolved now"
    OPENED = "opened"  # things that happened
    RESOLVED = "resolved"
    REOPENED = "reopened"
    ACKNOWLEDGED = "acknowledged"
    EXPIRED = "expired"
    TIME_TO_ACKNOWLEDGE = "time to acknowledge"
    TIME_TO_RESOLVE = "time to resolve"


class Dimension(StrEnum):
    TOTAL = "total"
    SEVERITY = "severity"
    KIND = "kind"
    TYPE = "type"
    PRIORITY = "priority"
    KIND_AND_PRIORITY = "kind and priority"  # the kind, a blank, the priority
    BUCKET = "bucket"  # of a histogram
    MICROSECONDS = "microseconds"  # a sum of durations
    SLOT = "slot"  # of a day, from 0


class Measure(NamedTuple):
    """One counter."""

    subject: Subject
    dimension: Dimension = Dimension.TOTAL
    value: str = ""


class Now(NamedTuple):
    """The faults that exist now, whenever they were opened."""

    name: str = "now"


class Slot(NamedTuple):
    """What happened in five minutes."""

    start: datetime


class Ranking(StrEnum):
    """What top lists rank; services apart by kind of fault, as the Incidents service asks."""

    RESOURCE = "resource"
    INCIDENT_SERVICE = "service of INCIDENT"
    ANOMALY_SERVICE = "service of ANOMALY"
    ALERT_SERVICE = "service of ALERT"


class Ranked(NamedTuple):
    """The faults opened for one resource or service in one hour and not deleted.

    By slot of the day. `hour` is its start.
    """

    hour: datetime
    ranking: Ranking
    name: str


Group = Now | Slot | Ranked  # counters that are kept together
Tally = dict[Measure, int]
Counts = dict[Group, Tally]
NOW = Now()


@dataclass(frozen=True, slots=True)
class State:
    """What statistics know of one version of a fault.

    `gone` is set once the fault is no more. `reported_at` is there for history: what happened
    longer than a year before counts in the five minutes of the report. Names and labels are as
    `bounded_names` has them.
    """

    changed_at: datetime
    opened_at: datetime
    status: Status
    kind: Kind
    severity: Severity
    type: str
    resource_id: str
    priority: str = ""
    services: tuple[str, ...] = ()
    acknowledged_at: datetime | None = None
    resolved_at: datetime | None = None
    resolutions: int = 0
    gone: ChangeKind | None = None
    reported_at: datetime | None = None

    def counted_at(self, at: datetime) -> datetime:
        if self.reported_at is None or not is_history(at, self.reported_at):
            return at
        return self.reported_at

    @property
    def reopenings(self) -> int:
        return self.resolutions - (self.status is Status.RESOLVED)


def state_of(fault: Fault) -> State:
    acknowledgement = fault.acknowledgement
    services = [ranked_service(service) for service in fault.services]
    return State(
        changed_at=fault.last_change.at,
        opened_at=fault.opened_at,
        status=fault.status,
        kind=fault.kind,
        severity=fault.severity,
        type=label_of(fault.type),
        resource_id=ranked_resource(fault.resource_id),
        priority=label_of(fault.incident.priority),
        services=tuple(dict.fromkeys(services))[:MAX_SERVICES],
        acknowledged_at=acknowledgement.at if acknowledgement else None,
        resolved_at=fault.resolved_at,
        resolutions=fault.resolutions,
        reported_at=fault.reported_at if fault.is_history else None,
    )


def departed(last: State, how: ChangeKind, at: datetime) -> State:
    """The state after the last one; `how` is expired or deleted."""
    return replace(last, changed_at=at, gone=how)


def delta(before: State | None, after: State) -> Counts:
    """How the counts change when the state goes from `before` to `after`."""
    counts: Counts = {}
    if before:
        _count_present(counts, before, -1)
        _rank(counts, before, -1)
    _count_present(counts, after, 1)
    _rank(counts, after, 1)
    for event in events(before, after):
        _count_event(counts, event)
    return without_zeros(counts)


def present(state: State) -> Tally:
    """What a fault in this state adds to the counts of existing faults."""
    counts: Counts = {}
    _count_present(counts, state, 1)
    return counts.get(NOW, {})


class Event(NamedTuple):
    """`took` is the time since the fault was opened, where that is of interest."""

    subject: Subject
    at: datetime
    state: State
    times: int = 1
    took: timedelta | None = None


def events(before: State | None, after: State) -> Iterator[Event]:
    """Of resolutions that were never seen by themselves only the last one's time is known.

    One whose time was corrected is taken back and happens again.
    """
    if before is None:
        yield Event(Subject.OPENED, after.counted_at(after.opened_at), after)
    resolutions = after.resolutions - (before.resolutions if before else 0)
    if resolutions > 0:
        yield _resolution(after, resolutions)
    elif before and _is_corrected(before, after):
        yield _resolution(before, -1)
        yield _resolution(after, 1)
    reopenings = after.reopenings - (before.reopenings if before else 0)
    if reopenings > 0:
        yield Event(Subject.REOPENED, after.changed_at, after, reopenings)
    at_last = before.acknowledged_at if before else None
    if after.acknowledged_at and after.acknowledged_at != at_last:
        took = _since_opening(after, after.acknowledged_at)
        yield Event(Subject.ACKNOWLEDGED, after.acknowledged_at, after, took=took)
    if after.gone is ChangeKind.EXPIRED:
        yield Event(Subject.EXPIRED, after.changed_at, after)


def _is_corrected(before: State, after: State) -> bool:
    """Whether it is said to have been resolved at another time than before."""
    both = before.resolved_at and after.resolved_at
    return bool(both) and before.resolved_at != after.resolved_at


def _resolution(state: State, times: int) -> Event:
    at = state.counted_at(state.resolved_at or state.changed_at)
    took = _since_opening(state, state.resolved_at) if state.resolved_at else None
    return Event(Subject.RESOLVED, at, state, times, took)


def add(counts: Counts, group: Group, measure: Measure, number: int) -> None:
    tally = counts.setdefault(group, {})
    tally[measure] = tally.get(measure, 0) + number


def merge(counts: Counts, others: Counts, sign: int = 1) -> None:
    for group, tally in others.items():
        add_tally(counts.setdefault(group, {}), tally, sign)


def add_tally(tally: Tally, other: Tally, sign: int = 1) -> None:
    for measure, number in other.items():
        tally[measure] = tally.get(measure, 0) + sign * number


def without_zeros(counts: Counts) -> Counts:
    left = {
        group: {measure: number for measure, number in tally.items() if number}
        for group, tally in counts.items()
    }
    return {group: tally for group, tally in left.items() if tally}


def slot_start(at: datetime) -> datetime:
    return at - (at - _EPOCH) % SLOT


def slot_of_day(at: datetime) -> int:
    return (at.hour * 60 + at.minute) // 5


def day_of(group: Group) -> date | None:
    """None for a group that belongs to no day."""
    if isinstance(group, Slot):
        return group.start.date()
    return group.hour.date() if isinstance(group, Ranked) else None


def _since_opening(state: State, at: datetime) -> timedelta:
    return max(at - state.opened_at, timedelta(0))


def _count_present(counts: Counts, state: State, number: int) -> None:
    if state.gone:
        return
    is_open = state.status is Status.UNRESOLVED
    subject = Subject.UNRESOLVED if is_open else Subject.RESOLVED_NOW
    _count_labels(counts, NOW, subject, state, number)
    if state.priority:
        label = f"{state.kind} {state.priority}"
        add(counts, NOW, Measure(subject, Dimension.KIND_AND_PRIORITY, label), number)


def _count_event(counts: Counts, event: Event) -> None:
    state = event.state
    slot = Slot(slot_start(event.at))
    _count_labels(counts, slot, event.subject, state, event.times)
    if state.priority:
        measure = Measure(event.subject, Dimension.PRIORITY, state.priority)
        add(counts, slot, measure, event.times)
    if event.took is not None:
        _count_duration(counts, slot, event, event.took)


def _count_labels(
    counts: Counts, group: Group, subject: Subject, state: State, number: int
) -> None:
    add(counts, group, Measure(subject), number)
    add(counts, group, Measure(subject, Dimension.SEVERITY, state.severity.value), number)
    add(counts, group, Measure(subject, Dimension.KIND, state.kind.value), number)
    add(counts, group, Measure(subject, Dimension.TYPE, state.type), number)


def _count_duration(counts: Counts, slot: Slot, event: Event, took: timedelta) -> None:
    """Once, however often it happened: of the last time alone it is known."""
    times = {
        Subject.ACKNOWLEDGED: Subject.TIME_TO_ACKNOWLEDGE,
        Subject.RESOLVED: Subject.TIME_TO_RESOLVE,
    }
    time_to, number = times[event.subject], 1 if event.times > 0 else -1
    add(counts, slot, Measure(time_to, Dimension.BUCKET, str(bucket_of(took))), number)
    add(counts, slot, Measure(time_to, Dimension.MICROSECONDS), number * (took // _MICROSECOND))


def _rank(counts: Counts, state: State, number: int) -> None:
    """A deleted fault leaves the top lists; an expired one stays in that of its day."""
    if state.gone is ChangeKind.DELETED:
        return
    opened_at = state.counted_at(state.opened_at)
    hour = opened_at.replace(minute=0, second=0, microsecond=0)
    measure = Measure(Subject.OPENED, Dimension.SLOT, str(slot_of_day(opened_at)))
    add(counts, Ranked(hour, Ranking.RESOURCE, state.resource_id), measure, number)
    for service in state.services:
        ranking = Ranking(f"service of {state.kind}")
        add(counts, Ranked(hour, ranking, service), measure, number)
