"""An endpoint that fails is a fault, which opens here and is told as any other."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from faultbook.domain.deliveries import TOLD_AFTER, Lane
from faultbook.domain.endpoints import Endpoint
from faultbook.domain.errors import FaultbookError, FaultNotFound
from faultbook.domain.fault import Actor, Origin, Severity
from faultbook.domain.report import Report
from faultbook.domain.text import segment_of
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.report_faults import ReportFaults
from faultbook.usecases.target import Target

ACTOR = Actor(subject="deliveries", api=Origin.SCHEDULE)
REPORTER = "faultbook"
TYPE = "endpoint-failing"
WORKS_AGAIN = "It takes deliveries again."


@dataclass(frozen=True, slots=True)
class FailingEndpoints:
    reports: Callable[[], ReportFaults]
    changes: Callable[[], ChangeFaults]

    def fails(self, endpoint: Endpoint, lane: Lane, now: datetime) -> Lane:
        """The lane with what is known of it; a fault says so after a quarter of an hour."""
        lane = lane if lane.failing_since else replace(lane, failing_since=now)
        since = lane.failing_since or now
        if lane.fault or now - since < TOLD_AFTER:
            return lane
        try:
            reported = self.reports().report(lane.customer_id, _report_of(endpoint), ACTOR)
        except FaultbookError:  # the next attempt tries again; deliveries do not wait for it
            return lane
        return replace(lane, fault=reported.fault.number)

    def works(self, lane: Lane) -> Lane:
        if not lane.fault:
            return replace(lane, failing_since=None)
        try:
            self.changes().resolve(Target(lane.customer_id, lane.fault, ACTOR), WORKS_AGAIN)
        except FaultNotFound:
            pass  # somebody has deleted it
        except FaultbookError:  # the next delivery tries again
            return replace(lane, failing_since=None)
        return replace(lane, failing_since=None, fault=0)


def _report_of(endpoint: Endpoint) -> Report:
    name = segment_of(endpoint.name)
    return Report(
        resource_id=name,
        reporter=REPORTER,
        type=TYPE,
        severity=Severity.HIGH,
        message=f"Nothing can be delivered to the endpoint {endpoint.name}",
        cause="Each attempt of the last 15 minutes failed; its deliveries say how.",
        path=f"faultbook|endpoints|{name}",
        deduplication_key=f"endpoint:{endpoint.endpoint_id}",
    )
