"""What becomes of a heartbeat when its time is over, and of all when we were out ourselves."""

from dataclasses import dataclass, replace
from datetime import datetime

from faultbook.domain.due import Due
from faultbook.domain.heartbeat import Heartbeat
from faultbook.domain.outage import Sweeps
from faultbook.usecases.heartbeat_faults import RETURNED, HeartbeatFaults
from faultbook.usecases.heartbeat_ports import HeartbeatStore, SweepStore
from faultbook.usecases.heartbeats import note_expires_at
from faultbook.usecases.ports import Clock, DueStore


@dataclass(frozen=True, slots=True)
class RecordSweeps:
    store: SweepStore
    clock: Clock

    def begin(self) -> Sweeps:
        now = self.clock()
        before = self.store.get()
        sweeps = before.followed_by_one(now) if before else Sweeps(now)
        self.store.put(sweeps)
        return sweeps


@dataclass(frozen=True, slots=True)
class WatchHeartbeats:
    """The note of a heartbeat stays for as long as it is watched; no ping moves it.

    That a heartbeat is missed is written before its fault is opened, and whether it was pinged
    meanwhile is asked after it: so a ping in between, or a run that breaks off anywhere, leaves no
    fault behind that its return does not end.
    """

    store: HeartbeatStore
    sweeps: SweepStore
    dues: DueStore
    faults: HeartbeatFaults
    clock: Clock

    def settle(self, due: Due) -> bool:
        now = self.clock()
        heartbeat = self.store.find(due.customer_id, due.number)
        if heartbeat is None or not heartbeat.is_watched_by(due):
            return due.is_stale(now)
        again_at = self._looked_at(heartbeat, now)
        later = replace(due, again_at=again_at, tries=0, expires_at=note_expires_at(again_at))
        self.dues.put_aside(due, later)
        return False

    def _looked_at(self, heartbeat: Heartbeat, now: datetime) -> datetime:
        """When to look at it again."""
        if heartbeat.is_missed:
            if not heartbeat.beat.is_told:
                self._tell(heartbeat, now)
            return now + heartbeat.patience
        heartbeat = self._seen_to_return(heartbeat, now)
        if now < (down_at := heartbeat.down_at(None)):
            return down_at
        sweeps = self.sweeps.get()
        if now < (down_at := heartbeat.down_at(sweeps.outage if sweeps else None)):
            return down_at
        missed = replace(heartbeat.beat, missed=heartbeat.beat.pinged_at, is_told=False)
        if self.store.change_beat(heartbeat, missed):
            self._tell(replace(heartbeat, beat=missed), now)
        return now + heartbeat.patience

    def _seen_to_return(self, heartbeat: Heartbeat, now: datetime) -> Heartbeat:
        """The ping that ended it may have broken off before it resolved the fault."""
        if heartbeat.beat.missed is None:
            return heartbeat
        self.faults.over(heartbeat.customer_id, heartbeat.name, now, RETURNED)
        beat = replace(heartbeat.beat, missed=None, is_told=False)
        if self.store.change_beat(heartbeat, beat):
            return replace(heartbeat, beat=beat)
        return heartbeat

    def _tell(self, heartbeat: Heartbeat, now: datetime) -> None:
        self.faults.missed(heartbeat)
        told = replace(heartbeat.beat, is_told=True)
        if not self.store.change_beat(heartbeat, told):  # pinged, paused or deleted meanwhile
            self.faults.over(heartbeat.customer_id, heartbeat.name, now, RETURNED)
