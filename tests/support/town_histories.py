"""Random days of two customers: what happens to their faults, and what the stream loses of it.

Some faults are old when something happens to them, some are reported long after their end, some
expire; changes may be said to have been made days ago. What is lost is the last record of a fault.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from faultbook.domain.fault import Change, ChangeKind, Fault, Kind, Origin, Severity
from faultbook.domain.retention import RETENTION_MONTHS, months_after
from faultbook.domain.timeline import Observation, deletion_of, expiry_of, observation_of
from faultbook.usecases.reconcile import PAUSE, Findings, Reconcile
from faultbook.usecases.reconcile_window import ReconcileWindow
from faultbook.usecases.record_changes import RecordChanges
from tests.support.builders import NOW, SteppingClock, a_comment, a_fault
from tests.support.fault_histories import Life, flat, random_source, recount
from tests.support.statistics_fakes import Attempts, InMemoryStatistics
from tests.support.window_fakes import InMemoryWindow

CUSTOMERS = ("cus_A", "cus_B")
_DAY = timedelta(days=1)
_BUSY = timedelta(hours=30)  # so long before the end everything happens
_SETTLED = timedelta(minutes=61)


@dataclass(slots=True)
class Event:
    """`apply` changes the faults and says what the stream shows of it."""

    at: datetime
    apply: Callable[[], list[Observation]]
    is_lost: bool = False


@dataclass
class TownHistory:
    """`lost` counts the records that nobody ever got."""

    seed: int
    end: datetime = NOW
    share_lost: float = 0.4
    lost: int = 0
    lives: list[Life] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draw = random_source(self.seed)
        self.clock = SteppingClock(self.end - timedelta(days=450))
        self.books = InMemoryStatistics()
        self.window = InMemoryWindow(self.books)
        self.window.marked_since(self.clock.at)

    def live_through(self, faults: int = 6) -> None:
        """Up to the end, with a run of reconcile on each of the days before."""
        events = [event for n in range(1, faults + 1) for event in self._events(n)]
        events += [self._first_of(customer_id) for customer_id in CUSTOMERS]
        runs = [self.end - n * _DAY for n in (4, 3, 2, 1)]
        events += [Event(at, self._reconciled_before) for at in runs]
        for event in sorted(events, key=lambda event: event.at):
            self.clock.at = max(self.clock.at, event.at)
            observations = event.apply()
            self.lost += bool(observations) and event.is_lost
            if not event.is_lost:
                RecordChanges(self.books, self.clock, Attempts(3)).record(observations)
        self.clock.at = self.end

    def reconcile(
        self,
        may_go_on: Callable[[], bool] = lambda: True,
        *,
        books: Any = None,
        window: Any = None,
        may_begin: bool = True,
    ) -> Findings:
        """As each day."""
        books, window = books or self.books, window or self.window
        changes = RecordChanges(books, self.clock, Attempts(3))
        job = ReconcileWindow(window, books, books, changes)
        return job.run(may_go_on, may_begin=may_begin)

    def recount_everything(self) -> Findings:
        """As each month."""
        job = Reconcile(self.books, self.books, RecordChanges(self.books, self.clock, Attempts(3)))
        job.run(lambda: True)
        self.clock.at += PAUSE
        return job.run(lambda: True)

    def write(self) -> None:
        """Something happens right now: another fault, and perhaps its end."""
        fault = self._new(len(self.lives) + 1, self.clock.at)
        life = Life([fault])
        if self.draw.random() < 0.5:
            change = self._change(ChangeKind.RESOLVED, fault, self.clock.at)
            life.versions.append(fault.resolved(change))
        self.lives.append(life)
        for version in life.versions:
            self.put_and_record(version)

    def change(self, life: Life, what: ChangeKind) -> None:
        """Resolve or reopen it right now."""
        fault = life.versions[-1]
        change = self._change(what, fault, self.clock.at)
        turn = fault.resolved if what is ChangeKind.RESOLVED else fault.reopened
        life.versions.append(turn(change))
        self.put_and_record(life.versions[-1])

    def assert_right(self, *customers: str) -> None:
        """Nothing is missing, and the counters say what a recount by hand says."""
        for customer_id in customers or CUSTOMERS:
            theirs = [life for life in self.lives if life.versions[0].customer_id == customer_id]
            recorded = []
            for life in theirs:
                entries = self.books.timelines_of[customer_id, life.versions[0].number]
                versions = {fault.version for fault in life.versions} & entries.keys()
                has_ended = len(entries) > len(versions)
                assert life.versions[-1].version in versions
                assert has_ended == (life.ended is not None)
                recorded.append((life, versions, has_ended))
            assert flat(self.books.counts.get(customer_id, {})) == recount(recorded)

    def _first_of(self, customer_id: str) -> Event:
        """Nobody knows of a customer whose very first record is lost."""
        at = self.end - timedelta(days=400)
        fault = a_fault(customer_id, number=10**6, opened_at=at, resource_id="dev_0", type="link")
        self.lives.append(Life([fault]))
        return Event(at, lambda: self._put(fault))

    def _events(self, number: int) -> list[Event]:
        at = self.end - _BUSY + timedelta(minutes=self.draw.randrange(600))
        kind = self.draw.choice(["new", "new", "old", "historical", "expiring"])
        events, at = self._beginning(kind, number, at)
        life = self.lives[-1]
        expires = datetime.fromtimestamp(life.versions[0].expires_at, tz=UTC)
        until = min(self.end - _SETTLED, expires - timedelta(minutes=1))
        for _ in range(self.draw.randrange(5)):
            at = min(at + timedelta(minutes=self.draw.randrange(1, 200)), until)
            events.append(self._step(life, at))
        if kind == "expiring":
            events.append(self._expiry(life))
        elif self.draw.random() < 0.25:
            events.append(self._deletion(life, min(at + timedelta(minutes=9), until)))
        is_of_late = events[-1].at >= self.end - 2 * _DAY
        events[-1].is_lost = is_of_late and self.draw.random() < self.share_lost
        return events

    def _beginning(self, kind: str, number: int, at: datetime) -> tuple[list[Event], datetime]:
        """The report, and when something may happen next."""
        match kind:
            case "old":
                reported = at - timedelta(days=self.draw.randrange(3, 300))
                fault = self._new(number, reported)
            case "historical":
                reported = at
                begun = at - timedelta(days=self.draw.randrange(3, 300))
                fault = self._new(number, begun)
                ended = begun + timedelta(hours=self.draw.randrange(1, 48))
                fault = fault.resolved(self._change(ChangeKind.RESOLVED, fault, ended))
            case "expiring":
                expires = self.end - timedelta(minutes=self.draw.randrange(120, 3000))
                reported = months_after(expires, -RETENTION_MONTHS)
                fault = self._new(number, reported)
                at = min(at, expires - timedelta(hours=5))
            case _:
                reported = at
                fault = self._new(number, at)
        life = Life([fault])
        self.lives.append(life)
        return [Event(reported, lambda: self._put(fault))], at

    def _new(self, number: int, opened_at: datetime) -> Fault:
        return a_fault(
            self.draw.choice(CUSTOMERS),
            number=number,
            opened_at=opened_at,
            severity=self.draw.choice(list(Severity)),
            kind=self.draw.choice(list(Kind)),
            type=self.draw.choice(["link", "power", "disk"]),
            resource_id=f"dev_{self.draw.randrange(3)}",
        )

    def _step(self, life: Life, at: datetime) -> Event:
        fault = life.versions[-1]
        what = self.draw.choice(
            [
                *(ChangeKind.RESOLVED, ChangeKind.RESOLVED, ChangeKind.REOPENED),
                *(ChangeKind.ACKNOWLEDGED, ChangeKind.UNACKNOWLEDGED),
                *(ChangeKind.UPDATED, ChangeKind.COMMENTED),
            ]
        )
        said_at = at
        if self.draw.random() < 0.15:
            said_at = max(at - timedelta(days=self.draw.randrange(1, 9)), fault.opened_at)
        change = self._change(what, fault, said_at)
        changed = {
            ChangeKind.RESOLVED: lambda: fault.resolved(change),
            ChangeKind.REOPENED: lambda: fault.reopened(change),
            ChangeKind.ACKNOWLEDGED: lambda: fault.acknowledged(change),
            ChangeKind.UNACKNOWLEDGED: lambda: fault.unacknowledged(change),
            ChangeKind.UPDATED: lambda: fault.edited(
                change, severity=self.draw.choice(list(Severity))
            ),
            ChangeKind.COMMENTED: lambda: fault.commented(
                change, a_comment(fault.comments_written + 1)
            ),
        }[what]()
        if changed is fault:
            return Event(at, list)
        life.versions.append(changed)
        return Event(at, lambda: self._put(changed))

    def _expiry(self, life: Life) -> Event:
        """The store removes it some time after it has expired."""
        last = life.versions[-1]
        expired_at = datetime.fromtimestamp(last.expires_at, tz=UTC)
        life.ended, life.ended_at = ChangeKind.EXPIRED, expired_at

        def expire() -> list[Observation]:
            self.window.expire(last)
            observation = observation_of(last)
            return [observation, expiry_of(observation, last.expires_at)]

        removed_at = expired_at + timedelta(minutes=self.draw.randrange(50))
        return Event(min(removed_at, self.end - _SETTLED), expire)

    def _deletion(self, life: Life, at: datetime) -> Event:
        last = life.versions[-1]
        life.ended, life.ended_at = ChangeKind.DELETED, at

        def delete() -> list[Observation]:
            self.window.remove(last, self.clock.at)
            observation = observation_of(last)
            return [observation, deletion_of(observation, at)]

        return Event(at, delete)

    def put_and_record(self, fault: Fault) -> None:
        self.record(self._put(fault))

    def record(self, observations: list[Observation]) -> None:
        RecordChanges(self.books, self.clock, Attempts(3)).record(observations)

    def _put(self, fault: Fault) -> list[Observation]:
        self.window.put(fault, self.clock.at)
        return [observation_of(fault)]

    def _change(self, what: ChangeKind, fault: Fault, at: datetime) -> Change:
        return Change(
            what=what, at=at, by="user_1", api=Origin.FAULTS, write_id=f"w{fault.version}"
        )

    def _reconciled_before(self) -> list[Observation]:
        self.reconcile()
        return []


def a_town(seed: int, *, faults: int = 6, share_lost: float = 0.4) -> TownHistory:
    town = TownHistory(seed, share_lost=share_lost)
    town.live_through(faults)
    return town
