"""The sender puts an incident's whole state; that creates, changes, resolves or reopens a fault."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from faultbook.domain.edits import Edits
from faultbook.domain.errors import FaultChanged, FaultNotFound, Unavailable
from faultbook.domain.fault import Actor, Change, ChangeKind, Fault, Severity, Status
from faultbook.domain.idempotency import Claim, ClaimTaken, NumberTaken, incident_claim_key
from faultbook.domain.identifiers import number_of_short_id
from faultbook.domain.over_when_reported import over
from faultbook.domain.report import Report
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.ports import DrawNumber, FaultStore
from faultbook.usecases.target import Target

_ATTEMPTS = 10
_TURNS = {Status.RESOLVED: ChangeKind.RESOLVED, Status.UNRESOLVED: ChangeKind.REOPENED}


@dataclass(frozen=True, slots=True)
class IncidentState:
    """What the sender says of an incident; `ended_at` None means now.

    `edits` gives the attributes that are other than the fault's.
    """

    status: Status
    resolution: str
    edits: Callable[[Fault], Edits]
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class UpsertIncidents:
    store: FaultStore
    changes: ChangeFaults
    draw_number: DrawNumber

    def upsert(self, customer_id: str, report: Report, state: IncidentState, by: Actor) -> Fault:
        """One fault for (kind, external id) of the report, until it expires.

        A fault that another API has made is met by the id that it is shown under.

        Raises InvalidRequest for a beginning out of range, or Unavailable when others keep getting
        in between.
        """
        attempt = _Attempt(self, customer_id, report, state, by)
        for _ in range(_ATTEMPTS):
            with suppress(ClaimTaken, NumberTaken, FaultChanged, FaultNotFound):
                return attempt.once()
        raise Unavailable

    def update(self, target: Target, state: IncidentState) -> Fault:
        """All of it as one change, or none where nothing differs.

        Raises FaultNotFound, or FaultChanged when others keep winning.
        """
        change = self.changes.change_by(target.by, ChangeKind.UPDATED, state.resolution)
        return self.changes.apply(target, lambda fault: _become(fault, state, change))


@dataclass(frozen=True, slots=True)
class _Attempt:
    parts: UpsertIncidents
    customer_id: str
    report: Report
    state: IncidentState
    by: Actor

    def once(self) -> Fault:
        key = incident_claim_key(self.report.kind, self.report.incident.external_id)
        claim = self.parts.store.claim(self.customer_id, key)
        if claim:
            with suppress(FaultNotFound):
                return self._update(claim.number)
        elif shown := self._shown_under_this_id():
            return self._update(shown.number)
        return self._create(key, claim)

    def _shown_under_this_id(self) -> Fault | None:
        """A fault of another API has no id of a sender's: it is shown under its short id."""
        number = number_of_short_id(self.report.incident.external_id)
        if number is None:
            return None
        with suppress(FaultNotFound):
            fault = self.parts.store.get(self.customer_id, number)
            return (
                fault if fault.kind is self.report.kind and not fault.incident.external_id else None
            )
        return None

    def _create(self, key: str, replaces: Claim | None) -> Fault:
        now = self.parts.changes.clock()
        self.report.check(now)
        number = self.parts.draw_number(now)
        fault = self._begun(number)
        claim = Claim(key, number, fault.expires_at, replaces=replaces)
        self.parts.store.create(self.customer_id, fault, [claim])
        return fault

    def _begun(self, number: int) -> Fault:
        opening = self.parts.changes.change_by(self.by, ChangeKind.OPENED)
        fault = self.report.opened(self.customer_id, number, opening)
        resolution = self.state.resolution
        if self.state.status is Status.UNRESOLVED:
            return replace(fault, resolution=resolution)
        return over(
            fault, self.state.ended_at or opening.at, resolution=resolution, reason=resolution
        )

    def _update(self, number: int) -> Fault:
        return self.parts.update(Target(self.customer_id, number, self.by), self.state)


def _become(fault: Fault, state: IncidentState, change: Change) -> Fault:
    turn = replace(change, what=_TURNS[state.status])
    turned = (
        _resolved(fault, state, turn) if state.status is Status.RESOLVED else fault.reopened(turn)
    )
    edits = state.edits(turned)
    resolution = edits.get("resolution", "")
    if resolution and resolution != turned.resolution and not turned.is_open:
        edits["resolution_reason"] = resolution
    changed = turned.edited(change, **edits)
    if changed is fault:
        return fault
    if turned is not fault:
        return replace(changed, version=fault.version + 1, last_change=turn)
    what = _raised(fault.severity, changed.severity)
    return replace(changed, last_change=replace(change, what=what))


def _resolved(fault: Fault, state: IncidentState, turn: Change) -> Fault:
    """Resolved at the end that the sender gives, even if it was resolved before."""
    resolved = fault.resolved(turn, resolution=state.resolution)
    if state.ended_at is None:
        return resolved
    ended_at = max(min(state.ended_at, turn.at), fault.opened_at)
    if resolved.resolved_at == ended_at:
        return resolved
    if resolved is fault:
        return replace(fault, resolved_at=ended_at, version=fault.version + 1, last_change=turn)
    return replace(resolved, resolved_at=ended_at)


def _raised(before: Severity, after: Severity) -> ChangeKind:
    return ChangeKind.SEVERITY_RAISED if after.rank < before.rank else ChangeKind.UPDATED
