"""One run of an import: each alert with its comments, its acknowledgement and who has it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from faultbook_client.command.migration.alerts import Alert
from faultbook_client.command.migration.state import Taken
from faultbook_client.command.moments import now
from faultbook_client.command.terminal import say
from faultbook_client.errors import Conflict, InvalidRequest

if TYPE_CHECKING:
    from faultbook_client.client import Faultbook
    from faultbook_client.models import Fault

MAX_COMMENT = 2000  # characters; Faultbook cuts what is longer
MAX_SNOOZE = timedelta(days=30)
_SHOWN = 20  # refused alerts that are printed one by one


@dataclass(slots=True)
class Outcome:
    taken: int = 0
    comments: int = 0
    before: int = 0
    closed: int = 0
    refused: int = 0
    no_home: Counter[str] = field(default_factory=Counter)

    def left_out(self, alert: Alert) -> None:
        self.no_home.update(alert.no_home)


@dataclass(frozen=True, slots=True)
class Run:
    """`service` is the name of that which the alerts come from."""

    service: str
    faultbook: "Faultbook"
    taken: Taken

    def imported(self, alerts: Iterable[Alert], outcome: Outcome) -> None:
        """Raises FaultbookError with what was done kept."""
        for alert in alerts:
            if alert.key in self.taken:
                outcome.before += 1
                continue
            try:
                fault = self._report(alert)
            except InvalidRequest as error:
                outcome.refused += 1
                if outcome.refused <= _SHOWN:
                    say(f"{alert.key} refused: {error}")
                continue
            outcome.comments += self._comment(fault, alert)
            self._as_it_stands(fault, alert)
            self.taken.add(alert.key, fault.id)
            outcome.taken += 1
            outcome.left_out(alert)

    def _report(self, alert: Alert) -> "Fault":
        """A run that was broken off within a day reports with the same key once more."""
        content = json.dumps([self.service, alert.key, alert.report], sort_keys=True)
        digest = hashlib.sha256(content.encode()).hexdigest()
        return self.faultbook.report(idempotency_key=f"import-{digest[:32]}", **alert.report)

    def _comment(self, fault: "Fault", alert: Alert) -> int:
        """Those that are not there yet."""
        if not alert.comments:
            return 0
        existing = {comment.comment for comment in self.faultbook.get(fault.id).comments}
        missing = [text for text in map(_cut, alert.comments) if text not in existing]
        for text in missing:
            self.faultbook.comment(fault.id, text)
        return len(missing)

    def _as_it_stands(self, fault: "Fault", alert: Alert) -> None:
        """What somebody resolved meanwhile is left as it is."""
        with suppress(Conflict):
            if alert.assignee:
                self.faultbook.assign(fault.id, alert.assignee)
            if alert.acknowledged is not None:
                reason = f"Acknowledged in {self.service} {alert.acknowledged}".strip()
                self.faultbook.acknowledge(fault.id, reason)
            if alert.snoozed_until and alert.snoozed_until > now():
                until = min(alert.snoozed_until, _latest(now()))
                self.faultbook.snooze(fault.id, until, f"Snoozed in {self.service}")


def _latest(at: datetime) -> datetime:
    """A minute less than may be, for clocks that differ."""
    return at + MAX_SNOOZE - timedelta(minutes=1)


def _cut(text: str) -> str:
    return text if len(text) <= MAX_COMMENT else f"{text[: MAX_COMMENT - 1]}…"
