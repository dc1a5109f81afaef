"""The heartbeats of a customer: made, changed, pinged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from faultbook.domain.due import Due, DueKind
from faultbook.domain.errors import HeartbeatNotFound, Unavailable
from faultbook.domain.heartbeat import Beat, Heartbeat, number_of
from faultbook.usecases.heartbeat_faults import DELETED, PAUSED, RETURNED, HeartbeatFaults
from faultbook.usecases.heartbeat_ports import HeartbeatStore
from faultbook.usecases.ports import Clock, DueStore

_TRIES = 5  # of a ping, while others get in between
_KEPT = timedelta(days=30)  # a note that cannot be looked at, beyond its time


@dataclass(frozen=True, slots=True)
class Heartbeats:
    store: HeartbeatStore
    dues: DueStore
    faults: HeartbeatFaults
    clock: Clock

    def all(self, customer_id: str) -> Sequence[Heartbeat]:
        """By name."""
        return sorted(self.store.all(customer_id), key=lambda heartbeat: heartbeat.name)

    def get(self, customer_id: str, name: str) -> Heartbeat:
        """Raises HeartbeatNotFound."""
        heartbeat = self.store.find(customer_id, number_of(name))
        if heartbeat is None or heartbeat.name != name:
            raise HeartbeatNotFound
        return heartbeat

    def create(self, heartbeat: Heartbeat) -> Heartbeat:
        """Raises HeartbeatExists, TooManyHeartbeats or TooLarge."""
        self.store.create(heartbeat)
        self.faults.known(heartbeat.customer_id, heartbeat.name, self.clock())
        return heartbeat

    def change(
        self, customer_id: str, name: str, edit: Callable[[Heartbeat], Heartbeat]
    ) -> Heartbeat:
        """One that is paused has no fault, and one that is resumed waits for its next ping.

        Raises HeartbeatNotFound, HeartbeatChanged or TooLarge.
        """
        after = self._changed(customer_id, name, edit)
        if not after.enabled and after.beat.missed:
            self.faults.over(customer_id, name, self.clock(), PAUSED)
        return after

    def delete(self, customer_id: str, name: str) -> None:
        """Paused first, so that no sweep opens a fault that nothing would end any more.

        Raises HeartbeatNotFound or HeartbeatChanged.
        """
        heartbeat = self._changed(customer_id, name, lambda one: replace(one, enabled=False))
        self.faults.over(customer_id, name, self.clock(), DELETED)
        self.store.delete(heartbeat)

    def ping(self, customer_id: str, name: str) -> None:
        """One write unit; the first since it is watched costs more, and so does a return.

        Raises HeartbeatNotFound.
        """
        at = self.clock()
        number = number_of(name)
        for _ in range(_TRIES):
            beat = self.store.ping(customer_id, number, at)
            if beat:
                if beat.missed:
                    self.faults.over(customer_id, name, at, RETURNED)
                return
            if self._first_ping(customer_id, name, at):
                return
        raise Unavailable

    def _changed(
        self, customer_id: str, name: str, edit: Callable[[Heartbeat], Heartbeat]
    ) -> Heartbeat:
        before = self.get(customer_id, name)
        after = edit(before)
        if after == before:
            return before
        beat = self._beat_of(before, after)
        after = replace(after, version=before.version + 1, beat=beat)
        self.store.save(before, after)
        return after

    def _first_ping(self, customer_id: str, name: str, at: datetime) -> bool:
        """False where another was faster."""
        heartbeat = self.get(customer_id, name)
        if not heartbeat.enabled:
            return self.store.change_beat(heartbeat, replace(heartbeat.beat, pinged_at=at))
        if heartbeat.beat.watched_at:
            return False
        if heartbeat.beat.missed:
            self.faults.over(customer_id, name, at, RETURNED)
        watched_at = self._note(heartbeat, at + heartbeat.patience)
        return self.store.change_beat(heartbeat, Beat(pinged_at=at, watched_at=watched_at))

    def _beat_of(self, before: Heartbeat, after: Heartbeat) -> Beat:
        """The note that watches moves by itself where there is more time, and is too late for less.

        Then there is another, and the one before goes at its time.
        """
        beat = before.beat
        if not after.enabled:
            return replace(beat, watched_at=None)
        if not before.enabled or beat.watched_at is None or beat.pinged_at is None:
            return replace(beat, watched_at=None)
        if after.patience >= before.patience:
            return beat
        return replace(beat, watched_at=self._note(after, beat.pinged_at + after.patience))

    def _note(self, heartbeat: Heartbeat, looked_at: datetime) -> datetime:
        """The time that names it: no two of a heartbeat are written at the same.

        Before the heartbeat names it, or nobody would watch if this broke off in between.
        """
        now = self.clock()
        self.dues.put(
            Due(
                heartbeat.customer_id,
                heartbeat.number,
                at=now,
                written_at=now,
                kind=DueKind.HEARTBEAT,
                expires_at=note_expires_at(looked_at),
                again_at=looked_at,
            )
        )
        return now


def note_expires_at(looked_at: datetime) -> int:
    """Unix seconds."""
    return int((looked_at + _KEPT).timestamp())
