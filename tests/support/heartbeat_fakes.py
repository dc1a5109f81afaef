"""Heartbeats in memory; the suite in tests/integration/stores holds them to the real store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from faultbook.domain.errors import HeartbeatChanged, HeartbeatExists, TooManyHeartbeats
from faultbook.domain.heartbeat import MAX_HEARTBEATS, Beat, Heartbeat
from faultbook.domain.outage import Sweeps


class InMemoryHeartbeatStore:
    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], Heartbeat] = {}

    def find(self, customer_id: str, number: int) -> Heartbeat | None:
        return self._kept.get((customer_id, number))

    def all(self, customer_id: str) -> Sequence[Heartbeat]:
        return [one for one in self._kept.values() if one.customer_id == customer_id]

    def create(self, heartbeat: Heartbeat) -> None:
        if self._standing(heartbeat):
            raise HeartbeatExists
        if len(self.all(heartbeat.customer_id)) >= MAX_HEARTBEATS:
            raise TooManyHeartbeats
        self._put(heartbeat)

    def save(self, before: Heartbeat, after: Heartbeat) -> None:
        stored = self._standing(before)
        if stored is None or stored.version != before.version:
            raise HeartbeatChanged
        beat = replace(after.beat, pinged_at=stored.beat.pinged_at)
        self._put(replace(after, beat=beat))

    def change_beat(self, heartbeat: Heartbeat, after: Beat) -> bool:
        standing, seen = self._standing(heartbeat), heartbeat.beat
        if standing is None:
            return False
        beat = standing.beat
        if (beat.pinged_at, beat.watched_at) != (seen.pinged_at, seen.watched_at):
            return False
        self._put(replace(standing, beat=after))
        return True

    def ping(self, customer_id: str, number: int, at: datetime) -> Beat | None:
        stored = self.find(customer_id, number)
        if stored is None or stored.beat.watched_at is None:
            return None
        beat = replace(stored.beat, pinged_at=at)
        self._put(replace(stored, beat=beat))
        return beat

    def delete(self, heartbeat: Heartbeat) -> None:
        self._kept.pop((heartbeat.customer_id, heartbeat.number), None)

    def _standing(self, heartbeat: Heartbeat) -> Heartbeat | None:
        return self.find(heartbeat.customer_id, heartbeat.number)

    def _put(self, heartbeat: Heartbeat) -> None:
        self._kept[heartbeat.customer_id, heartbeat.number] = heartbeat


class InMemorySweepStore:
    def __init__(self) -> None:
        self._kept: Sweeps | None = None

    def get(self) -> Sweeps | None:
        return self._kept

    def put(self, sweeps: Sweeps) -> None:
        self._kept = sweeps
