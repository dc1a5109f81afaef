"""An incident is said by its sender as it is now: made, changed, resolved or reopened by that."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from faultbook.domain.errors import FaultChanged, FaultNotFound, Unavailable
from faultbook.domain.fault import Actor, Change, ChangeKind, Fault, Severity, Status
from faultbook.domain.idempotency import Claim, ClaimTaken, NumberTaken, incident_claim_key
from faultbook.domain.identifiers import number_of_short_id
from faultbook.domain.report import Report
from faultbook.usecases.change_faults import change_by, change_fault
from faultbook.usecases.ports import Clock, DrawNumber, FaultStore

_ATTEMPTS = 10
_TURNS = {Status.RESOLVED: ChangeKind.RESOLVED, Status.UNRESOLVED: ChangeKind.REOPENED}


@dataclass(frozen=True, slots=True)
class Said:
    """`edits` gives the attributes that are other than the fault's; `ended_at` None means now."""

    status: Status
    resolution: str
    edits: Callable[[Fault], Mapping[str, Any]]
    ended_at: datetime | None = None


def upsert_incident(
    customer_id: str,
    report: Report,
    said: Said,
    by: Actor,
    *,
    store: FaultStore,
    clock: Clock,
    draw_number: DrawNumber,
) -> Fault:
    """One fault for (kind, external id) of the report, until it expires.

    A fault that another API has made is met by the id that it is shown under.

    Raises InvalidRequest for a beginning out of range, or Unavailable when others keep getting in
    between.
    """
    attempt = _Attempt(customer_id, report, said, by, store, clock, draw_number)
    for _ in range(_ATTEMPTS):
        with suppress(ClaimTaken, NumberTaken, FaultChanged, FaultNotFound):
            return attempt.once()
    raise Unavailable


def update_incident(
    customer_id: str,
    number: int,
    said: Said,
    by: Actor,
    *,
    store: FaultStore,
    clock: Clock,
) -> Fault:
    """All of it as one change, or none where nothing differs.

    Raises FaultNotFound, or FaultChanged when others keep winning.
    """
    change = change_by(by, ChangeKind.UPDATED, clock, why=said.resolution)
    return change_fault(
        customer_id, number, lambda fault: _become(fault, said, change), store=store
    )


@dataclass(frozen=True, slots=True)
class _Attempt:
    customer_id: str
    report: Report
    said: Said
    by: Actor
    store: FaultStore
    clock: Clock
    draw_number: DrawNumber

    def once(self) -> Fault:
        key = incident_claim_key(self.report.kind, self.report.external_id)
        claim = self.store.claim(self.customer_id, key)
        if claim:
            with suppress(FaultNotFound):
                return self._update(claim.number)
        elif shown := self._shown_under_this_id():
            return self._update(shown.number)
        fault = self._create(key, claim.number if claim else None)
        return fault if self.said.status is fault.status else self._update(fault.number)

    def _shown_under_this_id(self) -> Fault | None:
        """A fault of another API has no id of a sender's: it is shown under its short id."""
        number = number_of_short_id(self.report.external_id)
        if number is None:
            return None
        with suppress(FaultNotFound):
            fault = self.store.get(self.customer_id, number)
            return fault if fault.kind is self.report.kind and not fault.external_id else None
        return None

    def _create(self, key: str, replaces: int | None) -> Fault:
        """Open, whatever its status: what is resolved at once has been open before."""
        now = self.clock()
        self.report.check(now)
        number = self.draw_number(now)
        opening = change_by(self.by, ChangeKind.OPENED, self.clock)
        fault = replace(
            self.report.opened(self.customer_id, number, opening), resolution=self.said.resolution
        )
        claim = Claim(key, number, fault.expires_at, replaces=replaces)
        self.store.create(self.customer_id, fault, [claim])
        return fault

    def _update(self, number: int) -> Fault:
        return update_incident(
            self.customer_id, number, self.said, self.by, store=self.store, clock=self.clock
        )


def _become(fault: Fault, said: Said, change: Change) -> Fault:
    turn = replace(change, what=_TURNS[said.status])
    turned = (
        _resolved(fault, said, turn) if said.status is Status.RESOLVED else fault.reopened(turn)
    )
    edits = said.edits(turned)
    changed = turned.edited(change, **edits)
    if changed is fault:
        return fault
    if turned is not fault:
        return replace(changed, version=fault.version + 1, last_change=turn)
    what = _raised(fault.severity, changed.severity)
    return replace(changed, last_change=replace(change, what=what))


def _resolved(fault: Fault, said: Said, turn: Change) -> Fault:
    resolved = fault.resolved(turn, resolution=said.resolution)
    if resolved is fault or said.ended_at is None:
        return resolved
    ended_at = min(said.ended_at, turn.at)
    return replace(resolved, resolved_at=max(ended_at, fault.opened_at))


def _raised(before: Severity, after: Severity) -> ChangeKind:
    return ChangeKind.SEVERITY_RAISED if after.rank < before.rank else ChangeKind.UPDATED
