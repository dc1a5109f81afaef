"""One action on many faults, each by itself, for as long as there is time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from faultbook.domain.errors import FaultbookError, FaultIsResolved, FaultNotFound, Unavailable
from faultbook.domain.fault import Actor, Change, ChangeKind, Fault
from faultbook.usecases.ports import Clock, FaultStore
from faultbook.usecases.target import Target

if TYPE_CHECKING:  # who acts without commenting has no use for it, and every start would pay
    from faultbook.usecases.acknowledge_faults import AcknowledgeFaults
    from faultbook.usecases.snooze_faults import SnoozeFaults

MAX_FAULTS = 1000  # of one request
MAX_TIME = timedelta(seconds=10)  # after which no further fault is begun


class ActionKind(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    UNACKNOWLEDGE = "unacknowledge"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    ASSIGN = "assign"
    UNASSIGN = "unassign"
    SNOOZE = "snooze"
    UNSNOOZE = "unsnooze"
    COMMENT = "comment"


_RECORDED = {
    ActionKind.ACKNOWLEDGE: ChangeKind.ACKNOWLEDGED,
    ActionKind.UNACKNOWLEDGE: ChangeKind.UNACKNOWLEDGED,
    ActionKind.RESOLVE: ChangeKind.RESOLVED,
    ActionKind.REOPEN: ChangeKind.REOPENED,
    ActionKind.ASSIGN: ChangeKind.ASSIGNED,
    ActionKind.UNASSIGN: ChangeKind.UNASSIGNED,
    ActionKind.SNOOZE: ChangeKind.SNOOZED,
    ActionKind.UNSNOOZE: ChangeKind.AWOKEN,
    ActionKind.COMMENT: ChangeKind.COMMENTED,
}


@dataclass(frozen=True, slots=True)
class Action:
    """`text` is the reason, the comment or the assignee; a snooze ends at `until`.

    `is_dry`: nothing is written.
    """

    kind: ActionKind
    by: Actor
    text: str = ""
    is_dry: bool = False
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SelectedFault:
    """`number` None is an id that no fault can have; `as_read` spares reading the fault."""

    fault_id: str
    number: int | None
    as_read: Fault | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """`fault` as it stands afterwards and as it was `before`, or `error`."""

    selected: SelectedFault
    fault: Fault | None = None
    before: Fault | None = None
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
    acknowledgements: "AcknowledgeFaults"
    snoozes: "SnoozeFaults"
    clock: Clock

    def run(self, customer_id: str, selected: Iterable[SelectedFault], action: Action) -> Run:
        """Raises Unavailable when that holds up the very first, InvalidRequest for a wrong time."""
        if action.until:
            self.snoozes.check(action.until)
        until = self.clock() + MAX_TIME
        run = Run()
        for fault in selected:
            if run.outcomes and self.clock() >= until:
                return run
            try:
                run.outcomes.append(self._outcome(customer_id, fault, action))
            except Unavailable:
                if not run.outcomes:
                    raise
                return run
        run.is_over = True
        return run

    def _outcome(self, customer_id: str, selected: SelectedFault, action: Action) -> Outcome:
        try:
            if selected.number is None:
                raise FaultNotFound
            target = Target(customer_id, selected.number, action.by)
            return self._done(selected, target, action)
        except Unavailable:
            raise
        except FaultbookError as error:
            return Outcome(selected, error=error)

    def _done(self, selected: SelectedFault, target: Target, action: Action) -> Outcome:
        changes = self.acknowledgements.changes
        if action.is_dry:
            fault = selected.as_read or self.store.get(target.customer_id, target.number)
            return Outcome(selected, fault, fault, self._would_change(fault, action))
        if action.kind is ActionKind.COMMENT:
            fault, _ = self.acknowledgements.comments.add(target, action.text)
            return Outcome(selected, fault, is_changed=True)
        change = self._change(action)
        decide = self._transition(action, change)
        seen: list[Fault] = []

        def transition(fault: Fault) -> Fault:
            seen[:] = [fault]
            return decide(fault)

        fault = changes.apply(target, transition, as_read=selected.as_read)
        is_changed = fault.last_change.write_id == change.write_id
        if action.kind is ActionKind.ACKNOWLEDGE:
            fault = self.acknowledgements.with_news(target, fault, action.text)
        return Outcome(selected, fault, seen[0], is_changed)

    def _would_change(self, fault: Fault, action: Action) -> bool:
        if action.kind is ActionKind.COMMENT:
            return fault.next_ordinal() > 0
        return _transition(action, self._change(action))(fault) is not fault

    def _change(self, action: Action) -> Change:
        changes = self.acknowledgements.changes
        return changes.change_by(action.by, _RECORDED[action.kind], action.text)

    def _transition(self, action: Action, change: Change) -> Callable[[Fault], Fault]:
        """A snooze is noted before the fault says so."""
        decide = _transition(action, change)
        if not action.until:
            return decide
        noted = self.snoozes.transition(change, action.until)
        return lambda fault: noted(fault) if decide(fault) is not fault else fault


def _transition(action: Action, change: Change) -> Callable[[Fault], Fault]:
    """Of everything but a comment."""

    def acknowledged(fault: Fault) -> Fault:
        if not fault.is_open and not fault.acknowledgement:
            raise FaultIsResolved
        return fault.acknowledged(change, email=action.by.email)

    def snoozed(fault: Fault) -> Fault:
        if not fault.is_open:
            raise FaultIsResolved
        return fault.snoozed(change, action.until) if action.until else fault

    transitions: dict[ActionKind, Callable[[Fault], Fault]] = {
        ActionKind.ACKNOWLEDGE: acknowledged,
        ActionKind.UNACKNOWLEDGE: lambda fault: fault.unacknowledged(change),
        ActionKind.RESOLVE: lambda fault: fault.resolved(change),
        ActionKind.REOPEN: lambda fault: fault.reopened(change),
        ActionKind.ASSIGN: lambda fault: fault.assigned(change, action.text),
        ActionKind.UNASSIGN: lambda fault: fault.assigned(change, ""),
        ActionKind.SNOOZE: snoozed,
        ActionKind.UNSNOOZE: lambda fault: fault.awoken(change),
    }
    return transitions[action.kind]
