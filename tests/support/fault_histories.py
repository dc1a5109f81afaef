"""Random lives of faults, what a stream says about them, and a recount by hand.

The recount knows nothing of deltas: it looks at each fault's recorded versions side by side.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain.details import IncidentDetails
from faultbook.domain.fault import Change, ChangeKind, Fault, Kind, Origin, Severity, Status
from faultbook.domain.histogram import bucket_of
from faultbook.domain.statistics import Counts, Group, Measure
from faultbook.domain.timeline import Observation, deletion_of, expiry_of, observation_of
from tests.support.builders import NOW, a_fault

if TYPE_CHECKING:
    from faultbook.domain.edits import Edits

Label = tuple[str, ...]


def random_source(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - histories, not secrets


@dataclass(slots=True)
class Life:
    """One fault's versions in order, and how it ended."""

    versions: list[Fault]
    ended: ChangeKind | None = None
    ended_at: datetime | None = None
    steps: list[ChangeKind] = field(default_factory=list)

    def observations(self) -> list[list[Observation]]:
        """What each stream record of this fault says, in order."""
        records = [[observation_of(fault)] for fault in self.versions]
        last = records[-1][0]
        if self.ended is ChangeKind.EXPIRED:
            records.append([last, expiry_of(last, self.versions[-1].expires_at)])
        elif self.ended is ChangeKind.DELETED:
            assert self.ended_at
            records.append([last, deletion_of(last, self.ended_at)])
        return records


def random_life(draw: random.Random, customer_id: str, number: int, steps: int) -> Life:
    """Opened within two days around midnight, so that some of what happens is late."""
    at = NOW - timedelta(hours=12) + timedelta(minutes=draw.randrange(-1440, 1440))
    fault = a_fault(
        customer_id,
        number=number,
        opened_at=at,
        severity=draw.choice(list(Severity)),
        kind=draw.choice(list(Kind)),
        type=draw.choice(["link", "power", "disk"]),
        resource_id=f"dev_{draw.randrange(3)}",
        incident=IncidentDetails(priority=draw.choice(["", "", "P1", "P2"])),
        services=draw.choice([(), ({"name": "checkout", "namespace": "shop"},)]),
    )
    life = Life([fault])
    for _ in range(steps):
        at += timedelta(seconds=draw.randrange(0, 4000))
        _step(draw, life, at)
    if draw.random() < 0.3:
        life.ended = draw.choice([ChangeKind.EXPIRED, ChangeKind.DELETED])
        life.ended_at = at + timedelta(minutes=1)
    return life


def _step(draw: random.Random, life: Life, at: datetime) -> None:
    fault = life.versions[-1]
    what = draw.choice(
        [
            ChangeKind.RESOLVED,
            ChangeKind.RESOLVED,
            ChangeKind.REOPENED,
            ChangeKind.ACKNOWLEDGED,
            ChangeKind.UNACKNOWLEDGED,
            ChangeKind.SNOOZED,
            ChangeKind.AWOKEN,
            ChangeKind.ASSIGNED,
            ChangeKind.UPDATED,
        ]
    )
    change = Change(what=what, at=at, by="user_1", api=Origin.FAULTS, write_id=str(fault.version))
    edits: Edits = {
        "severity": draw.choice(list(Severity)),
        "type": draw.choice(["link", "power", "disk"]),
    }
    changed = {
        ChangeKind.RESOLVED: lambda: fault.resolved(change),
        ChangeKind.REOPENED: lambda: fault.reopened(change),
        ChangeKind.ACKNOWLEDGED: lambda: fault.acknowledged(change),
        ChangeKind.UNACKNOWLEDGED: lambda: fault.unacknowledged(change),
        ChangeKind.SNOOZED: lambda: fault.snoozed(change, at + timedelta(hours=1)),
        ChangeKind.AWOKEN: lambda: fault.awoken(change),
        ChangeKind.ASSIGNED: lambda: fault.assigned(change, draw.choice(["ann", "bob"])),
        ChangeKind.UPDATED: lambda: fault.edited(change, **edits),
    }[what]()
    if changed is not fault:
        life.versions.append(changed)
        # A second acknowledgement ends a snooze, and the first one stays.
        again = what is ChangeKind.ACKNOWLEDGED and fault.acknowledgement
        life.steps.append(ChangeKind.AWOKEN if again else what)


