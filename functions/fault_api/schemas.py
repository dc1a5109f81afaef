"""The wire of the native API (Altostrat's Faults API): names, types and limits, nothing else.

Limits that the founding document leaves open are chosen here; `severity` is enforced.
"""

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from faultbook.domain import hierarchy
from faultbook.domain.fault import ChangeKind, Kind, Origin, Severity, Status
from faultbook.domain.listing import DEFAULT_PAGE, MAX_PAGE
from faultbook.gateway.wire_types import Identifier, IsoTime, QueryInteger, Text

MAX_BATCH = 100
MAX_METADATA = 16_384  # bytes as JSON; an item of the table has 400 KB, but each one is paid for
_SEGMENT = r'[!-"$-{}~]'

Path = Annotated[
    str,
    StringConstraints(
        max_length=hierarchy.MAX_LENGTH,
        pattern=rf"^{_SEGMENT}+(\|{_SEGMENT}+){{0,{hierarchy.MAX_SEGMENTS - 1}}}$",
    ),
    Field(json_schema_extra={"x-words": "1 to 20 segments joined by `|`, none of them empty"}),
]
Message = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]
Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$"),
    Field(json_schema_extra={"x-words": "1 to 100 letters, digits, dots, `_`, `:` and `-`"}),
]
Reason = Annotated[Text, StringConstraints(max_length=2000)]


def _small(metadata: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(metadata, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode()) > MAX_METADATA:
        raise ValueError(f"at most {MAX_METADATA} bytes as JSON")
    return metadata


Metadata = Annotated[
    dict[Annotated[str, StringConstraints(min_length=1, max_length=100)], Any],
    Field(max_length=50, description=f"Anything of the sender's, up to {MAX_METADATA} bytes."),
    AfterValidator(_small),
]


def _unnamed() -> Any:
    return None


class _Wire(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True, frozen=True)


class CreateFault(_Wire):
    """`occurred_at`, `deduplication_key`, `kind` and `metadata` are additions of Faultbook."""

    resource_id: Identifier
    microservice_id: Identifier
    type: Slug
    severity: Severity
    message: Message
    cause: Message
    resource_ancestry_path: Path | None = None
    kind: Kind = Kind.ALERT
    occurred_at: IsoTime | None = Field(
        default=None, description="When it began, if not now; at most a year ago."
    )
    deduplication_key: Annotated[Text, StringConstraints(min_length=1, max_length=255)] | None = (
        Field(default=None, description="While a fault with this key is open, it is repeated.")
    )
    metadata: Metadata = Field(default_factory=dict)


class UpdateFault(_Wire):
    """What is not named is None here and stays as it is; nothing can be set to null."""

    severity: Severity = Field(default_factory=_unnamed)
    message: Message = Field(default_factory=_unnamed)
    cause: Message = Field(default_factory=_unnamed)
    type: Slug = Field(default_factory=_unnamed)
    status: Status = Field(default_factory=_unnamed)
    reason: Reason = ""


class GiveReason(_Wire):
    """The body of resolve, reopen and acknowledge; it may be left out altogether."""

    reason: Reason = ""


class AddComment(_Wire):
    comment: Message


class CreateFaults(_Wire):
    """Each item is judged by itself, so one bad report does not hold up the others."""

    faults: list[dict[str, Any]] = Field(min_length=1, max_length=MAX_BATCH)


class _Query(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)


class ListFaults(_Query):
    limit: Annotated[QueryInteger, Field(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=512)] | None = None
    from_: IsoTime | None = Field(default=None, alias="from")
    to: IsoTime | None = None
    severity: Severity | None = None
    status: Literal["unresolved", "resolved", "recent"] | None = None
    type: Slug | None = None
    site: Identifier | None = None
    resource_id: Identifier | None = None
    path: Path | None = None
    q: Annotated[Text, StringConstraints(min_length=1, max_length=200)] | None = None


class ListRecentFaults(_Query):
    site: Identifier | None = None
    type: Slug | None = None


class Comment(BaseModel):
    user_id: str
    comment: str
    created_at: datetime


class Fault(BaseModel):
    """All keys are always there; the comments of a list are the newest that the fault carries."""

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
    ttl: int = Field(description="Unix seconds at which the fault expires.")
    comments: list[Comment]
    comment_count: int
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    resolution_reason: str | None
    deduplication_key: str | None
    occurrences: int
    last_seen_at: datetime
    metadata: dict[str, Any]
    version: int = Field(description="Also the ETag; send it as If-Match to change only this.")


class ListMeta(BaseModel):
    count: int
    cursor: str | None
    has_more: bool


class FaultList(BaseModel):
    data: list[Fault]
    meta: ListMeta


class BatchItem(BaseModel):
    status: int
    fault: Fault | None = None
    error: dict[str, Any] | None = None


class BatchAnswer(BaseModel):
    data: list[BatchItem]


class LegacyFault(BaseModel):
    id: str
    message: str
    resolved_at: datetime | None
    created_at: datetime
    duration: str
    severity: str
    type: str
    cause: str
    site_id: str | None
    resource_identifier: str


class TimelineEntry(BaseModel):
    version: int
    what: ChangeKind
    at: datetime
    by: str
    api: Origin
    reason: str | None
    status: Status
    severity: Severity


class Timeline(BaseModel):
    data: list[TimelineEntry]


class Problem(BaseModel):
    """RFC 9457; `message` and `errors` are what Altostrat's clients look at."""

    type: str
    title: str
    status: int
    detail: str
    message: str
    request_id: str
    errors: dict[str, list[str]] | None = None
