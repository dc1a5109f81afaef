"""Faults that were reported with an end resolve when it is due.

Safe to run twice, at once, late, or stopped in the middle: a fault is resolved only while it is
open and only for the end that it still has, and a note goes once there is nothing left to do.
"""

from collections.abc import Callable

from faultbook.domain.due import GRACE, Due
from faultbook.domain.errors import FaultChanged, FaultNotFound
from faultbook.domain.fault import Actor, ChangeKind, Fault, Origin
from faultbook.usecases.change_faults import change_by, change_fault
from faultbook.usecases.ports import Clock, DueStore, FaultStore

ACTOR = Actor(subject="auto-close", api=Origin.SCHEDULE)
REASON = "Closed by itself when its time was over."


def close_due_faults(
    *, store: FaultStore, dues: DueStore, clock: Clock, may_go_on: Callable[[], bool]
) -> int:
    """How many notes were done with. Raises Unavailable; what was done until then stays done."""
    done = 0
    for due in dues.until(clock()):
        if not may_go_on():
            break
        if _settled(due, store, clock):
            dues.remove(due)
            done += 1
    return done


def _settled(due: Due, store: FaultStore, clock: Clock) -> bool:
    change = change_by(ACTOR, ChangeKind.RESOLVED, clock, why=REASON)

    def closed(fault: Fault) -> Fault:
        return fault.resolved(change) if fault.closes_at == due.at else fault

    try:
        change_fault(due.customer_id, due.number, closed, store=store)
    except FaultNotFound:
        return clock() - due.written_at > GRACE
    except FaultChanged:
        return False
    return True
