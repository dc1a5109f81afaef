"""The wire of the native API (Altostrat's Faults API): what requests about faults carry.

Limits that the founding document leaves open are chosen here; `severity` is enforced.
"""

from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from faultbook.domain.fault import Kind, Severity, Status
from faultbook.domain.listing import DEFAULT_PAGE, MAX_PAGE
from faultbook.domain.text import cleaned, cut_apart, is_blank
from faultbook.gateway.http import list_values
from faultbook.gateway.wire_types import (
    AS_TEXT,
    Name,
    Path,
    QueryInteger,
    QueryZonedTime,
    ResourceName,
    Text,
    Type,
    ZonedTime,
    cut_after,
    document_of,
    seen,
    seen_and_cut_after,
    written,
)

MAX_BATCH = 100
MAX_METADATA = 16_384  # bytes as JSON; an item of the table has 400 KB, but each one is paid for
_MAX_TEXT = 2000  # characters
_MAX_KEY = 255
MAX_VALUES = 50  # of one list parameter
_FLAGS = {"true": True, "false": False}
_MAY_BE_EMPTIED = {"cause"}
_WORDS = {"severity", "status"}
_ABOUT = {"default", "description", "title"}

Message = Annotated[str, written(_MAX_TEXT), cut_after(_MAX_TEXT)]
Comment = Annotated[str, seen(_MAX_TEXT), seen_and_cut_after(_MAX_TEXT)]
Reason = Annotated[str, written(_MAX_TEXT), cut_after(_MAX_TEXT)]
Key = Annotated[str, AfterValidator(lambda text: cut_apart(cleaned(text), _MAX_KEY))]
Metadata = Annotated[
    dict[str, Any],
    document_of(MAX_METADATA),
    Field(
        description=f"Anything of the sender's; what has no room in {MAX_METADATA} bytes is cut."
    ),
]


def unnamed() -> Any:
    """The default of what may be left out and, where it is not, is never null."""
    return None


class Body(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", strict=True, frozen=True)


def _may_say_nothing(schema: dict[str, Any]) -> None:
    """In the OpenAPI document."""
    for name, member in schema["properties"].items():
        if name in schema.get("required", []) or name in _WORDS:
            continue
        said = {word: member.pop(word) for word in list(member) if word not in _ABOUT}
        choices = said.pop("anyOf", [said])
        nothing = [one for one in ({"type": "null"}, {"const": ""}) if one not in choices]
        member["anyOf"] = [*choices, *nothing]


class _BodyOfOptionals(Body):
    """What may be left out, but a word, may be null as well, or a text with nothing in it."""

    model_config = ConfigDict(defer_build=True, json_schema_extra=_may_say_nothing)

    @model_validator(mode="before")
    @classmethod
    def _without_what_says_nothing(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {name: value for name, value in given.items() if not cls._says_nothing(name, value)}

    @classmethod
    def _says_nothing(cls, name: str, value: Any) -> bool:
        member = cls.model_fields.get(name)
        if member is None or member.is_required() or name in _WORDS:
            return False
        says_nothing = isinstance(value, str) and is_blank(cleaned(value))
        return value is None or (says_nothing and name not in _MAY_BE_EMPTIED)


class CreateFault(_BodyOfOptionals):
    """`occurred_at`, `deduplication_key`, `kind` and `metadata` are additions of Faultbook."""

    resource_id: ResourceName
    microservice_id: Name
    type: Type
    severity: Annotated[Severity, AS_TEXT]
    message: Message = Field(
        description="What is wrong; with nothing in it, the type and the resource."
    )
    cause: Message
    resource_ancestry_path: Path | None = None
    kind: Annotated[Kind, AS_TEXT] = Kind.ALERT
    occurred_at: ZonedTime | None = Field(
        default=None,
        description="When it began, if not now. What began longer than a year ago is listed last, "
        "and kept for 14 months from its report on.",
    )
    deduplication_key: Key | None = Field(
        default=None, description="While a fault with this key is open, it is repeated."
    )
    metadata: Metadata = Field(default_factory=dict)


class UpdateFault(_BodyOfOptionals):
    """What is not named is None here and stays as it is; only a cause can be emptied."""

    severity: Annotated[Severity, AS_TEXT] = Field(default_factory=unnamed)
    message: Message = Field(default_factory=unnamed)
    cause: Message = Field(default_factory=unnamed)
    type: Type = Field(default_factory=unnamed)
    resource_ancestry_path: Path = Field(default_factory=unnamed)
    status: Annotated[Status, AS_TEXT] = Field(default_factory=unnamed)
    reason: Reason = ""


class GiveReason(Body):
    """The body of resolve, reopen and acknowledge; it may be left out altogether."""

    reason: Reason = ""


class Snooze(_BodyOfOptionals):
    until: ZonedTime
    reason: Reason = ""


class Assign(Body):
    assignee: Name


class AddComment(Body):
    comment: Comment


class CreateFaults(Body):
    """Each item is judged by itself, so one bad report does not hold up the others."""

    faults: list[Any] = Field(
        min_length=1, max_length=MAX_BATCH, description="Each as `POST /fault` takes it."
    )


class Query(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)


def _flag(value: Any) -> Any:
    return _FLAGS.get(value, value) if isinstance(value, str) else value


ListedStatus = Literal["unresolved", "resolved", "recent"]
SearchText = Annotated[Text, StringConstraints(min_length=1, max_length=200)]
Cursor = Annotated[str, StringConstraints(min_length=1, max_length=512)]
QueryFlag = Annotated[bool, BeforeValidator(_flag, json_schema_input_type=bool), Field(strict=True)]
One = TypeVar("One")
Several = Annotated[
    list[One],
    Field(max_length=MAX_VALUES),
    BeforeValidator(list_values),
]


class Filters(Query):
    """All of them hold together."""

    from_: QueryZonedTime | None = Field(default=None, alias="from")
    to: QueryZonedTime | None = None
    resolved_from: QueryZonedTime | None = None
    resolved_to: QueryZonedTime | None = None
    severity: Several[Severity] = Field(default_factory=list)
    status: Several[ListedStatus] = Field(default_factory=list)
    type: Several[Type] = Field(default_factory=list)
    kind: Several[Kind] = Field(default_factory=list)
    reporter: Several[Name] = Field(default_factory=list)
    assignee: Several[Name] = Field(default_factory=list)
    acknowledged: QueryFlag | None = None
    site: ResourceName | None = None
    resource_id: ResourceName | None = None
    path: Path | None = None
    snoozed: QueryFlag | None = None
    q: SearchText | None = None


class ListFaults(Filters):
    order: Literal["newest", "oldest", "severity"] = "newest"
    limit: Annotated[QueryInteger, Field(ge=1, le=MAX_PAGE)] = DEFAULT_PAGE
    cursor: Cursor | None = None


class ListRecentFaults(Query):
    site: ResourceName | None = None
    type: Type | None = None
