"""Where a customer is told of changes: an endpoint, what it wants to hear, and its secrets."""

import base64
import secrets
import string
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from faultbook.domain.events import FaultEvent
from faultbook.domain.fault import ChangeKind, Kind, Severity
from faultbook.domain.hierarchy import is_within
from faultbook.domain.origins import came_from

MAX_ENDPOINTS = 50
MAX_FILTERS = 20
OVERLAP = timedelta(hours=24)  # for which the secret before signs too
_SECRET_BYTES = 32
_SECRET_PREFIX = "whsec_"  # noqa: S105 - of Standard Webhooks 1.0
_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 16


class EndpointKind(StrEnum):
    WEBHOOK = "webhook"
    SLACK = "slack"
    TEAMS = "teams"
    PAGERDUTY = "pagerduty"
    OPSGENIE = "opsgenie"
    FAULTBOOK = "faultbook"
    EVENTBRIDGE = "eventbridge"
    SNS = "sns"
    EMAIL = "email"


class Off(StrEnum):
    """Why nothing is sent."""

    OWNER = "switched off"
    GONE = "answered 410"
    FAILING = "failed for three days"


@dataclass(frozen=True, slots=True)
class EndpointFilter:
    """All that is given holds together; what is empty asks for nothing."""

    types: frozenset[str] = frozenset()
    severities: frozenset[Severity] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    path: str = ""

    def matches(self, event: FaultEvent) -> bool:
        fault = event.fault
        return (
            (not self.types or event.type in self.types)
            and (not self.severities or fault.severity in self.severities)
            and (not self.kinds or fault.kind in self.kinds)
            and (not self.path or is_within(fault.path, self.path))
        )


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`url` may hold a secret, as those of chats do.

    `authorization` is what the receiver lets in by: a header, or the key that it gave.
    `previous_secret` signs too, until `previous_until`. `filters` of which any will do; without
    one everything is told.
    """

    endpoint_id: str
    name: str
    kind: EndpointKind
    url: str = field(repr=False)
    secret: str = field(repr=False)
    created_at: datetime
    created_by: str
    authorization: str = field(default="", repr=False)
    filters: tuple[EndpointFilter, ...] = ()
    off: Off | None = None
    previous_secret: str = field(default="", repr=False)
    previous_until: datetime | None = None

    def wants(self, event: FaultEvent) -> bool:
        """Nothing of before it was made: what is recorded late is no news."""
        if self.off or event.at < self.created_at or not can_tell(self.kind, event):
            return False
        if came_from(event.fault.metadata, self.endpoint_id, self.url):
            return False
        return not self.filters or any(
            endpoint_filter.matches(event) for endpoint_filter in self.filters
        )

    def secrets_at(self, at: datetime) -> list[str]:
        """The newest first."""
        is_valid = self.previous_until is not None and at < self.previous_until
        return [self.secret, self.previous_secret] if is_valid else [self.secret]

    def rotated(self, at: datetime) -> "Endpoint":
        return replace(
            self,
            secret=draw_secret(),
            previous_secret=self.secret,
            previous_until=at + OVERLAP,
        )


@dataclass(frozen=True, slots=True)
class Endpoints:
    """All of a customer; `version` is 0 before the first."""

    all: Sequence[Endpoint] = ()
    version: int = 0

    def find(self, endpoint_id: str) -> Endpoint | None:
        return next(
            (endpoint for endpoint in self.all if endpoint.endpoint_id == endpoint_id), None
        )


_ALERT = frozenset(
    {
        ChangeKind.OPENED,
        ChangeKind.REOPENED,
        ChangeKind.UPDATED,
        ChangeKind.SEVERITY_RAISED,
        ChangeKind.ACKNOWLEDGED,
    }
)
_NOTED = {ChangeKind.UNACKNOWLEDGED, ChangeKind.COMMENTED}
# Receivers that follow an alert, and what they have a word for while it is open.
_WORDS = {
    EndpointKind.PAGERDUTY: _ALERT,
    EndpointKind.OPSGENIE: _ALERT | _NOTED | {ChangeKind.SNOOZED},
    EndpointKind.FAULTBOOK: _ALERT | _NOTED,
}


# What they are told is read by people.
FOR_PEOPLE = frozenset({EndpointKind.SLACK, EndpointKind.TEAMS, EndpointKind.EMAIL})


def can_tell(kind: EndpointKind, event: FaultEvent) -> bool:
    """Whether the receiver's API has a word for it; its end it can always be told."""
    words = _WORDS.get(kind)
    if words is None or ends(event):
        return True
    return event.fault.is_open and event.what in words


def ends(event: FaultEvent) -> bool:
    """What must be told to whoever was told that the fault is open."""
    if event.what in {ChangeKind.EXPIRED, ChangeKind.DELETED}:
        return event.fault.is_open
    return event.what is ChangeKind.RESOLVED


def is_opening(event: FaultEvent) -> bool:
    return event.what in {ChangeKind.OPENED, ChangeKind.REOPENED}


def takes_storms(kind: EndpointKind) -> bool:
    """Whoever follows each alert by itself has no word for many."""
    return kind not in _WORDS


def is_silent_end(event: FaultEvent) -> bool:
    """A fault that was over, or that nobody was told of, goes without a word."""
    return event.what is ChangeKind.EXPIRED


def draw_endpoint_id() -> str:
    return "end_" + "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))


def draw_secret() -> str:
    """As Standard Webhooks 1.0 has it: 24 to 64 random bytes in base64, behind `whsec_`."""
    return _SECRET_PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
