"""The timeline of a fault: one entry for each version, and the ledger of the statistics.

A fault's number is never reused, so an entry, once written, stays valid for its version.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from faultbook.domain.earlier_changes import EarlierChange
from faultbook.domain.fault import ChangeKind, Fault, Origin, Severity, Status
from faultbook.domain.statistics import Counts, State, delta, departed, merge, state_of

LAST_VERSION = 99_999_999  # the entry that says that the fault is gone, whatever came before it
# How much longer than its fault an entry is kept. The store removes an expired fault some days
# late and the stream holds the removal for one more; whatever comes then still finds the ledger.
OUTLIVES = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class FirstReport:
    """The texts of the report that opened the fault; a repetition overwrites those of the fault."""

    message: str
    cause: str
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`report` is there where a fault was opened that may be repeated.

    `after` is the version of the entry before it, 0 for none.
    `serial` orders what was recorded for a customer: entries recorded together share one.
    `kept_until` is in Unix seconds.
    """

    version: int
    what: ChangeKind
    at: datetime
    by: str
    api: Origin
    why: str
    state: State
    kept_until: int
    after: int = 0
    serial: str = ""
    by_name: str = ""
    report: FirstReport | None = None

    @property
    def leaves_gap(self) -> bool:
        """Whether versions are missing right before it; unknown, so False, for an end."""
        return self.version != LAST_VERSION and self.after != self.version - 1

    @property
    def status(self) -> Status:
        return self.state.status

    @property
    def severity(self) -> Severity:
        return self.state.severity


@dataclass(frozen=True, slots=True)
class Observation:
    """A version of a fault, or its end, as it was seen in the stream or in the table.

    `fault` is None where it has gone and nobody has seen it; `previous` has, by their names in the
    API, the texts that the change replaced, as far as they were seen. Neither makes a difference.
    """

    customer_id: str
    number: int
    entry: TimelineEntry
    fault: Fault | None = field(default=None, compare=False)
    previous: Mapping[str, str] = field(default_factory=dict, compare=False)


class Insertion(NamedTuple):
    """What to write, and what it changes: the entry, and the one behind it if there is one."""

    entries: tuple[TimelineEntry, ...]
    counts: Counts


def insert(entry: TimelineEntry, among: Sequence[TimelineEntry]) -> Insertion | None:
    """None when its version is there already. `among` is in order, and without gaps around it."""
    place = bisect_left(among, entry.version, key=lambda known: known.version)
    before = among[place - 1] if place else None
    behind = among[place] if place < len(among) else None
    if behind and behind.version == entry.version:
        return None
    state_before = before.state if before else None
    counts = delta(state_before, entry.state)
    after = before.version if before else 0
    entry = entry if entry.after == after else replace(entry, after=after)
    if behind is None:
        return Insertion((entry,), counts)
    merge(counts, delta(entry.state, behind.state))
    merge(counts, delta(state_before, behind.state), -1)
    return Insertion((entry, replace(behind, after=entry.version)), counts)


def observation_of(fault: Fault) -> Observation:
    change = fault.last_change
    entry = TimelineEntry(
        version=fault.version,
        what=change.what,
        at=change.at,
        by=change.by,
        api=change.api,
        why=change.why,
        state=state_of(fault),
        kept_until=_kept_until(fault.expires_at),
        by_name=change.by_name,
        report=_first_report(fault),
    )
    return Observation(fault.customer_id, fault.number, entry, fault)


def with_unrecorded(entries: Sequence[TimelineEntry], fault: Fault) -> list[TimelineEntry]:
    """The entries of a fault, and those of its changes that the stream has yet to write."""
    last = observation_of(fault).entry
    own = [*(_entry_of(earlier, last) for earlier in fault.earlier_changes), last]
    known = {entry.version for entry in entries}
    missing = [entry for entry in own if entry.version not in known]
    return sorted([*entries, *missing], key=lambda entry: entry.version)


def expiry_of(last: Observation, expires_at: int) -> Observation:
    """The end of a fault at the second of its expiry."""
    at = datetime.fromtimestamp(expires_at, tz=UTC)
    return _end_of(last, ChangeKind.EXPIRED, at, "expiry", _kept_until(expires_at))


def deletion_of(last: Observation, at: datetime) -> Observation:
    """The end of a fault that was deleted; the name of who deleted it went with the fault."""
    return _end_of(last, ChangeKind.DELETED, at, "", last.entry.kept_until)


def _entry_of(earlier: EarlierChange, last: TimelineEntry) -> TimelineEntry:
    """For display only: apart from status and severity, its state is the last entry's."""
    change = earlier.change
    return replace(
        last,
        version=earlier.version,
        what=change.what,
        at=change.at,
        by=change.by,
        api=change.api,
        why=change.why,
        state=replace(last.state, status=earlier.status, severity=earlier.severity),
        by_name=change.by_name,
        report=None,
    )


def _first_report(fault: Fault) -> FirstReport | None:
    """None where none can follow it, or where one has: what was first is gone from the fault."""
    is_first = fault.last_change.what is ChangeKind.OPENED and fault.occurrences == 1
    if not is_first or not fault.deduplication_key:
        return None
    return FirstReport(fault.message, fault.cause, fault.metadata)


def _end_of(
    last: Observation, what: ChangeKind, at: datetime, by: str, kept_until: int
) -> Observation:
    entry = replace(
        last.entry,
        version=LAST_VERSION,
        what=what,
        at=at,
        by=by,
        why="",
        state=departed(last.entry.state, what, at),
        kept_until=kept_until,
        by_name="",
        report=None,
    )
    return replace(last, entry=entry, previous={})


def _kept_until(expires_at: int) -> int:
    return expires_at + int(OUTLIVES.total_seconds())
