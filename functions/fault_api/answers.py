"""The wire of the native API: what answers about faults carry."""

from typing import Any, NotRequired

from typing_extensions import TypedDict

from faultbook.domain.fault import ChangeKind, Kind, Origin, Severity, Status
from faultbook.gateway import problem
from faultbook.gateway.answer_types import Time


class Comment(TypedDict):
    """`user_name` is who it is behind a credential, as the sender or the key says it."""

    user_id: str
    user_name: str | None
    comment: str
    created_at: Time


class Fault(TypedDict):
    """All keys are always there. `comments` are all of them, oldest first.

    Where they are more than an answer of 5 MB carries, they are the newest; `comment_count` says
    how many there are. `memo` is what was set through Mackerel's API.
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
    created_at: Time
    resolved_at: Time | None
    resource_ancestry_path: str
    ttl: int
    comments: list[Comment]
    comment_count: int
    acknowledged_at: Time | None
    acknowledged_by: str | None
    acknowledged_by_name: str | None
    assigned_at: Time | None
    assignee: str | None
    resolution_reason: str | None
    deduplication_key: str | None
    memo: str | None
    snoozed_until: Time | None
    snoozed_by: str | None
    occurrences: int
    last_seen_at: Time
    metadata: dict[str, Any]
    version: int


class FaultInFull(Fault):
    """`detail` is there where its sender said more than the fault itself holds."""

    detail: NotRequired[dict[str, Any]]


class ListMeta(TypedDict):
    count: int
    cursor: str | None
    has_more: bool


class FaultListMeta(ListMeta):
    complete: bool


class FaultList(TypedDict):
    data: list[Fault]
    meta: FaultListMeta


class Problem(problem.Problem):
    """RFC 9457; `message` and `errors` are what Altostrat's clients look at."""

    message: str
    errors: NotRequired[dict[str, list[str]]]


class BatchItem(TypedDict):
    status: int
    fault: Fault | None
    error: Problem | None


class BatchAnswer(TypedDict):
    data: list[BatchItem]


class LegacyFault(TypedDict):
    id: str
    message: str
    resolved_at: Time | None
    created_at: Time
    duration: str
    severity: str
    type: str
    cause: str
    site_id: str | None
    resource_identifier: str


class FirstReport(TypedDict):
    message: str
    cause: str
    metadata: dict[str, Any]


class TimelineEntry(TypedDict):
    """`by` is the credential, `by_name` who it is behind it, as the sender or the key says it.

    `report` is what a fault that can be repeated said first: a repetition brings its own message,
    cause and metadata.
    """

    version: int
    what: ChangeKind
    at: Time
    by: str
    by_name: str | None
    api: Origin
    reason: str | None
    status: Status
    severity: Severity
    report: FirstReport | None


class Timeline(TypedDict):
    data: list[TimelineEntry]
