"""Changes of faults become timeline entries, events and counts, once each however often seen.

Everything that is recorded for a customer moves the customer's serial, on condition that it still
is what it was before anything else was read. So what is recorded for one customer happens one
after the other, whoever records it: the stream, a batch sent again, reconcile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from faultbook.domain.errors import Unavailable
from faultbook.domain.events import event_of
from faultbook.domain.timeline import LAST_VERSION, Observation, TimelineEntry, insert
from faultbook.usecases.left_over import LeftOver
from faultbook.usecases.light_outboxes import NobodyListens
from faultbook.usecases.statistics_ports import Ledger, Overtaken, RetryPolicy
from faultbook.usecases.transaction_draft import Draft

if TYPE_CHECKING:  # the stream's function has no use for them, and its start would pay
    from faultbook.usecases.delivery_ports import Outbox
    from faultbook.usecases.ports import Clock

_READ_AHEAD = 47  # observations; with an event each a transaction takes no more


class Unrecorded(NamedTuple):
    """`place` is that of the observation among those that were given."""

    place: int
    what: LeftOver


@dataclass(frozen=True, slots=True)
class RecordChanges:
    ledger: Ledger
    clock: "Clock"
    retry_policy: RetryPolicy
    outbox: "Outbox" = field(default_factory=NobodyListens)

    def record(self, observations: Sequence[Observation]) -> list[Unrecorded]:
        """What could not be recorded, in order of `observations`.

        Customers take turns: who has to wait for the store waits until the others had theirs. A
        fault whose change cannot be recorded at all is left over with what came later of it.
        """
        customers: dict[str, _Waiting] = {}
        for place, observation in enumerate(observations):
            customer = customers.setdefault(observation.customer_id, _Waiting())
            customer.changes.append(_Change(place, observation))
        waiting = dict(customers)
        attempt = -1
        while waiting:
            before = _number_of(waiting)
            waiting = {
                customer_id: customer
                for customer_id, customer in waiting.items()
                if not self._is_through(customer_id, customer)
            }
            attempt = attempt + 1 if _number_of(waiting) == before else 0
            if waiting and not self.retry_policy.wait(attempt):
                break
        self.outbox.send()
        return sorted(left for customer in customers.values() for left in customer.left_over())

    def _is_through(self, customer_id: str, waiting: "_Waiting") -> bool:
        """False when the customer has to wait for another turn."""
        while waiting.changes and self.retry_policy.has_time():
            some = waiting.next()
            try:
                taken = self._record_some(
                    customer_id,
                    [change.observation for change in some],
                    is_simple=waiting.is_simple,
                )
            except (Overtaken, Unavailable) as error:
                waiting.has_to_wait(error)
                return False
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one fault stays with it
                waiting.look_closer(some, error)
            else:
                waiting.are_recorded(some[:taken])
        return True

    def _record_some(
        self, customer_id: str, wanted: Sequence[Observation], *, is_simple: bool
    ) -> int:
        """As many, from the first, as one transaction takes. Raises Overtaken.

        Simple is when every change is new and in order. That need not be known: where it is not so
        the transaction is refused, because an entry is there already, and tried again with care.
        """
        watermark = self.ledger.watermark(customer_id)
        chains = _Chains(customer_id, wanted, self.ledger, is_simple=is_simple)
        draft = Draft(watermark)
        taken = 0
        for observation in wanted:
            entry = draft.labelled(observation.entry)
            insertion = insert(entry, chains.of(observation.number))
            if insertion and not draft.takes(event_of(observation), insertion):
                break
            if insertion:
                chains.update(observation.number, insertion.entries)
            taken += 1
        if draft.entries:
            if watermark.has_listeners:
                self.outbox.keep(customer_id, draft.events)
            self.ledger.commit(customer_id, draft.transaction(self.clock()))
        return taken


class _Change(NamedTuple):
    place: int
    observation: Observation


@dataclass(slots=True)
class _Waiting:
    """A customer's changes that are not recorded yet.

    `at_once` is how many may go into one transaction: one that the store will not have is tried
    again fault by fault, and then change by change.
    """

    changes: list[_Change] = field(default_factory=list)
    is_simple: bool = True
    _at_once: "_AtOnce" = field(default_factory=lambda: _AtOnce.MANY)
    _given_up: list[Unrecorded] = field(default_factory=list)
    _waits_for: Exception | None = None

    def next(self) -> list[_Change]:
        some = self.changes[:_READ_AHEAD]
        if self._at_once is _AtOnce.MANY:
            return some
        of_fault = [
            change for change in some if change.observation.number == some[0].observation.number
        ]
        return of_fault if self._at_once is _AtOnce.FAULT else of_fault[:1]

    def are_recorded(self, some: Sequence[_Change]) -> None:
        done = {change.place for change in some}
        self.changes = [change for change in self.changes if change.place not in done]
        self.is_simple = True
        self._waits_for = None

    def has_to_wait(self, reason: Exception) -> None:
        self.is_simple = False
        self._waits_for = reason

    def look_closer(self, some: Sequence[_Change], reason: Exception) -> None:
        """Nothing of it was recorded; the fault of a change that fails by itself is given up."""
        first = some[0].observation.number
        if len(some) > 1:
            is_one_fault = all(change.observation.number == first for change in some)
            self._at_once = _AtOnce.CHANGE if is_one_fault else _AtOnce.FAULT
            return
        self._at_once = _AtOnce.FAULT
        left = [change for change in self.changes if change.observation.number == first]
        self.changes = [change for change in self.changes if change.observation.number != first]
        self._given_up += [_unrecorded(change, reason) for change in left]

    def left_over(self) -> list[Unrecorded]:
        return self._given_up + [_unrecorded(change, self._waits_for) for change in self.changes]


class _AtOnce(Enum):
    MANY = auto()
    FAULT = auto()
    CHANGE = auto()


def _unrecorded(change: _Change, reason: Exception | None) -> Unrecorded:
    observation = change.observation
    left_over = LeftOver(observation.customer_id, observation.number, reason=reason)
    return Unrecorded(change.place, left_over)


def _number_of(waiting: Mapping[str, _Waiting]) -> int:
    return sum(len(customer.changes) for customer in waiting.values())


class _Chains:
    """The part of each fault's timeline that the wanted versions fall into."""

    def __init__(
        self, customer_id: str, wanted: Iterable[Observation], ledger: Ledger, *, is_simple: bool
    ) -> None:
        versions: dict[int, list[int]] = {}
        for observation in wanted:
            versions.setdefault(observation.number, []).append(observation.entry.version)
        known = ledger.right_before(customer_id, _first_new(versions)) if is_simple else {}
        for number, seen in versions.items():
            if number not in known:
                known[number] = ledger.around(customer_id, number, min(seen), max(seen))
        self._entries = {
            number: {entry.version: entry for entry in entries} for number, entries in known.items()
        }

    def of(self, number: int) -> list[TimelineEntry]:
        return [entry for _, entry in sorted(self._entries[number].items())]

    def update(self, number: int, entries: Iterable[TimelineEntry]) -> None:
        self._entries[number].update({entry.version: entry for entry in entries})


def _first_new(versions: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """By number of fault. With an end comes the last version, which mostly is recorded already."""
    first: dict[int, int] = {}
    for number, seen in versions.items():
        others = [version for version in seen if version != LAST_VERSION]
        if others:
            first[number] = max(others) + 1 if LAST_VERSION in seen else min(others)
    return first
