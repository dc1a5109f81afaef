"""Alerts that a sender repeats while they fire, and ends itself."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from faultbook.domain.detail import mark_of
from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Actor, Fault
from faultbook.domain.lease import Lease
from faultbook.domain.report import Report
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.lease_ports import LeaseStore
from faultbook.usecases.ports import FaultStore
from faultbook.usecases.report_faults import ReportFaults

# A second replica of a sender may still report an alert that the first has just ended.
REPLICAS_DIFFER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class FollowAlerts:
    store: FaultStore
    reports: ReportFaults
    changes: ChangeFaults
    leases: LeaseStore

    def stands(
        self, customer_id: str, report: Report, by: Actor, lease: Lease | None = None
    ) -> int:
        """Opens a fault, or updates the open one where the report changed; returns its number.

        With a lease, the fault closes when the lease ends. The report says when the alert began.
        """
        fault = self._reported(customer_id, report)
        if fault is None:
            return self._open(customer_id, report, by, lease)
        if fault.is_open:
            if _has_changed(report, fault):
                self.reports.report(customer_id, report, by, follow=True)
            self._renew(fault, lease)
        elif not self._has_just_ended(fault, report):
            ended = fault.resolved_at or fault.opened_at
            began = max(report.occurred_at or ended, ended)
            return self._open(customer_id, replace(report, occurred_at=began), by, lease)
        return fault.number

    def is_over(
        self, customer_id: str, deduplication_key: str, by: Actor, *, at: datetime, reason: str
    ) -> None:
        """Resolves the fault, unless it began after `at`: the end is then an earlier alert's."""
        self.reports.resolve_reported(
            customer_id,
            deduplication_key,
            by,
            at=at,
            reason=reason,
            latest_sign=lambda fault: fault.opened_at,
        )

    def _reported(self, customer_id: str, report: Report) -> Fault | None:
        number = self.reports.reported(customer_id, report.deduplication_key)
        if number is None:
            return None
        with suppress(FaultNotFound):
            return self.store.get(customer_id, number)
        return None

    def _open(self, customer_id: str, report: Report, by: Actor, lease: Lease | None) -> int:
        """The note of when it closes is written before the fault, the lease after it."""
        leased = replace(report, closes_at=lease.until) if lease else report
        fault = self.reports.report(customer_id, leased, by, follow=True).fault
        if lease and fault.closes_at:
            self.leases.put(customer_id, fault.number, lease)
        return fault.number

    def _renew(self, fault: Fault, lease: Lease | None) -> None:
        """A fault that does not close by itself gets no lease later either."""
        if lease is None or fault.closes_at is None:
            return
        kept = self.leases.get(fault.customer_id, fault.number)
        if kept is None or kept.yields_to(lease):
            self.leases.put(fault.customer_id, fault.number, lease)

    def _has_just_ended(self, fault: Fault, report: Report) -> bool:
        if fault.resolved_at is None or report.occurred_at is None:
            return False
        began_before = report.occurred_at < fault.resolved_at
        return began_before and self.changes.clock() - fault.resolved_at < REPLICAS_DIFFER


def _has_changed(report: Report, fault: Fault) -> bool:
    reported = (report.severity, report.message, report.cause, mark_of(report.detail))
    return reported != (fault.severity, fault.message, fault.cause, fault.detail_mark)
