"""Changes to a stored fault; each is decided on the newest state and written only onto that."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from faultbook.domain.errors import (
    FaultChanged,
    FaultNotFound,
    PreconditionFailed,
    Unavailable,
)
from faultbook.domain.fault import Actor, Change, ChangeKind, Edits, Fault, Status
from faultbook.usecases.ports import Clock, CommentStore, FaultStore
from faultbook.usecases.target import Target

_ATTEMPTS = 5
_TURNS = {Status.RESOLVED: ChangeKind.RESOLVED, Status.UNRESOLVED: ChangeKind.REOPENED}


@dataclass(frozen=True, slots=True)
class ChangeFaults:
    """Each verb returns the fault as it stands afterwards.

    Each raises FaultNotFound, FaultChanged when others keep winning, and PreconditionFailed when
    the fault is not at the version that the target names.
    """

    store: FaultStore
    comments: CommentStore
    clock: Clock

    def apply(
        self,
        target: Target,
        transition: Callable[[Fault], Fault],
        *,
        standing: Fault | None = None,
    ) -> Fault:
        """Write what the transition makes of the fault; nothing when it returns the same fault.

        `standing` is the fault as it was just read, which spares reading it.
        """
        for _ in range(_ATTEMPTS):
            fault = self._as_seen(target, standing)
            standing = None
            changed = transition(fault)
            if changed is fault:
                return fault
            try:
                self.store.save(target.customer_id, fault, changed)
            except FaultChanged:
                continue
            return changed
        raise FaultChanged

    def change_by(
        self, by: Actor, what: ChangeKind, why: str = "", *, at: datetime | None = None
    ) -> Change:
        """Made at this moment, if not at another."""
        return Change(
            what=what,
            at=at or self.clock(),
            by=by.subject,
            api=by.api,
            write_id=secrets.token_urlsafe(8),
            why=why,
        )

    def resolve(
        self,
        target: Target,
        reason: str = "",
        *,
        resolution: str = "",
        at: datetime | None = None,
    ) -> Fault:
        """A resolved fault is answered as it stands, with its first reason and time.

        `at` is when it was over; None means now.
        """
        change = self.change_by(target.by, ChangeKind.RESOLVED, reason, at=at)
        return self.apply(target, lambda fault: fault.resolved(change, resolution=resolution))

    def reopen(self, target: Target, reason: str = "") -> Fault:
        change = self.change_by(target.by, ChangeKind.REOPENED, reason)
        return self.apply(target, lambda fault: fault.reopened(change))

    def acknowledge(self, target: Target, reason: str = "") -> Fault:
        """A fault that is resolved takes none: then the fault returned has none either."""
        change = self.change_by(target.by, ChangeKind.ACKNOWLEDGED, reason)
        return self.apply(target, lambda fault: fault.acknowledged(change, email=target.by.email))

    def unacknowledge(self, target: Target) -> Fault:
        change = self.change_by(target.by, ChangeKind.UNACKNOWLEDGED)
        return self.apply(target, lambda fault: fault.unacknowledged(change))

    def edit(
        self,
        target: Target,
        edits: Edits | Callable[[Fault], Edits],
        *,
        status: Status | None = None,
        reason: str = "",
    ) -> Fault:
        """Set attributes and, with `status`, resolve or reopen, all as one change.

        Edits that depend on the fault are a function of it, which may also refuse by raising.
        """
        edit = self.change_by(target.by, ChangeKind.UPDATED, reason)
        turn = replace(edit, what=_TURNS[status]) if status else edit

        def edited(fault: Fault) -> Fault:
            fields = edits(fault) if callable(edits) else edits
            changed = fault.edited(edit, **fields)
            if status is Status.RESOLVED:
                changed = changed.resolved(turn, resolution=fields.get("resolution", ""))
            elif status is Status.UNRESOLVED:
                changed = changed.reopened(turn)
            return fault if changed is fault else replace(changed, version=fault.version + 1)

        return self.apply(target, edited)

    def note(self, target: Target, what: ChangeKind, why: str = "") -> Fault:
        """Write down that something was done about the fault; it goes into the timeline."""
        change = self.change_by(target.by, what, why)
        return self.apply(target, lambda fault: fault.noted(change))

    def delete(self, target: Target) -> None:
        """Once the fault is gone its comments are out of sight; removing them is tidiness."""
        for _ in range(_ATTEMPTS):
            fault = self._as_seen(target)
            try:
                self.store.delete(target.customer_id, fault)
            except FaultChanged:
                continue
            except FaultNotFound:
                pass  # it was there a moment ago: gone by our own hand, if an answer was lost
            with suppress(Unavailable):  # they expire anyway
                self.comments.delete_all(target.customer_id, target.number)
            return
        raise FaultChanged

    def _as_seen(self, target: Target, standing: Fault | None = None) -> Fault:
        fault = standing or self.store.get(target.customer_id, target.number)
        if target.seen_version is not None and fault.version != target.seen_version:
            raise PreconditionFailed
        return fault
