"""A heartbeat that is missed is a fault, and its return the end of it."""

from dataclasses import dataclass
from datetime import datetime

from faultbook.domain import heartbeat as heartbeats
from faultbook.domain.details import OutageDetails
from faultbook.domain.fault import Actor, Origin, Severity
from faultbook.domain.heartbeat import Heartbeat
from faultbook.domain.report import Report
from faultbook.domain.text import segment_of
from faultbook.usecases.report_faults import ReportFaults

ACTOR = Actor(subject="heartbeats", api=Origin.SCHEDULE)
REPORTER = "faultbook"
TYPE = "heartbeat"
PLACE = "heartbeats"
RETURNED = "The heartbeat returned."
PAUSED = "The heartbeat is paused."
DELETED = "The heartbeat was deleted."
KNOWN = "There is a heartbeat of this name now."


@dataclass(frozen=True, slots=True)
class HeartbeatFaults:
    reports: ReportFaults

    def missed(self, heartbeat: Heartbeat) -> None:
        self.reports.report(heartbeat.customer_id, _report_of(heartbeat), ACTOR)

    def over(self, customer_id: str, name: str, at: datetime, why: str) -> None:
        """Can be repeated."""
        key = heartbeats.deduplication_key(name)
        self.reports.resolve_reported(customer_id, key, ACTOR, at=at, reason=why)

    def unknown(self, customer_id: str, name: str) -> None:
        """Somebody pings what nobody watches. Told once, while it stands."""
        key = heartbeats.key_of_unknown(name)
        if not self.reports.is_open(customer_id, key):
            self.reports.report(customer_id, _report_of_unknown(name, key), ACTOR)

    def known(self, customer_id: str, name: str, at: datetime) -> None:
        key = heartbeats.key_of_unknown(name)
        self.reports.resolve_reported(customer_id, key, ACTOR, at=at, reason=KNOWN)


def _report_of(heartbeat: Heartbeat) -> Report:
    segment = segment_of(heartbeat.name)
    pinged_at = heartbeat.beat.pinged_at or heartbeat.created_at
    minutes = heartbeat.interval.total_seconds() / 60
    return Report(
        resource_id=segment,
        reporter=REPORTER,
        type=TYPE,
        severity=heartbeat.severity,
        message=heartbeat.message or f"No ping of the heartbeat {heartbeat.name}",
        cause=f"The last one came at {pinged_at:%Y-%m-%d %H:%M:%S} UTC, and one is expected "
        f"every {minutes:g} minutes.",
        path=heartbeat.path or f"{PLACE}|{segment}",
        deduplication_key=heartbeats.deduplication_key(heartbeat.name),
        outage=OutageDetails(tags=heartbeat.tags),
        occurred_at=heartbeat.expected_at(),
    )


def _report_of_unknown(name: str, key: str) -> Report:
    segment = segment_of(name)
    return Report(
        resource_id=segment,
        reporter=REPORTER,
        type="heartbeat-unknown",
        severity=Severity.WARNING,
        message=f"Pings of a heartbeat that there is not: {name}",
        cause="Nobody would be told if they stopped. Make the heartbeat, or mend its name.",
        path=f"faultbook|{PLACE}|{segment}",
        deduplication_key=key,
    )
