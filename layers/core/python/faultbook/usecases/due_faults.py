"""What happens to a fault at a time that was set for it: it resolves, or its snooze ends."""

from dataclasses import dataclass, replace

from faultbook.domain.due import Due
from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Actor, ChangeKind, Fault, Origin
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.lease_ports import LeaseStore
from faultbook.usecases.ports import DueStore
from faultbook.usecases.target import Target

CLOSER = Actor(subject="auto-close", api=Origin.SCHEDULE)
CLOSED = "Closed by itself when its time was over."
NOT_SENT_ANY_MORE = "No longer sent."
WAKER = Actor(subject="snooze", api=Origin.SCHEDULE)
AWOKEN = "The snooze was over."


@dataclass(frozen=True, slots=True)
class CloseDueFaults:
    """Resolves faults whose reported end has come or whose lease has ended."""

    changes: ChangeFaults
    dues: DueStore
    leases: LeaseStore

    def settle(self, due: Due) -> bool:
        """Resolved at its own time, however late this runs."""
        lease = self.leases.get(due.customer_id, due.number)
        if lease and (again := lease.looked_at_again(due.looked_at, self.changes.clock())):
            self.dues.put_aside(due, replace(due, again_at=again))
            return False
        at, why = (lease.ends_at, NOT_SENT_ANY_MORE) if lease else (due.at, CLOSED)
        change = self.changes.change_by(CLOSER, ChangeKind.RESOLVED, why, at=at)

        def closed(fault: Fault) -> Fault:
            return fault.resolved(change) if fault.closes_at == due.at else fault

        try:
            self.changes.apply(Target(due.customer_id, due.number, CLOSER), closed)
        except FaultNotFound:
            return due.is_stale(self.changes.clock())
        return True


@dataclass(frozen=True, slots=True)
class WakeDueFaults:
    """Ends snoozes."""

    changes: ChangeFaults

    def settle(self, due: Due) -> bool:
        """A note that the fault knows nothing of may be younger than its snooze."""
        change = self.changes.change_by(WAKER, ChangeKind.AWOKEN, AWOKEN)
        try:
            fault = self.changes.apply(
                Target(due.customer_id, due.number, WAKER),
                lambda fault: fault.awoken_when_over(change, due.at),
            )
        except FaultNotFound:
            return due.is_stale(self.changes.clock())
        return fault.last_change is change or due.is_stale(self.changes.clock())
