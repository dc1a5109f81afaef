"""One action on many faults, each by itself, for as long as there is time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from faultbook.domain.errors import FaultbookError, FaultIsResolved, FaultNotFound, Unavailable
from faultbook.domain.fault import Actor, Change, ChangeKind, Fault
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.ports import Clock, FaultStore
from faultbook.usecases.target import Target

if TYPE_CHECKING:  # who acts without commenting has no use for it, and every start would pay
    from faultbook.usecases.comment_faults import CommentFaults

MAX_FAULTS = 1000  # of one request
MAX_TIME = timedelta(seconds=10)  # after which no further fault is begun


class Deed(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    UNACKNOWLEDGE = "unacknowledge"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    ASSIGN = "assign"
    UNASSIGN = "unassign"
    COMMENT = "comment"


_RECORDED = {
    Deed.ACKNOWLEDGE: ChangeKind.ACKNOWLEDGED,
    Deed.UNACKNOWLEDGE: ChangeKind.UNACKNOWLEDGED,
    Deed.RESOLVE: ChangeKind.RESOLVED,
    Deed.REOPEN: ChangeKind.REOPENED,
    Deed.ASSIGN: ChangeKind.ASSIGNED,
    Deed.UNASSIGN: ChangeKind.UNASSIGNED,
    Deed.COMMENT: ChangeKind.COMMENTED,
}


@dataclass(frozen=True, slots=True)
class Action:
    """`text` is the reason, the comment or the assignee. `is_dry`: nothing is written."""

    deed: Deed
    by: Actor
    text: str = ""
    is_dry: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """`number` None is an id that no fault can have; `as_read` spares reading the fault."""

    fault_id: str
    number: int | None
    as_read: Fault | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`fault` as it stands afterwards, or `error`."""

    wanted: Wanted
    fault: Fault | None = None
    is_changed: bool = False
    error: FaultbookError | None = None


@dataclass(slots=True)
class Run:
    """Not `is_over`: there was no time, or no store, for those behind the outcomes."""

    outcomes: list[Outcome] = field(default_factory=list)
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class ActOnFaults:
    store: FaultStore
    changes: ChangeFaults
    comments: "CommentFaults"
    clock: Clock

    def run(self, customer_id: str, wanted: Iterable[Wanted], action: Action) -> Run:
        """Raises Unavailable when that holds up the very first."""
        until = self.clock() + MAX_TIME
        run = Run()
        for one in wanted:
            if run.outcomes and self.clock() >= until:
                return run
            try:
                run.outcomes.append(self._outcome(customer_id, one, action))
            except Unavailable:
                if not run.outcomes:
                    raise
                return run
        run.is_over = True
        return run

    def _outcome(self, customer_id: str, wanted: Wanted, action: Action) -> Outcome:
        try:
            if wanted.number is None:
                raise FaultNotFound
            target = Target(customer_id, wanted.number, action.by)
            fault, is_changed = self._done(target, action, wanted.as_read)
        except Unavailable:
            raise
        except FaultbookError as error:
            return Outcome(wanted, error=error)
        return Outcome(wanted, fault, is_changed)

    def _done(self, target: Target, action: Action, as_read: Fault | None) -> tuple[Fault, bool]:
        if action.is_dry:
            fault = as_read or self.store.get(target.customer_id, target.number)
            return fault, self._would_change(fault, action)
        if action.deed is Deed.COMMENT:
            fault, _ = self.comments.add(target, action.text)
            return fault, True
        change = self._change(action)
        fault = self.changes.apply(target, _transition(action, change), as_read=as_read)
        return fault, fault.last_change.write_id == change.write_id

    def _would_change(self, fault: Fault, action: Action) -> bool:
        if action.deed is Deed.COMMENT:
            return fault.next_ordinal() > 0
        return _transition(action, self._change(action))(fault) is not fault

    def _change(self, action: Action) -> Change:
        return self.changes.change_by(action.by, _RECORDED[action.deed], action.text)


def _transition(action: Action, change: Change) -> Callable[[Fault], Fault]:
    """Of everything but a comment."""

    def acknowledged(fault: Fault) -> Fault:
        if not fault.is_open and not fault.acknowledgement:
            raise FaultIsResolved
        return fault.acknowledged(change, email=action.by.email)

    transitions: dict[Deed, Callable[[Fault], Fault]] = {
        Deed.ACKNOWLEDGE: acknowledged,
        Deed.UNACKNOWLEDGE: lambda fault: fault.unacknowledged(change),
        Deed.RESOLVE: lambda fault: fault.resolved(change),
        Deed.REOPEN: lambda fault: fault.reopened(change),
        Deed.ASSIGN: lambda fault: fault.assigned(change, action.text),
        Deed.UNASSIGN: lambda fault: fault.assigned(change, ""),
    }
    return transitions[action.deed]