def recount(lives: Sequence[tuple[Life, set[int], bool]]) -> dict[Label, int]:
    """Counts by hand from the versions that were recorded; the flag tells whether the end was."""
    counts: Counter[Label] = Counter()
    for life, recorded, ended in lives:
        known = [fault for fault in life.versions if fault.version in recorded]
        if not known:
            continue
        _count(counts, "opened", known[0].opened_at, known[0])
        _count_end(counts, life, known[-1], ended=ended)
        resolutions = reopenings = 0
        acknowledged_at = None
        for fault in known:
            for _ in range(fault.resolutions - resolutions):
                _count(counts, "resolved", fault.resolved_at or fault.last_change.at, fault)
            if fault.resolutions > resolutions and fault.resolved_at:
                _time(counts, "time to resolve", fault.resolved_at, fault)
            resolutions = fault.resolutions
            so_far = fault.resolutions - (1 if fault.status is Status.RESOLVED else 0)
            for _ in range(so_far - reopenings):
                _count(counts, "reopened", fault.last_change.at, fault)
            reopenings = so_far
            now_acknowledged = fault.acknowledgement.at if fault.acknowledgement else None
            if now_acknowledged and now_acknowledged != acknowledged_at:
                _count(counts, "acknowledged", now_acknowledged, fault)
                _time(counts, "time to acknowledge", now_acknowledged, fault)
            acknowledged_at = now_acknowledged
    return {label: number for label, number in counts.items() if number}


def _count_end(counts: Counter[Label], life: Life, last: Fault, *, ended: bool) -> None:
    """Or that it still stands. One that was deleted is in no top list."""
    if not ended:
        _stand(counts, last)
    elif life.ended is ChangeKind.EXPIRED:
        expired_at = datetime.fromtimestamp(life.versions[-1].expires_at, tz=NOW.tzinfo)
        _count(counts, "expired", expired_at, life.versions[-1])
    if not (ended and life.ended is ChangeKind.DELETED):
        _rank(counts, last)


def flat(counts: Counts) -> dict[Label, int]:
    """Counters in the labels of the recount, without those that are zero."""
    return {
        _label(group, measure): number
        for group, tally in counts.items()
        for measure, number in tally.items()
        if number
    }


def _label(group: Group, measure: Measure) -> Label:
    return (*(str(part) for part in group), *(str(part) for part in measure))


def _slot(at: datetime) -> str:
    return str(at.replace(minute=at.minute - at.minute % 5, second=0, microsecond=0))


def _count(counts: Counter[Label], subject: str, at: datetime, fault: Fault) -> None:
    slot = _slot(at)
    counts[slot, subject, "total", ""] += 1
    counts[slot, subject, "severity", str(fault.severity)] += 1
    counts[slot, subject, "kind", str(fault.kind)] += 1
    counts[slot, subject, "type", fault.type] += 1
    if fault.incident.priority:
        counts[slot, subject, "priority", fault.incident.priority] += 1


def _stand(counts: Counter[Label], fault: Fault) -> None:
    subject = "unresolved" if fault.status is Status.UNRESOLVED else "resolved now"
    counts["now", subject, "total", ""] += 1
    counts["now", subject, "severity", str(fault.severity)] += 1
    counts["now", subject, "kind", str(fault.kind)] += 1
    counts["now", subject, "type", fault.type] += 1
    if fault.incident.priority:
        counts["now", subject, "kind and priority", f"{fault.kind} {fault.incident.priority}"] += 1


def _time(counts: Counter[Label], subject: str, at: datetime, fault: Fault) -> None:
    took = at - fault.opened_at
    counts[_slot(at), subject, "bucket", str(bucket_of(took))] += 1
    counts[_slot(at), subject, "microseconds", ""] += took // timedelta(microseconds=1)


def _rank(counts: Counter[Label], fault: Fault) -> None:
    at = fault.opened_at
    slot = str((at.hour * 60 + at.minute) // 5)
    hour = str(at.replace(minute=0, second=0, microsecond=0))
    counts[hour, "resource", fault.resource_id, "opened", "slot", slot] += 1
    for service in fault.services:
        name = f"{service['namespace']}\x1f{service['name']}"
        counts[hour, f"service of {fault.kind}", name, "opened", "slot", slot] += 1
