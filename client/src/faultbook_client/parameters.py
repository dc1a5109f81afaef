"""Parameters of requests: reports, changes, filters."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Required, TypedDict

from faultbook_client.enums import Kind, Severity, Status

DEFAULT_TIMEOUT = 15.0  # seconds for each attempt: to connect, and between two pieces of an answer
MAX_TIMEOUT = 86_400.0  # seconds; sockets count no further than some ten years
MAX_BATCH = 100
MAX_PAGE = 100


class Report(TypedDict, total=False):
    """What POST /fault takes. A time without a zone is local; kind is ALERT unless given."""

    resource_id: Required[str]
    microservice_id: Required[str]
    type: Required[str]
    severity: Required[Severity | str]
    message: Required[str]
    cause: Required[str]
    resource_ancestry_path: str | None
    kind: Kind | str | None
    occurred_at: datetime | str | None
    deduplication_key: str | None
    metadata: Mapping[str, Any] | None


class Changes(TypedDict, total=False):
    severity: Severity | str
    message: str
    cause: str
    type: str
    resource_ancestry_path: str
    status: Status | str
    reason: str


OneOrMore = str | Sequence[str]


class Filters(TypedDict, total=False):
    """None does not filter; of several values, any matches.

    `status` may also be `recent`: resolved within a day. `reporter` is a `microservice_id`. `order`
    is `newest`, `oldest` or, of open faults, `severity`.

    `site` is the first segment of a path, `path` a prefix of whole segments, `q` a text within
    message or cause, `assignee` may be `me`; `since` is included, `until` is not;
    with `resolved_` they are of the resolution, by which the list is sorted then.
    """

    status: OneOrMore | None
    severity: OneOrMore | None
    type: OneOrMore | None
    kind: OneOrMore | None
    reporter: OneOrMore | None
    assignee: OneOrMore | None
    acknowledged: bool | None
    site: str | None
    path: str | None
    resource_id: str | None
    snoozed: bool | None
    q: str | None
    order: str | None
    since: datetime | None
    until: datetime | None
    resolved_since: datetime | None
    resolved_until: datetime | None


class Action(TypedDict, total=False):
    """`reason` is for the timeline; `comment` and `assignee` are required by these actions.

    `until` is when a snooze ends. `filters` select faults where no ids are given. `dry_run`
    changes nothing and only reports what would change.
    """

    reason: str
    comment: str
    assignee: str
    until: datetime
    dry_run: bool
    filters: Filters


class HeartbeatFields(TypedDict, total=False):
    """`path`, `severity`, `message` and `tags` are those of its fault."""

    grace_minutes: int
    enabled: bool
    description: str
    path: str | None
    severity: Severity | str
    message: str
    tags: Sequence[str]


class HeartbeatChanges(HeartbeatFields, total=False):
    interval_minutes: int


class SettingsChanges(TypedDict, total=False):
    """`servers` None: any name is a FortiMonitor server; `severity_words` are all of them.

    `alert_path_labels` are those of each level, the site first; None: as documented.
    """

    servers: list[str] | None
    severity_words: Mapping[str, Severity | str]
    alert_path_labels: Sequence[Sequence[str]] | None
    stripes: int


class EndpointFilter(TypedDict, total=False):
    """All that is given holds together."""

    types: Sequence[str]
    severities: Sequence[Severity | str]
    kinds: Sequence[str]
    path: str


class EndpointChanges(TypedDict, total=False):
    name: str
    url: str
    authorization: str
    filters: Sequence[EndpointFilter]
    enabled: bool


class DeliveryFilters(TypedDict, total=False):
    """`state` is pending, delivered, failed or folded; times are those of the events."""

    state: str | None
    since: datetime | None
    until: datetime | None
