"""In-memory stores; the suite in tests/integration/stores holds them to the real ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from faultbook.domain.comment import Comment
from faultbook.domain.detail import mark_of
from faultbook.domain.due import Due, DueKind
from faultbook.domain.edits import Edits
from faultbook.domain.errors import CommentNotFound, FaultChanged, FaultNotFound
from faultbook.domain.fault import Fault
from faultbook.domain.idempotency import (
    Claim,
    ClaimTaken,
    NumberTaken,
    deduplication_claim_key,
)
from faultbook.domain.listing import Counted, FaultFilter, Page, Position
from faultbook.dynamodb import fault_item, item_bound
from faultbook.usecases.ports import FAILURES_KEPT, Clock


class InMemoryDueStore:
    def __init__(self) -> None:
        self.kept: set[Due] = set()

    def put(self, due: Due) -> None:
        self.kept.add(due)

    def until(self, at: datetime, kind: DueKind) -> Iterator[Due]:
        yield from sorted(
            (due for due in self.kept if due.kind is kind and due.looked_at <= at),
            key=_place_of_due,
        )

    def remove(self, due: Due) -> None:
        self.kept.discard(due)

    def put_aside(self, due: Due, later: Due) -> None:
        self.kept.add(later)
        self.kept.discard(due)


class InMemoryFaultStore:
    """`dues` are the notes of its faults that close by themselves."""

    def __init__(self, clock: Clock) -> None:
        self.dues = InMemoryDueStore()
        self._clock = clock
        self._faults: dict[tuple[str, int], Fault] = {}
        self._claims: dict[tuple[str, str], Claim] = {}
        self._details: dict[tuple[str, int], Mapping[str, Any]] = {}
        self._repeat_ids: dict[tuple[str, int], str] = {}

    def get(self, customer_id: str, number: int) -> Fault:
        fault = self._faults.get((customer_id, number))
        if fault is None or fault.is_expired(self._clock()):
            raise FaultNotFound
        return fault

    def details(self, customer_id: str, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
        found = {number: self._details.get((customer_id, number)) for number in numbers}
        return {number: dict(detail) for number, detail in found.items() if detail}

    def create(
        self,
        customer_id: str,
        fault: Fault,
        claims: Sequence[Claim] = (),
        *,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        item_bound.check(fault_item.item_of(fault))
        if fault.closes_at:
            at, now, expiry = fault.closes_at, self._clock(), fault.expires_at
            due = Due(customer_id, fault.number, at, now, expires_at=expiry)
            self.dues.kept.add(due)
        existing = self._faults.get((customer_id, fault.number))
        if existing and existing.last_change.write_id == fault.last_change.write_id:
            return
        if existing:
            raise NumberTaken
        self._take(customer_id, claims)
        self._faults[customer_id, fault.number] = fault
        if detail:
            self._details[customer_id, fault.number] = detail

    def save(
        self, customer_id: str, before: Fault, after: Fault, claims: Sequence[Claim] = ()
    ) -> None:
        existing = self.get(customer_id, before.number)
        if existing.last_change.write_id == after.last_change.write_id:
            return
        if existing.version != before.version:
            raise FaultChanged
        item_bound.check(fault_item.item_of(after), fault_item.item_of(existing))
        self._take(customer_id, claims)
        self._faults[customer_id, before.number] = replace(
            after,
            occurrences=existing.occurrences,
            last_seen_at=existing.last_seen_at,
            **{
                name: getattr(existing, name)
                for name in ("message", "cause", "metadata", "detail_mark")
                if getattr(before, name) == getattr(after, name)
            },
        )

    def repeat(
        self,
        customer_id: str,
        number: int,
        at: datetime,
        write_id: str,
        claims: Sequence[Claim] = (),
        *,
        news: Edits | None = None,
    ) -> Fault:
        fault = self.get(customer_id, number)
        if self._repeat_ids.get((customer_id, number)) == write_id:
            return fault
        if not fault.is_open:
            raise FaultChanged
        self._take(customer_id, claims)
        self._repeat_ids[customer_id, number] = write_id
        self._faults[customer_id, number] = fault.repeated(at, **(news or {}))
        return self._faults[customer_id, number]

    def describe(self, customer_id: str, fault: Fault, detail: Mapping[str, Any]) -> None:
        existing = self.get(customer_id, fault.number)
        self._details[customer_id, fault.number] = detail
        self._faults[customer_id, fault.number] = replace(existing, detail_mark=mark_of(detail))

    def delete(self, customer_id: str, fault: Fault) -> None:
        if self.get(customer_id, fault.number).version != fault.version:
            raise FaultChanged
        key = deduplication_claim_key(fault.deduplication_key)
        held = self._claims.get((customer_id, key))
        if held and held.number == fault.number:
            del self._claims[customer_id, key]
        del self._faults[customer_id, fault.number]
        self._details.pop((customer_id, fault.number), None)

    def page(
        self,
        customer_id: str,
        fault_filter: FaultFilter,
        limit: int,
        after: Position | None,
        *,
        backwards: bool = False,
    ) -> Page:
        found = sorted(
            (
                fault
                for (owner, _), fault in self._faults.items()
                if owner == customer_id
                and not fault.is_expired(self._clock())
                and fault_filter.matches(fault)
                and (
                    after is None
                    or _is_beyond(_place(fault_filter, fault), after, backwards=backwards)
                )
            ),
            key=lambda fault: _place(fault_filter, fault),
            reverse=not backwards,
        )
        page = tuple(found[:limit])
        more = len(found) > limit
        last = Position(*_place(fault_filter, page[-1])) if more else None
        return Page(page[::-1] if backwards else page, last)

    def count(
        self,
        customer_id: str,
        fault_filter: FaultFilter,
        most: int,
        after: Position | None,
        *,
        backwards: bool = False,
    ) -> Counted:
        page = InMemoryFaultStore.page(
            self, customer_id, fault_filter, most + 1, after, backwards=backwards
        )
        found = len(page.faults)
        return Counted(found, is_all=found <= most)

    def claim(self, customer_id: str, key: str) -> Claim | None:
        claim = self._claims.get((customer_id, key))
        return claim if claim and claim.expires_at > self._clock().timestamp() else None

    def _take(self, customer_id: str, claims: Sequence[Claim]) -> None:
        for claim in claims:
            existing = self.claim(customer_id, claim.key)
            if existing and not existing.yields_to(claim):
                raise ClaimTaken
        self._claims |= {
            (customer_id, claim.key): replace(claim, replaces=None) for claim in claims
        }


class InMemoryFailureStore:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rows: dict[tuple[str, str], tuple[int, datetime, datetime]] = {}

    def failed(self, customer_id: str, deduplication_key: str, at: datetime) -> int:
        return self._write((customer_id, deduplication_key), at, 1)

    def succeeded(self, customer_id: str, deduplication_key: str, at: datetime) -> None:
        self._write((customer_id, deduplication_key), at, 0)

    def _write(self, place: tuple[str, str], at: datetime, more: int) -> int:
        now = self._clock()
        failures, seen_at, kept_until = self._rows.get(place, (0, at, now))
        if kept_until <= now:
            failures = 0
        elif at <= seen_at:
            return failures
        failures = failures + 1 if more else 0
        self._rows[place] = failures, at, now + FAILURES_KEPT
        return failures


class InMemoryCommentStore:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._comments: dict[tuple[str, int], dict[int, Comment]] = {}
        self._expiry: dict[tuple[str, int], int] = {}

    def put(self, customer_id: str, fault: Fault, comment: Comment) -> Comment:
        place = (customer_id, fault.number)
        self._expiry[place] = fault.expires_at
        return self._comments.setdefault(place, {}).setdefault(comment.ordinal, comment)

    def of_fault(self, customer_id: str, fault_number: int) -> list[Comment]:
        return [c for _, c in sorted(self._comments.get((customer_id, fault_number), {}).items())]

    def of_faults(
        self, customer_id: str, ordinals_of: Mapping[int, Sequence[int]]
    ) -> dict[int, list[Comment]]:
        return {
            number: [c for c in self.of_fault(customer_id, number) if c.ordinal in ordinals]
            for number, ordinals in ordinals_of.items()
        }

    def get(self, customer_id: str, number: int) -> tuple[int, Comment]:
        for (owner, fault_number), comments in self._comments.items():
            expired = self._expiry[owner, fault_number] <= self._clock().timestamp()
            for comment in comments.values():
                if owner == customer_id and comment.number == number and not expired:
                    return fault_number, comment
        raise CommentNotFound

    def edit(self, customer_id: str, fault_number: int, comment: Comment) -> None:
        comments = self._comments.get((customer_id, fault_number), {})
        existing = comments.get(comment.ordinal)
        if existing is None or existing.number != comment.number:
            raise CommentNotFound
        comments[comment.ordinal] = comment

    def delete(self, customer_id: str, fault_number: int, comment: Comment) -> None:
        self._comments.get((customer_id, fault_number), {}).pop(comment.ordinal, None)

    def delete_all(self, customer_id: str, fault_number: int) -> None:
        self._comments.pop((customer_id, fault_number), None)


def _place_of_due(due: Due) -> tuple[datetime, str, int]:
    return due.looked_at, due.customer_id, due.number


def _place(fault_filter: FaultFilter, fault: Fault) -> tuple[datetime, int]:
    return fault_filter.sort_time(fault), fault.number


def _is_beyond(place: tuple[datetime, int], position: Position, *, backwards: bool) -> bool:
    here = (position.at, position.number)
    return place > here if backwards else place < here
