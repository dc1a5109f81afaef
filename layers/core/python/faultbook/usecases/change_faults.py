"""Changes to a stored fault; each is decided on the newest state and written only onto that."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from faultbook.domain.earlier_changes import followed_by
from faultbook.domain.edits import Edits
from faultbook.domain.errors import (
    FaultChanged,
    FaultNotFound,
    KeyHeldByAnother,
    Unavailable,
    VersionMismatch,
)
from faultbook.domain.fault import Actor, Change, ChangeKind, Fault, Status
from faultbook.domain.idempotency import Claim, ClaimTaken, deduplication_claim_key
from faultbook.usecases.ports import Clock, CommentStore, FaultStore
from faultbook.usecases.target import Target

_ATTEMPTS = 5
_TURNS = {Status.RESOLVED: ChangeKind.RESOLVED, Status.UNRESOLVED: ChangeKind.REOPENED}


@dataclass(frozen=True, slots=True)
class ChangeFaults:
    """Each verb returns the fault as it stands afterwards.

    Each raises FaultNotFound, FaultChanged when others keep winning, VersionMismatch when the
    fault is not at the version that the target names, those that write texts TooLarge, and those
    that reopen KeyHeldByAnother.
    """

    store: FaultStore
    comments: CommentStore
    clock: Clock

    def apply(
        self,
        target: Target,
        transition: Callable[[Fault], Fault],
        *,
        as_read: Fault | None = None,
    ) -> Fault:
        """Write what the transition makes of the fault; nothing when it returns the same fault.

        `as_read` is the fault as it was just read, which spares reading it.
        """
        for _ in range(_ATTEMPTS):
            fault = self._as_seen(target, as_read)
            as_read = None
            changed = transition(fault)
            if changed is fault:
                return fault
            changed = followed_by(fault, changed)
            try:
                self.store.save(target.customer_id, fault, changed, self._claims(fault, changed))
            except (FaultChanged, ClaimTaken):
                continue
            return changed
        raise FaultChanged

    def change_by(
        self, by: Actor, what: ChangeKind, why: str = "", *, at: datetime | None = None
    ) -> Change:
        """Made now, unless `at` is given."""
        return Change(
            what=what,
            at=at or self.clock(),
            by=by.subject,
            api=by.api,
            write_id=secrets.token_urlsafe(8),
            why=why,
            by_name=by.name,
        )

    def resolve(
        self,
        target: Target,
        reason: str = "",
        *,
        resolution: str = "",
        at: datetime | None = None,
    ) -> Fault:
        """A resolved fault is returned as it is, with its first reason and time.

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

    def assign(self, target: Target, to: str) -> Fault:
        """An empty name unassigns it. The timeline names the new assignee."""
        what = ChangeKind.ASSIGNED if to else ChangeKind.UNASSIGNED
        change = self.change_by(target.by, what, to)
        return self.apply(target, lambda fault: fault.assigned(change, to))

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
        """Record in the timeline that something was done about the fault."""
        change = self.change_by(target.by, what, why)
        return self.apply(target, lambda fault: fault.noted(change))

    def describe(
        self,
        target: Target,
        described: Callable[[dict[str, Any]], dict[str, Any]],
        reason: str = "",
    ) -> Fault:
        """Replace the detail of the fault with what `described` makes of the present one."""
        fault = self._as_seen(target)
        stored: dict[str, Any] = {}
        if fault.detail_mark:
            stored = self.store.details(target.customer_id, [target.number])[target.number]
        detail = described(stored)
        if detail == stored:
            return fault
        self.store.describe(target.customer_id, fault, detail)
        return self.note(target, ChangeKind.UPDATED, reason)

    def delete(self, target: Target) -> None:
        """Without the fault its comments are invisible; removing them only saves space."""
        for _ in range(_ATTEMPTS):
            fault = self._as_seen(target)
            try:
                self.store.delete(target.customer_id, fault)
            except FaultChanged:
                continue
            except FaultNotFound:
                pass  # it existed a moment ago: our own delete succeeded, and its answer was lost
            with suppress(Unavailable):  # they expire anyway
                self.comments.delete_all(target.customer_id, target.number)
            return
        raise FaultChanged

    def _claims(self, fault: Fault, changed: Fault) -> list[Claim]:
        """The claims that a reopened fault takes back. Raises KeyHeldByAnother."""
        if fault.is_open or not changed.is_open or not fault.deduplication_key:
            return []
        key = deduplication_claim_key(fault.deduplication_key)
        existing = self.store.claim(fault.customer_id, key)
        if existing and existing.number != fault.number:
            with suppress(FaultNotFound):
                if self.store.get(fault.customer_id, existing.number).is_open:
                    raise KeyHeldByAnother(fault.customer_id, existing.number)
        at = changed.version
        return [Claim(key, fault.number, fault.expires_at, reopened=at, replaces=existing)]

    def _as_seen(self, target: Target, existing: Fault | None = None) -> Fault:
        fault = existing or self.store.get(target.customer_id, target.number)
        if target.seen_version is not None and fault.version != target.seen_version:
            raise VersionMismatch
        return fault
