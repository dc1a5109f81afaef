"""Snoozing: no notifications of a fault for a while."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from faultbook.domain.due import Due, DueKind
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.fault import Change, ChangeKind, Fault
from faultbook.usecases.change_faults import ChangeFaults
from faultbook.usecases.ports import DueStore
from faultbook.usecases.target import Target

LONGEST = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class SnoozeFaults:
    """Each verb returns the fault as it stands afterwards, and raises as those of ChangeFaults."""

    changes: ChangeFaults
    dues: DueStore

    def takes(self, until: datetime) -> bool:
        """Whether a fault can be snoozed until then: later than now, by at most LONGEST."""
        now = self.changes.clock()
        return now < until <= now + LONGEST

    def snooze(self, target: Target, until: datetime, reason: str = "") -> Fault:
        """A fault that is resolved takes none: then the fault returned has none either.

        Raises InvalidRequest for a time that has passed, or is further away than LONGEST.
        """
        self.check(until)
        change = self.changes.change_by(target.by, ChangeKind.SNOOZED, reason)
        return self.changes.apply(target, self.transition(change, until))

    def check(self, until: datetime) -> None:
        """Raises InvalidRequest."""
        if not self.takes(until):
            rule = f"later than now, by at most {LONGEST.days} days"
            raise InvalidRequest("The request is not valid.", {"until": [rule]})

    def transition(self, change: Change, until: datetime) -> Callable[[Fault], Fault]:
        """With the note that ends it."""

        def snoozed(fault: Fault) -> Fault:
            changed = fault.snoozed(change, until)
            if changed is not fault:
                self._note(fault, until, change.at)
            return changed

        return snoozed

    def end(self, target: Target, reason: str = "") -> Fault:
        """A fault that is awake is returned as it is; its acknowledgement stays."""
        change = self.changes.change_by(target.by, ChangeKind.AWOKEN, reason)
        return self.changes.apply(target, lambda fault: fault.awoken(change))

    def _note(self, fault: Fault, until: datetime, now: datetime) -> None:
        """Written before the fault says so; otherwise a crash in between would leave it asleep."""
        self.dues.put(
            Due(
                fault.customer_id,
                fault.number,
                at=until,
                written_at=now,
                kind=DueKind.AWAKE,
                expires_at=fault.expires_at,
            )
        )
