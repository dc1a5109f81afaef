"""Faults that were reported with an end resolve when it is due.

Safe to run twice, at once, late, or stopped in the middle: a fault is resolved only while it is
open and only for the end that it still has, and a note goes once there is nothing left to do.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from faultbook.domain.due import GRACE, Due
from faultbook.domain.errors import FaultNotFound, Unavailable
from faultbook.domain.fault import Actor, ChangeKind, Fault, Origin
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.lease_ports import LeaseStore
from faultbook.usecases.left_over import LeftOver
from faultbook.usecases.ports import DueStore
from faultbook.usecases.target import Target

ACTOR = Actor(subject="auto-close", api=Origin.SCHEDULE)
REASON = "Closed by itself when its time was over."
NOT_SENT_ANY_MORE = "No longer sent."


@dataclass(slots=True)
class Sweep:
    """`done` is how many notes were done with."""

    done: int = 0
    left_over: list[LeftOver] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CloseDueFaults:
    changes: ChangeFaults
    dues: DueStore
    leases: LeaseStore

    def run(self, may_go_on: Callable[[], bool]) -> Sweep:
        """Each fault by itself: one that cannot be resolved holds up none behind it.

        Raises Unavailable where the notes cannot be read; what was done stays done.
        """
        sweep = Sweep()
        for due in self.dues.until(self.changes.clock()):
            if not may_go_on():
                break
            self._close(due, sweep)
        return sweep

    def _close(self, due: Due, sweep: Sweep) -> None:
        try:
            if self._is_settled(due):
                self.dues.remove(due)
                sweep.done += 1
        except Unavailable as error:  # the next minute's run finds it at its place
            sweep.left_over.append(LeftOver(due.customer_id, due.number, reason=error))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one fault stays with it
            sweep.left_over.append(LeftOver(due.customer_id, due.number, reason=error))
            self._put_aside(due, sweep)

    def _put_aside(self, due: Due, sweep: Sweep) -> None:
        try:
            self.dues.put_aside(due, due.put_aside(self.changes.clock()))
        except Exception as error:  # noqa: BLE001 - then it stays at its place
            sweep.left_over.append(LeftOver(due.customer_id, due.number, reason=error))

    def _is_settled(self, due: Due) -> bool:
        """Resolved at its own time, however late this runs, or later where a lease goes on."""
        lease = self.leases.get(due.customer_id, due.number)
        if lease and (again := lease.looked_at_again(due.looked_at, self.changes.clock())):
            self.dues.put_aside(due, replace(due, again_at=again))
            return False
        at, why = (lease.ends_at, NOT_SENT_ANY_MORE) if lease else (due.at, REASON)
        change = self.changes.change_by(ACTOR, ChangeKind.RESOLVED, why, at=at)

        def closed(fault: Fault) -> Fault:
            return fault.resolved(change) if fault.closes_at == due.at else fault

        try:
            self.changes.apply(Target(due.customer_id, due.number, ACTOR), closed)
        except FaultNotFound:
            return self.changes.clock() - due.written_at > GRACE
        return True
