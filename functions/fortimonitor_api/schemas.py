"""The wire of FortiMonitor v2 (formerly Panopta): what requests carry.

Names and types are those of the vendor's self-describing schema; it states no limits, so those
are chosen here. Only what the vendor's own text calls for is required. Times are in UTC without a
zone. Empty query values mean that the parameter was not given: clients send what their forms hold.
"""

import json
import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from faultbook.gateway.wire_types import Identifier, QueryInteger, Text

DEFAULT_LIMIT = 50  # observed where it is left out; the vendor's form says 10
MAX_METADATA = 50
MAX_OFFSET = 10_000
MAX_SECONDS = 31_536_000  # a year
_MAX_VALUE = 2000
# `YYYY-MM-DD HH:MM:SS` is documented; a `T`, a `Z`, a fraction and a bare day are read too.
_TIME = (
    r"(197[1-9]|19[89][0-9]|[2-8][0-9]{3}|9[0-8][0-9]{2}|99[0-8][0-9]|999[0-7])"
    r"-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"([ Tt]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?[Zz]?)?"
)
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def _utc_time(value: Any) -> datetime:
    if not isinstance(value, str) or not re.fullmatch(_TIME, value):
        raise ValueError("a time in UTC, as 2026-01-15 12:00:00")
    return datetime.fromisoformat(value.upper().removesuffix("Z")).replace(tzinfo=UTC)


def _flag(value: Any) -> bool:
    if isinstance(value, str) and value.lower() in _FLAGS:
        return _FLAGS[value.lower()]
    raise ValueError("true or false")


def _small(value: Any) -> Any:
    """Of JSON values that are no text; as text it has the same limit as one."""
    if len(json.dumps(value)) > _MAX_VALUE:
        raise ValueError(f"at most {_MAX_VALUE} characters as JSON")
    return value


UtcTime = Annotated[
    datetime,
    BeforeValidator(_utc_time, json_schema_input_type=str),
    Field(json_schema_extra={"pattern": f"^{_TIME}$"}),
]
QueryFlag = Annotated[bool, BeforeValidator(_flag, json_schema_input_type=bool)]
LongText = Annotated[Text, StringConstraints(max_length=2000)]
FullText = Annotated[Text, StringConstraints(min_length=1, max_length=2000)]
TextKey = Annotated[Text, StringConstraints(max_length=255)]
Reference = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
"""A URL, or an id by itself."""
ServerReference = Annotated[
    str, StringConstraints(max_length=500, pattern=r'^([!-~]*/)?[!-"$-.0-{}~]{1,255}/?$')
]
"""The same, with a name at its end that a server can have."""
Seconds = Annotated[int, Field(ge=0, le=MAX_SECONDS)]
Name = Annotated[Text, StringConstraints(min_length=1, max_length=255)]
MetadataName = Annotated[str, StringConstraints(min_length=1, max_length=255)]
MetadataValue = (
    LongText
    | int
    | float
    | bool
    | None
    | Annotated[list[Any], AfterValidator(_small)]
    | Annotated[dict[str, Any], AfterValidator(_small)]
)


class Body(BaseModel):
    """Members that Faultbook does not know are another release's business."""

    model_config = ConfigDict(defer_build=True, extra="ignore", strict=True, frozen=True)


class Query(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _without_empty_values(cls, given: Any) -> Any:
        return {name: value for name, value in given.items() if value != ""}


class CreateCustomIncident(Body):
    """Nothing but `description` has to be there."""

    description: FullText
    metadata: (
        Annotated[dict[MetadataName, MetadataValue], Field(max_length=MAX_METADATA)] | None
    ) = None
    plugin_textkey: TextKey | None = None
    resource_textkey: TextKey | None = None
    start_time: UtcTime | None = None
    auto_close_duration: Seconds | None = None


def _one_of(*names: str) -> dict[str, Any]:
    """JSON Schema for models of which exactly one of these members is given."""
    return {
        "oneOf": [{"required": [name], "properties": {name: {"type": "string"}}} for name in names]
    }


class CreateHistoricalOutage(Body):
    """Of either a server or a compound service."""

    model_config = ConfigDict(
        defer_build=True, json_schema_extra=_one_of("server", "compound_service")
    )

    server: ServerReference | None = None
    compound_service: ServerReference | None = None
    start_time: UtcTime
    end_time: UtcTime
    network_services: Annotated[list[Reference], Field(max_length=100)] | None = None
    exclude_from_availability: bool | None = None
    status: Literal["resolved"] | None = None


class Acknowledge(Body):
    """`who` is asked for by the vendor; here the credential says who it is."""

    who: Reference | None = None
    message: LongText | None = None
    delay_in_seconds: Seconds | None = None
    should_broadcast: bool | None = None


class AcknowledgeQuery(Query):
    who: Reference | None = None
    message: LongText | None = None
    delay_in_seconds: Annotated[QueryInteger, Field(ge=0, le=MAX_SECONDS)] | None = None
    should_broadcast: QueryFlag | None = None


class ForceResolve(Body):
    reason: LongText | None = None


class SetDescription(Body):
    description: FullText


class SetSummary(Body):
    summary: LongText
    who: Reference | None = None


class SetTags(Body):
    tags: Annotated[
        list[Annotated[Text, StringConstraints(min_length=1, max_length=100)]],
        Field(max_length=50),
    ]


class SetLead(Body):
    who: Reference


class Broadcast(Body):
    message: FullText
    who: Reference | None = None


class BroadcastQuery(Query):
    message: FullText
    who: Reference | None = None


class GiveWho(Body):
    """The body of escalate and delay; it may be left out altogether."""

    who: Reference | None = None


class GiveWhoQuery(Query):
    who: Reference | None = None


class DelayMinutes(Body):
    """Not the vendor's: what a public client posts to `/delay`."""

    minutes: Annotated[int, Field(ge=0, le=MAX_SECONDS // 60)]


class AddLogEntry(Body):
    entry: FullText
    public: bool | None = None
    user: Reference | None = None


class AddMetadata(Body):
    outage_metadata_type: Name
    value: LongText


class ApproveCountermeasures(Body):
    action: Literal["approve"]


class ListQuery(Query):
    """`limit` 0 asks for everything; `cursor` and `before` come from `meta` only."""

    limit: Annotated[QueryInteger, Field(ge=0)] = DEFAULT_LIMIT
    offset: Annotated[QueryInteger, Field(ge=0, le=MAX_OFFSET)] = 0
    full: QueryFlag = False


class ListOutages(ListQuery):
    cursor: Annotated[str, StringConstraints(max_length=512)] | None = None
    before: Annotated[str, StringConstraints(max_length=512)] | None = None
    order_by: Annotated[str, StringConstraints(max_length=100)] | None = None
    order: Annotated[str, StringConstraints(max_length=100)] | None = None
    server: Identifier | None = None
    server_id: Identifier | None = None
    severity: Literal["critical", "warning"] | None = None
    status: Literal["active", "resolved"] | None = None
    start_time: UtcTime | None = None
    end_time: UtcTime | None = None
    min_duration: Annotated[QueryInteger, Field(ge=0, le=10 * MAX_SECONDS)] | None = None


class GetOutage(Query):
    full: QueryFlag = False


class ListLog(ListQuery):
    log_start_timestamp: UtcTime | None = None


class ListServers(ListQuery):
    """Both filters ask for a part of the name."""

    name: TextKey | None = None
    fqdn: TextKey | None = None
