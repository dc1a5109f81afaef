"""What a sender says about a fault, before the service has given it a number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from faultbook.domain.detail import mark_of
from faultbook.domain.details import IncidentDetails, OutageDetails
from faultbook.domain.edits import Edits
from faultbook.domain.errors import InvalidRequest
from faultbook.domain.fault import Change, Fault, Kind, Severity
from faultbook.domain.identifiers import drawn_at
from faultbook.domain.over_when_reported import over
from faultbook.domain.retention import CLOCK_SKEW, expiry, kept_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An empty `path` means the resource itself; `occurred_at` None means now.

    With `ended_at` the fault is already over. `detail` is stored beside the fault.
    `in_order_of_arrival`: `occurred_at` is when the fault began, and a repetition counts at the
    moment of its arrival. `only_counts_again`: a repetition is counted, and its content is ignored.
    """

    resource_id: str
    reporter: str
    type: str
    severity: Severity
    message: str
    cause: str
    path: str = ""
    kind: Kind = Kind.ALERT
    severity_word: str = ""
    services: tuple[Mapping[str, Any], ...] = ()
    metric_names: tuple[str, ...] = ()
    source: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    deduplication_key: str = ""
    incident: IncidentDetails = field(default_factory=IncidentDetails)
    outage: OutageDetails = field(default_factory=OutageDetails)
    detail: Mapping[str, Any] = field(default_factory=dict)
    closes_at: datetime | None = None
    occurred_at: datetime | None = None
    ended_at: datetime | None = None
    in_order_of_arrival: bool = False
    only_counts_again: bool = False

    @property
    def seen_at(self) -> datetime | None:
        """When the fault was seen, as a repetition has it; None means now."""
        return None if self.in_order_of_arrival else self.occurred_at

    def check(self, now: datetime) -> None:
        """Raises InvalidRequest when the occurrence is in the future."""
        if self.occurred_at and self.occurred_at > now + CLOCK_SKEW:
            raise InvalidRequest("A fault cannot have begun later than now.")

    def is_late_for(self, fault: Fault) -> bool:
        """Whether the fault was seen later than this report says; without a time it is now."""
        return self.seen_at is not None and self.seen_at < fault.seen_at

    def is_known_to(self, fault: Fault) -> bool:
        """Whether it repeats the last report, or arrives after a later one."""
        if fault.resolved_at:
            return self.seen_at is not None and self.seen_at < fault.resolved_at
        says_the_same = (self.severity, self.message) == (fault.severity, fault.message)
        return self.is_late_for(fault) or (says_the_same and self.seen_at == fault.seen_at)

    def news(self) -> Edits:
        """What a repetition changes; a report without metadata keeps the fault's."""
        if self.only_counts_again:
            return {}
        news: Edits = {"message": self.message, "cause": self.cause}
        return news | {"metadata": self.metadata} if self.metadata else news

    def opened(self, customer_id: str, number: int, change: Change) -> Fault:
        """An open fault, or a resolved one if there is `ended_at`; `change` is the opening."""
        opened_at = self.occurred_at or change.at
        fault = Fault(
            customer_id=customer_id,
            number=number,
            resource_id=self.resource_id,
            reporter=self.reporter,
            type=self.type,
            severity=self.severity,
            message=self.message,
            cause=self.cause,
            path=self.path or self.resource_id,
            opened_at=opened_at,
            expires_at=expiry(kept_from(opened_at, drawn_at(number))),
            last_change=change,
            kind=self.kind,
            severity_word=self.severity_word,
            services=self.services,
            metric_names=self.metric_names,
            source=self.source,
            metadata=self.metadata,
            deduplication_key=self.deduplication_key,
            incident=self.incident,
            outage=self.outage,
            closes_at=self.closes_at,
            detail_mark=mark_of(self.detail),
        )
        return over(fault, self.ended_at) if self.ended_at else fault
