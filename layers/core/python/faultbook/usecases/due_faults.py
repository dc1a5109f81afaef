"""What becomes of a fault when its time has come."""

from dataclasses import dataclass

from faultbook.domain.due import Due
from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Actor, ChangeKind, Fault, Origin
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.target import Target

CLOSER = Actor(subject="auto-close", api=Origin.SCHEDULE)
CLOSED = "Closed by itself when its time was over."
WAKER = Actor(subject="snooze", api=Origin.SCHEDULE)
AWOKEN = "The snooze was over."


@dataclass(frozen=True, slots=True)
class CloseDueFaults:
    """Faults that were reported with an end resolve then."""

    changes: ChangeFaults

    def settle(self, due: Due) -> bool:
        """Resolved at its own time, however late this runs."""
        change = self.changes.change_by(CLOSER, ChangeKind.RESOLVED, CLOSED, at=due.at)

        def closed(fault: Fault) -> Fault:
            return fault.resolved(change) if fault.closes_at == due.at else fault

        try:
            self.changes.apply(Target(due.customer_id, due.number, CLOSER), closed)
        except FaultNotFound:
            return due.is_stale(self.changes.clock())
        return True


@dataclass(frozen=True, slots=True)
class WakeDueFaults:
    """Faults that were snoozed ask for attention again."""

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
