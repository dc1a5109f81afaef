"""Changes to a stored fault; each is decided on the newest state and written only onto that."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from faultbook.domain.errors import (
    FaultChanged,
    FaultNotFound,
    PreconditionFailed,
    Unavailable,
)
from faultbook.domain.fault import Actor, Change, ChangeKind, Fault, Status
from faultbook.usecases.ports import Clock, CommentStore, FaultStore

_ATTEMPTS = 5


def change_fault(
    customer_id: str,
    number: int,
    transition: Callable[[Fault], Fault],
    *,
    store: FaultStore,
    seen_version: int | None = None,
    standing: Fault | None = None,
) -> Fault:
    """Apply the transition; writes nothing when it returns the same fault.

    `standing` is the fault as it was just read, which spares reading it.

    Raises FaultNotFound, FaultChanged when others keep winning, PreconditionFailed when the
    fault is not at `seen_version`.
    """
    for _ in range(_ATTEMPTS):
        fault = standing or store.get(customer_id, number)
        standing = None
        if seen_version is not None and fault.version != seen_version:
            raise PreconditionFailed
        changed = transition(fault)
        if changed is fault:
            return fault
        try:
            store.save(customer_id, fault, changed)
        except FaultChanged:
            continue
        return changed
    raise FaultChanged


def change_by(by: Actor, what: ChangeKind, clock: Clock, *, why: str = "") -> Change:
    return Change(
        what=what,
        at=clock(),
        by=by.subject,
        api=by.api,
        write_id=secrets.token_urlsafe(8),
        why=why,
    )


def resolve_fault(
    customer_id: str,
    number: int,
    by: Actor,
    *,
    store: FaultStore,
    clock: Clock,
    reason: str = "",
    resolution: str = "",
    seen_version: int | None = None,
) -> Fault:
    """A resolved fault is answered as it stands, with its first reason and time."""
    change = change_by(by, ChangeKind.RESOLVED, clock, why=reason)
    return change_fault(
        customer_id,
        number,
        lambda fault: fault.resolved(change, resolution=resolution),
        store=store,
        seen_version=seen_version,
    )


def reopen_fault(
    customer_id: str,
    number: int,
    by: Actor,
    *,
    store: FaultStore,
    clock: Clock,
    reason: str = "",
    seen_version: int | None = None,
) -> Fault:
    change = change_by(by, ChangeKind.REOPENED, clock, why=reason)
    return change_fault(
        customer_id,
        number,
        lambda fault: fault.reopened(change),
        store=store,
        seen_version=seen_version,
    )


def acknowledge_fault(
    customer_id: str,
    number: int,
    by: Actor,
    *,
    store: FaultStore,
    clock: Clock,
    reason: str = "",
    seen_version: int | None = None,
) -> Fault:
    change = change_by(by, ChangeKind.ACKNOWLEDGED, clock, why=reason)
    return change_fault(
        customer_id,
        number,
        lambda fault: fault.acknowledged(change, email=by.email),
        store=store,
        seen_version=seen_version,
    )


def unacknowledge_fault(
    customer_id: str,
    number: int,
    by: Actor,
    *,
    store: FaultStore,
    clock: Clock,
    seen_version: int | None = None,
) -> Fault:
    change = change_by(by, ChangeKind.UNACKNOWLEDGED, clock)
    return change_fault(
        customer_id,
        number,
        lambda fault: fault.unacknowledged(change),
        store=store,
        seen_version=seen_version,
    )


def edit_fault(
    customer_id: str,
    number: int,
    by: Actor,
    fields: Mapping[str, Any],
    *,
    store: FaultStore,
    clock: Clock,
    status: Status | None = None,
    reason: str = "",
    seen_version: int | None = None,
) -> Fault:
    """Set attributes and, with `status`, resolve or reopen, all as one change."""
    what = {Status.RESOLVED: ChangeKind.RESOLVED, Status.UNRESOLVED: ChangeKind.REOPENED}
    edit = change_by(by, ChangeKind.UPDATED, clock, why=reason)
    turn = replace(edit, what=what[status]) if status else edit

    def edited(fault: Fault) -> Fault:
        changed = fault.edited(edit, **fields)
        if status is Status.RESOLVED:
            changed = changed.resolved(turn, resolution=str(fields.get("resolution", "")))
        elif status is Status.UNRESOLVED:
            changed = changed.reopened(turn)
        return fault if changed is fault else replace(changed, version=fault.version + 1)

    return change_fault(customer_id, number, edited, store=store, seen_version=seen_version)


def note_fault(
    customer_id: str,
    number: int,
    by: Actor,
    what: ChangeKind,
    *,
    store: FaultStore,
    clock: Clock,
    why: str = "",
) -> Fault:
    """Write down that something was done about the fault; it goes into the timeline."""
    change = change_by(by, what, clock, why=why)
    return change_fault(customer_id, number, lambda fault: fault.noted(change), store=store)


def delete_fault(
    customer_id: str,
    number: int,
    *,
    store: FaultStore,
    comments: CommentStore,
    seen_version: int | None = None,
) -> None:
    """Once the fault is gone its comments are out of sight; removing them is tidiness.

    Raises FaultNotFound, PreconditionFailed, or FaultChanged when others keep winning.
    """
    for _ in range(_ATTEMPTS):
        fault = store.get(customer_id, number)
        if seen_version is not None and fault.version != seen_version:
            raise PreconditionFailed
        try:
            store.delete(customer_id, fault)
        except FaultChanged:
            continue
        except FaultNotFound:
            pass  # it was there a moment ago: gone by our own hand, if an answer was lost
        with suppress(Unavailable):  # they expire anyway
            comments.delete_all(customer_id, number)
        return
    raise FaultChanged
