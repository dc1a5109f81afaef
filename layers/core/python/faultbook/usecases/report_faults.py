"""Reports of faults: first ones, repetitions, and retries after a lost answer."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from faultbook.domain.detail import mark_of
from faultbook.domain.errors import (
    FaultChanged,
    FaultNotFound,
    IdempotencyKeyReused,
    Unavailable,
)
from faultbook.domain.fault import Actor, Change, ChangeKind, Fault
from faultbook.domain.idempotency import (
    KEY_LIFETIME,
    Claim,
    ClaimTaken,
    Idempotency,
    NumberTaken,
    deduplication_claim_key,
)
from faultbook.domain.report import Report
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.ports import DrawNumber, FaultStore
from faultbook.usecases.target import Target

if TYPE_CHECKING:
    from faultbook.domain.edits import Edits

_ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Reported:
    """`created` False: the report repeated an open fault. `replayed`: the first answer again."""

    fault: Fault
    created: bool
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class ReportFaults:
    store: FaultStore
    changes: ChangeFaults
    draw_number: DrawNumber

    def report(
        self,
        customer_id: str,
        report: Report,
        by: Actor,
        *,
        idempotency: Idempotency | None = None,
        follow: bool = False,
    ) -> Reported:
        """One fault for the same Idempotency-Key, one open fault for the same deduplication key.

        An existing fault takes on what a repetition says, and a higher severity; with `follow` it
        takes on another severity in either direction. A report of before what was last seen is
        counted and changes nothing; with `follow` it is not taken, nor what was said already.

        Raises InvalidRequest for an occurrence out of range, IdempotencyKeyReused, FaultNotFound
        when the fault that an equal request repeated is gone, or Unavailable when others keep
        getting in between.
        """
        attempt = _Attempt(self, customer_id, report, by, idempotency, follow)
        for _ in range(_ATTEMPTS):
            if replayed := attempt.replayed():
                return replayed
            report.check(self.changes.clock())
            try:
                return attempt.once()
            except (ClaimTaken, NumberTaken, FaultNotFound, FaultChanged):
                continue
        raise Unavailable

    def is_open(self, customer_id: str, deduplication_key: str) -> bool:
        """Whether a report under the key would repeat a fault."""
        claim = self.store.claim(customer_id, deduplication_claim_key(deduplication_key))
        with suppress(FaultNotFound):
            return claim is not None and self.store.get(customer_id, claim.number).is_open
        return False

    def reported(self, customer_id: str, deduplication_key: str) -> int | None:
        """The number of the fault that was last reported under the key, open or not."""
        claim = self.store.claim(customer_id, deduplication_claim_key(deduplication_key))
        return claim.number if claim else None

    def resolve_reported(
        self,
        customer_id: str,
        deduplication_key: str,
        by: Actor,
        *,
        at: datetime,
        reason: str,
        latest_sign: Callable[[Fault], datetime] = lambda fault: fault.seen_at,
    ) -> None:
        """Resolves the fault of the key as of `at`, unless its `latest_sign` is later than that."""
        number = self.reported(customer_id, deduplication_key)
        if number is None:
            return
        change = self.changes.change_by(by, ChangeKind.RESOLVED, reason, at=at)

        def over(fault: Fault) -> Fault:
            return fault if latest_sign(fault) > at else fault.resolved(change)

        with suppress(FaultNotFound):
            self.changes.apply(Target(customer_id, number, by), over)


@dataclass(frozen=True, slots=True)
class _Attempt:
    parts: ReportFaults
    customer_id: str
    report: Report
    by: Actor
    idempotency: Idempotency | None
    follow: bool

    def replayed(self) -> Reported | None:
        """An equal request makes an equal first answer, so the answer itself is not stored."""
        if not self.idempotency:
            return None
        answered = self.parts.store.claim(self.customer_id, self.idempotency.key)
        if not answered:
            return None
        if answered.fingerprint != self.idempotency.fingerprint:
            raise IdempotencyKeyReused
        made_at = from_microseconds(answered.made_at)
        if not answered.created:
            fault = self._repeated_at(made_at, answered.number)
            return Reported(fault, created=False, replayed=True)
        change = self._change(ChangeKind.OPENED, made_at)
        fault = self.report.opened(self.customer_id, answered.number, change)
        return Reported(fault, created=True, replayed=True)

    def once(self) -> Reported:
        existing = self._existing_claim()
        if existing:
            says_when = self.report.seen_at is not None
            if self.follow and says_when and (fault := self._knowing(existing.number)):
                return Reported(fault, created=False)
            repeated = self._repeat(existing.number)
            if repeated:
                return repeated
        return self._create(replaces=existing)

    def _knowing(self, number: int) -> Fault | None:
        """The fault to which this report says nothing new."""
        with suppress(FaultNotFound):
            fault = self.parts.store.get(self.customer_id, number)
            return fault if self.report.is_known_to(fault) else None
        return None

    def _existing_claim(self) -> Claim | None:
        if not self.report.deduplication_key:
            return None
        key = deduplication_claim_key(self.report.deduplication_key)
        return self.parts.store.claim(self.customer_id, key)

    def _create(self, replaces: Claim | None) -> Reported:
        now = self.parts.changes.clock()
        number = self.parts.draw_number(now)
        change = self._change(ChangeKind.OPENED, now)
        fault = self.report.opened(self.customer_id, number, change)
        claims = self._idempotency_claim(number, now, created=True)
        if self.report.deduplication_key:
            key = deduplication_claim_key(self.report.deduplication_key)
            claims.append(Claim(key, number, fault.expires_at, replaces=replaces))
        self.parts.store.create(self.customer_id, fault, claims, detail=self.report.detail)
        return Reported(fault, created=True)

    def _repeat(self, number: int) -> Reported | None:
        """None when the fault that the key stood for is resolved, expired or removed."""
        now = self.parts.changes.clock()
        claims = self._idempotency_claim(number, now, created=False)
        write_id = secrets.token_urlsafe(8)
        at = self.report.seen_at or now
        try:
            fault = self.parts.store.repeat(
                self.customer_id, number, at, write_id, claims, news=self.report.news()
            )
        except (FaultChanged, FaultNotFound):
            return None
        fault = self._described(fault)
        if self._changes_severity(fault):
            fault = self._change_severity(fault)
        return Reported(fault, created=False)

    def _described(self, fault: Fault) -> Fault:
        """As message and cause, a detail is news and no version."""
        mark = "" if self.report.only_counts_again else mark_of(self.report.detail)
        if not mark or mark == fault.detail_mark or self.report.is_late_for(fault):
            return fault
        self.parts.store.describe(self.customer_id, fault, self.report.detail)
        return replace(fault, detail_mark=mark)

    def _repeated_at(self, made_at: datetime, number: int) -> Fault:
        """The request that was first may have ended before it changed the severity."""
        fault = self.parts.store.get(self.customer_id, number)
        if fault.last_change.at > made_at or not self._changes_severity(fault):
            return fault
        return self._change_severity(fault)

    def _changes_severity(self, fault: Fault) -> bool:
        if self.report.only_counts_again or self.report.is_late_for(fault):
            return False
        if self.follow:
            return self.report.severity is not fault.severity
        return self.report.severity.rank < fault.severity.rank

    def _change_severity(self, fault: Fault) -> Fault:
        raised = self.report.severity.rank < fault.severity.rank
        what = ChangeKind.SEVERITY_RAISED if raised else ChangeKind.UPDATED
        change = self._change(what, self.parts.changes.clock())
        news: Edits = {
            "severity": self.report.severity,
            "severity_word": self.report.severity_word,
        }

        def changed(existing: Fault) -> Fault:
            if not existing.is_open or not self._changes_severity(existing):
                return existing
            return existing.edited(change, **news)

        target = Target(self.customer_id, fault.number, self.by)
        return self.parts.changes.apply(target, changed)

    def _idempotency_claim(self, number: int, now: datetime, *, created: bool) -> list[Claim]:
        if not self.idempotency:
            return []
        return [
            Claim(
                key=self.idempotency.key,
                number=number,
                expires_at=int((now + KEY_LIFETIME).timestamp()),
                fingerprint=self.idempotency.fingerprint,
                created=created,
                made_at=microseconds(now),
            )
        ]

    def _change(self, what: ChangeKind, at: datetime) -> Change:
        return self.parts.changes.change_by(self.by, what, at=at)
