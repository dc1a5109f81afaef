"""Records changes whose stream record was lost: those that have no timeline entry."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from faultbook.domain.timeline import LAST_VERSION, OUTLIVES, Observation, deletion_of, expiry_of
from faultbook.usecases.left_over import LeftOver
from faultbook.usecases.record_changes import RecordChanges
from faultbook.usecases.statistics_ports import Timeline

SETTLED = timedelta(hours=1)  # a change without an entry by then has lost its stream record
_TOGETHER = 50  # observations


@dataclass(slots=True)
class MissingEntries:
    """`missing` counts those that were recorded; what could not be recorded is left over."""

    changes: RecordChanges
    missing: int = 0
    left_over: list[LeftOver] = field(default_factory=list)
    _observations: list[Observation] = field(default_factory=list)

    def look_at(
        self, timeline: Timeline, is_gone: Callable[[], bool], deleted_at: datetime
    ) -> None:
        """`is_gone` is asked where the fault was not seen beside its timeline."""
        observation = timeline.unrecorded or self._unrecorded_end(timeline, is_gone, deleted_at)
        if observation is None:
            return
        self._observations.append(observation)
        if self.changes.clock() - observation.entry.at > SETTLED:
            self.missing += 1
        if len(self._observations) >= _TOGETHER:
            self.record()

    def record(self) -> None:
        """What cannot be recorded now is found again by the next run."""
        observations, self._observations = self._observations, []
        self.left_over += [item.what for item in self.changes.record(observations)]

    def _unrecorded_end(
        self, timeline: Timeline, is_gone: Callable[[], bool], deleted_at: datetime
    ) -> Observation | None:
        """A removed fault never comes back, so one look at the table is enough."""
        if timeline.is_there or not timeline.entries:
            return None
        last = timeline.entries[-1]
        if last.version == LAST_VERSION or not is_gone():
            return None
        observation = Observation(timeline.customer_id, timeline.number, last)
        expires_at = last.kept_until - int(OUTLIVES.total_seconds())
        if expires_at <= self.changes.clock().timestamp():
            return expiry_of(observation, expires_at)
        return deletion_of(observation, deleted_at)
