"""Alarms of CloudWatch open and resolve faults.

News may come twice, in any order and in two ways: by the times of the alarms themselves nothing is
told twice, and what is older than what is known changes nothing.
"""

from contextlib import suppress
from dataclasses import dataclass

from faultbook.domain.cloudwatch_alarm import OK, Alarm
from faultbook.domain.errors import Conflict, FaultNotFound
from faultbook.domain.fault import Actor
from faultbook.usecases.comment_faults import CommentFaults
from faultbook.usecases.ports import Clock, FaultStore
from faultbook.usecases.report_faults import ReportFaults
from faultbook.usecases.target import Target

_OVER = "The alarm is OK."


@dataclass(frozen=True, slots=True)
class FollowAlarms:
    store: FaultStore
    reports: ReportFaults
    comments: CommentFaults
    clock: Clock

    def changed(self, customer_id: str, alarm: Alarm, by: Actor, *, begin: str = "") -> None:
        """Raises Unavailable. `begin` is where the paths of its sender's faults begin."""
        now = self.clock()
        if alarm.is_on:
            report = alarm.report(now, begin=begin)
            self.reports.report(customer_id, report, by, follow=True)
        elif alarm.state == OK:
            at = min(alarm.changed_at, now)
            key = alarm.deduplication_key
            self.reports.resolve_reported(customer_id, key, by, at=at, reason=_OVER)
        else:
            self._note(customer_id, alarm, by)

    def _note(self, customer_id: str, alarm: Alarm, by: Actor) -> None:
        """No data is no news of the fault: whoever looks at an open one is told, once."""
        number = self.reports.reported(customer_id, alarm.deduplication_key)
        if number is None:
            return
        note = (
            f"Since {alarm.changed_at:%Y-%m-%d %H:%M:%S} UTC CloudWatch has not enough data to "
            "tell whether it goes on."
        )
        with suppress(FaultNotFound, Conflict):
            fault = self.store.get(customer_id, number)
            is_told = any(comment.body == note for comment in fault.newest_comments)
            if fault.is_open and not is_told:
                self.comments.add(Target(customer_id, number, by), note)
