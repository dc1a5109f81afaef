"""Faults that were reported with an end resolve when it is due.

Safe to run twice, at once, late, or stopped in the middle: a fault is resolved only while it is
open and only for the end that it still has, and a note goes once there is nothing left to do.
"""

from collections.abc import Callable
from dataclasses import dataclass

from faultbook.domain.due import GRACE, Due
from faultbook.domain.errors import FaultChanged, FaultNotFound
from faultbook.domain.fault import Actor, ChangeKind, Fault, Origin
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.ports import DueStore
from faultbook.usecases.target import Target

ACTOR = Actor(subject="auto-close", api=Origin.SCHEDULE)
REASON = "Closed by itself when its time was over."


@dataclass(frozen=True, slots=True)
class CloseDueFaults:
    changes: ChangeFaults
    dues: DueStore

    def run(self, may_go_on: Callable[[], bool]) -> int:
        """How many notes were done with. Raises Unavailable; what was done stays done."""
        done = 0
        for due in self.dues.until(self.changes.clock()):
            if not may_go_on():
                break
            if self._settled(due):
                self.dues.remove(due)
                done += 1
        return done

    def _settled(self, due: Due) -> bool:
        change = self.changes.change_by(ACTOR, ChangeKind.RESOLVED, REASON)

        def closed(fault: Fault) -> Fault:
            return fault.resolved(change) if fault.closes_at == due.at else fault

        try:
            self.changes.apply(Target(due.customer_id, due.number, ACTOR), closed)
        except FaultNotFound:
            return self.changes.clock() - due.written_at > GRACE
        except FaultChanged:
            return False
        return True
