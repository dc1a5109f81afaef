"""The wire of the native API (Altostrat's Faults API): what requests about faults carry.

Limits that the founding document leaves open are chosen here; `severity` is enforced.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from faultbook.domain import hierarchy
from faultbook.domain.fault import Kind, Severity, Status
from faultbook.domain.listing import DEFAULT_PAGE, MAX_PAGE
from faultbook.gateway.wire_types import (
    AS_TEXT,
    Identifier,
    IsoTime,
    QueryInteger,
    Slug,
    Text,
    at_most_as_json,
)

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
Reason = Annotated[Text, StringConstraints(max_length=2000)]
Metadata = Annotated[
    dict[Annotated[str, StringConstraints(min_length=1, max_length=100)], Any],
    Field(max_length=50, description=f"Anything of the sender's, up to {MAX_METADATA} bytes."),
    at_most_as_json(MAX_METADATA),
]


def unnamed() -> Any:
    """The default of what may be left out and, where it is not, is never null."""
    return None


class Body(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True, frozen=True)


class CreateFault(Body):
    """`occurred_at`, `deduplication_key`, `kind` and `metadata` are additions of Faultbook."""

    resource_id: Identifier
    microservice_id: Identifier
    type: Slug
    severity: Annotated[Severity, AS_TEXT]
    message: Message
    cause: Message
    resource_ancestry_path: Path | None = None
    kind: Annotated[Kind, AS_TEXT] = Kind.ALERT
    occurred_at: IsoTime | None = Field(
        default=None, description="When it began, if not now; at most a year ago."
    )
    deduplication_key: Annotated[Text, StringConstraints(min_length=1, max_length=255)] | None = (
        Field(default=None, description="While a fault with this key is open, it is repeated.")
    )
    metadata: Metadata = Field(default_factory=dict)


class UpdateFault(Body):
    """What is not named is None here and stays as it is; nothing can be set to null."""

    severity: Annotated[Severity, AS_TEXT] = Field(default_factory=unnamed)
    message: Message = Field(default_factory=unnamed)
    cause: Message = Field(default_factory=unnamed)
    type: Slug = Field(default_factory=unnamed)
    status: Annotated[Status, AS_TEXT] = Field(default_factory=unnamed)
    reason: Reason = ""


class GiveReason(Body):
    """The body of resolve, reopen and acknowledge; it may be left out altogether."""

    reason: Reason = ""


class AddComment(Body):
    comment: Message


class CreateFaults(Body):
    """Each item is judged by itself, so one bad report does not hold up the others."""

    faults: list[dict[str, Any]] = Field(min_length=1, max_length=MAX_BATCH)


class Query(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)


class ListFaults(Query):
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


class ListRecentFaults(Query):
    site: Identifier | None = None
    type: Slug | None = None
