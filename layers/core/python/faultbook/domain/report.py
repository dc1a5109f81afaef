"""What a sender says about a fault, before the service has given it a number."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from faultbook.domain.errors import InvalidRequest
from faultbook.domain.fault import Change, Fault, Kind, Severity
from faultbook.domain.retention import BACKDATING, CLOCK_SKEW, expiry


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An empty `path` means the resource itself; `occurred_at` None means now."""

    resource_id: str
    reporter: str
    type: str
    severity: Severity
    message: str
    cause: str
    path: str = ""
    kind: Kind = Kind.ALERT
    severity_word: str = ""
    category: str = ""
    priority: str = ""
    recommendation: str = ""
    services: tuple[Mapping[str, Any], ...] = ()
    metric_names: tuple[str, ...] = ()
    source: str = ""
    source_site: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    external_id: str = ""
    deduplication_key: str = ""
    tags: tuple[str, ...] = ()
    closes_at: datetime | None = None
    occurred_at: datetime | None = None

    def check(self, now: datetime) -> None:
        """Raises InvalidRequest when the occurrence is in the future or too long ago."""
        if self.occurred_at is None:
            return
        if not now - BACKDATING <= self.occurred_at <= now + CLOCK_SKEW:
            raise InvalidRequest(
                "A fault may have begun at most a year ago and not later than now."
            )

    def opened(self, customer_id: str, number: int, change: Change) -> Fault:
        opened_at = self.occurred_at or change.at
        said = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "occurred_at"}
        said["path"] = self.path or self.resource_id
        return Fault(
            customer_id=customer_id,
            number=number,
            opened_at=opened_at,
            expires_at=expiry(opened_at),
            last_change=change,
            **said,
        )
