"""Alerts that their senders repeat for as long as they stand, and end by themselves."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from faultbook.domain.detail import mark_of
from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Actor, ChangeKind, Fault
from faultbook.domain.lease import Lease
from faultbook.domain.report import Report
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.lease_ports import LeaseStore
from faultbook.usecases.ports import FaultStore
from faultbook.usecases.report_faults import ReportFaults
from faultbook.usecases.target import Target

# A second replica of a sender may still say what the first has ended just now.
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
        """Opens a fault, or has the open one follow what the report says anew; its number.

        With a lease the fault closes when that is over. The report says when the alert began.
        """
        standing = self._standing(customer_id, report)
        if standing is None:
            return self._open(customer_id, report, by, lease)
        if standing.is_open:
            if _says_anew(report, standing):
                self.reports.report(customer_id, report, by, follow=True)
            self._renew(standing, lease)
        elif not self._has_just_ended(standing, report):
            ended = standing.resolved_at or standing.opened_at
            began = max(report.occurred_at or ended, ended)
            return self._open(customer_id, replace(report, occurred_at=began), by, lease)
        return standing.number

    def is_over(
        self, customer_id: str, deduplication_key: str, by: Actor, *, at: datetime, reason: str
    ) -> None:
        """Unless the fault began later: then it is another time that was over."""
        number = self.reports.reported(customer_id, deduplication_key)
        if number is None:
            return
        change = self.changes.change_by(by, ChangeKind.RESOLVED, reason, at=at)

        def over(fault: Fault) -> Fault:
            return fault if fault.opened_at > at else fault.resolved(change)

        with suppress(FaultNotFound):
            self.changes.apply(Target(customer_id, number, by), over)

    def _standing(self, customer_id: str, report: Report) -> Fault | None:
        number = self.reports.reported(customer_id, report.deduplication_key)
        if number is None:
            return None
        with suppress(FaultNotFound):
            return self.store.get(customer_id, number)
        return None

    def _open(self, customer_id: str, report: Report, by: Actor, lease: Lease | None) -> int:
        """The note of its end is written before the fault, and the lease after it."""
        told = replace(report, closes_at=lease.until) if lease else report
        fault = self.reports.report(customer_id, told, by, follow=True).fault
        if lease and fault.closes_at:
            self.leases.put(customer_id, fault.number, lease)
        return fault.number

    def _renew(self, fault: Fault, lease: Lease | None) -> None:
        """A fault that is to have no end by itself keeps having none."""
        if lease is None or fault.closes_at is None:
            return
        standing = self.leases.get(fault.customer_id, fault.number)
        if standing is None or standing.yields_to(lease):
            self.leases.put(fault.customer_id, fault.number, lease)

    def _has_just_ended(self, fault: Fault, report: Report) -> bool:
        if fault.resolved_at is None or report.occurred_at is None:
            return False
        began_before = report.occurred_at < fault.resolved_at
        return began_before and self.changes.clock() - fault.resolved_at < REPLICAS_DIFFER


def _says_anew(report: Report, fault: Fault) -> bool:
    said = (report.severity, report.message, report.cause, mark_of(report.detail))
    return said != (fault.severity, fault.message, fault.cause, fault.detail_mark)
