"""Faultbook's answers as dataclasses; members that this version does not know are ignored.

`wire` of a fault, a timeline entry, settings and statistics is the JSON of the answer, with all of
its members.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from faultbook_client.enums import Kind, Severity, Status

Wire = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Comment:
    """`user_name` is the person behind the credential `user_id`, where known."""

    user_id: str
    comment: str
    created_at: datetime
    user_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`comments` are all of them, unless these are more than an answer carries.

    `memo` is what was set through Mackerel's API.
    """

    id: str
    resource_id: str
    customer_id: str
    microservice_id: str
    type: str
    kind: Kind
    status: Status
    severity: Severity
    message: str
    cause: str
    created_at: datetime
    resolved_at: datetime | None
    resource_ancestry_path: str
    ttl: int
    comments: list[Comment]
    comment_count: int
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    resolution_reason: str | None
    deduplication_key: str | None
    occurrences: int
    last_seen_at: datetime
    metadata: dict[str, Any]
    version: int
    memo: str | None = None
    acknowledged_by_name: str | None = None
    snoozed_until: datetime | None = None
    snoozed_by: str | None = None
    assigned_at: datetime | None = None
    assignee: str | None = None
    wire: Wire = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_open(self) -> bool:
        return self.status is Status.UNRESOLVED

    @property
    def path(self) -> list[str]:
        """The segments of `resource_ancestry_path`, the site first."""
        return self.resource_ancestry_path.split("|")


@dataclass(frozen=True, slots=True)
class Page:
    """`cursor` asks for the next page; None when this is the last.

    Not `is_complete` is a list by severity of more faults than are sorted.
    """

    faults: list[Fault]
    cursor: str | None
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class BatchItem:
    """The answer for one report of a batch; `fault` or `error` is there."""

    status: int
    fault: Fault | None
    error: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class FirstReport:
    message: str
    cause: str
    metadata: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """`report` is the first report, where a fault was opened that can be repeated."""

    version: int
    what: str
    at: datetime
    by: str
    api: str
    reason: str | None
    status: Status
    severity: Severity
    by_name: str | None = None
    report: FirstReport | None = None
    wire: Wire = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Counts:
    total: int
    by_severity: dict[str, int]
    by_kind: dict[str, int]
    by_type: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happenings:
    opened: Counts
    resolved: Counts
    reopened: Counts
    acknowledged: Counts
    expired: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket(Happenings):
    since: Annotated[datetime, Field(validation_alias="from")]
    until: Annotated[datetime, Field(validation_alias="to")]


@dataclass(frozen=True, slots=True)
class Current:
    open: Counts


@dataclass(frozen=True, slots=True)
class Durations:
    """Seconds from the opening of a fault; None where nothing was measured."""

    count: int
    mean: float | None
    p50: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class TopResource:
    resource_id: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Borders are exact to `resolution_seconds` for opened and resolved faults."""

    since: Annotated[datetime, Field(validation_alias="from")]
    until: Annotated[datetime, Field(validation_alias="to")]
    totals: Happenings
    buckets: list[Bucket]
    current: Current
    mtta: Durations
    mttr: Durations
    top_resources: list[TopResource]
    resolution_seconds: int
    wire: Wire = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class TopFaults:
    """A resource with its faults of the last 14 days; `faults` are the newest, as they came."""

    resource_id: str
    site_id: str | None
    count: int
    faults: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class OpenFaults:
    total: int
    by_severity: dict[str, int]


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of the hierarchy; `open` counts everything below it as well."""

    name: str
    path: str
    open: OpenFaults
    has_children: bool


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """The children of a node, and the open faults of `here`, the node itself.

    With a `cursor` some are not counted yet; add the answer to it to this one.
    """

    branches: list[Branch]
    here: OpenFaults
    cursor: str | None


@dataclass(frozen=True, slots=True)
class AccessToken:
    id: str
    created_at: datetime
    created_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MadeAccessToken:
    """`short_link` shows the open faults to whoever has it; it is never shown again."""

    id: str
    token: str = field(repr=False)
    expires_at: datetime
    short_link: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    id: str
    name: str
    scopes: list[str]
    cidrs: list[str]
    apis: list[str]
    path: str | None = None
    topics: list[str] = field(default_factory=list)
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    rotated_at: datetime | None
    previous_secret_until: datetime | None
    revoked_at: datetime | None
    last_used_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeApiKey(ApiKey):
    """`key` is never shown again; Faultbook keeps only a digest."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stripes:
    """`chosen` is written under from `since` on; None: it always was. Lists read `read` stripes."""

    chosen: int
    since: datetime | None
    read: int


@dataclass(frozen=True, slots=True)
class CustomerSettings:
    """`servers` are the FortiMonitor servers that exist; None: any name is one.

    `severity_words` map senders' words to severities; they go before the built-in table.
    `alert_path_labels` are the labels that make the paths of alerts, by level; None: as documented.
    """

    servers: list[str] | None
    stripes: Stripes
    severity_words: dict[str, Severity] = field(default_factory=dict)
    alert_path_labels: list[list[str]] | None = None
    outage_links_revoked_at: datetime | None = None
    wire: Wire = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Health:
    status: str
    version: str
