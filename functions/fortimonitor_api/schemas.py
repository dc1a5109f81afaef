"""The wire of FortiMonitor v2 (formerly Panopta): what requests carry.

Names and types are those of the vendor's self-describing schema; it states no limits, so those
are chosen here. Only what the vendor's own text calls for is required. Times without a zone are in
UTC. Empty query values mean that the parameter was not given: clients send what their forms hold.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from faultbook.gateway.wire_types import (
    IN_SIGHT,
    OptionalName,
    QueryInteger,
    QueryTime,
    Text,
    Time,
    cut_after,
    document_of,
    first_of,
    first_taken,
    named,
    seen,
    seen_and_cut_after,
    written,
)
from functions.fortimonitor_api.links import name_in

DEFAULT_LIMIT = 50  # observed where it is left out; the vendor's form says 10
MAX_METADATA = 50
MAX_LIST = 100  # tags of an outage; network services of one of the past
MAX_OFFSET = 10_000
MAX_SECONDS = 31_536_000  # a year
_MAX_METADATA_BYTES = 65_536
_MAX_METADATA_NAME = 100  # characters, as all that follow
_MAX_TAG = 100
MAX_TEXT = 2000
_MAX_REFERENCE = 500
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def _flag(value: Any) -> bool:
    if isinstance(value, str) and value.lower() in _FLAGS:
        return _FLAGS[value.lower()]
    raise ValueError("true or false")


QueryFlag = Annotated[bool, BeforeValidator(_flag, json_schema_input_type=bool)]
LongText = Annotated[str, written(MAX_TEXT), cut_after(MAX_TEXT)]
FullText = Annotated[str, seen(MAX_TEXT), seen_and_cut_after(MAX_TEXT)]
Reference = Annotated[str, written(_MAX_REFERENCE)]
"""A URL, or an id by itself."""
NameReference = Annotated[str, AfterValidator(name_in), named(), IN_SIGHT]
"""The same, of what has a name; as the name."""
Seconds = Annotated[int, Field(ge=0, le=MAX_SECONDS)]
MetadataName = Annotated[str, named(_MAX_METADATA_NAME), IN_SIGHT]
Tag = Annotated[str, named(_MAX_TAG), IN_SIGHT]


FirstReferences = Annotated[list[Reference], first_of(MAX_LIST), first_taken(MAX_LIST)]


class Body(BaseModel):
    """Members that Faultbook does not know are another release's business."""

    model_config = ConfigDict(defer_build=True, extra="ignore", strict=True, frozen=True)


class Query(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)


class CreateCustomIncident(Body):
    """Nothing but `description` has to be there."""

    description: LongText
    metadata: Annotated[dict[str, Any], document_of(_MAX_METADATA_BYTES)] = Field(
        default_factory=dict
    )
    plugin_textkey: OptionalName = None
    resource_textkey: OptionalName = None
    severity: OptionalName = None
    start_time: Time | None = None
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

    server: NameReference | None = None
    compound_service: NameReference | None = None
    start_time: Time
    end_time: Time
    network_services: FirstReferences | None = None
    exclude_from_availability: bool | None = None
    status: Literal["resolved"] | None = None


class Acknowledge(Body):
    """`who` is shown beside the credential, which vouches."""

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
    """With what the metadata adds to it, as it is shown, or without."""

    description: Annotated[str, seen(2 * _MAX_METADATA_BYTES), seen_and_cut_after(MAX_TEXT)]


class SetSummary(Body):
    summary: LongText
    who: Reference | None = None


class SetTags(Body):
    tags: Annotated[list[Tag], first_of(MAX_LIST), first_taken(MAX_LIST)]


class SetLead(Body):
    """`who` is a name, or the caller by URL or id: nobody else can be looked up by those."""

    who: OptionalName = None


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
    outage_metadata_type: MetadataName
    value: LongText


class ApproveCountermeasures(Body):
    action: Literal["approve"]


class ListQuery(Query):
    """`limit` 0 asks for everything."""

    limit: Annotated[QueryInteger, Field(ge=0)] = DEFAULT_LIMIT
    offset: Annotated[QueryInteger, Field(ge=0, le=MAX_OFFSET)] = 0
    full: QueryFlag = False


class ListOutages(ListQuery):
    """`cursor` and `before` come from `meta` only."""

    cursor: Annotated[str, StringConstraints(max_length=512)] | None = None
    before: Annotated[str, StringConstraints(max_length=512)] | None = None
    order_by: Annotated[str, StringConstraints(max_length=100)] | None = None
    order: Annotated[str, StringConstraints(max_length=100)] | None = None
    server: NameReference | None = None
    server_id: NameReference | None = None
    severity: Literal["critical", "warning"] | None = None
    status: Literal["active", "resolved"] | None = None
    start_time: QueryTime | None = None
    end_time: QueryTime | None = None
    min_duration: Annotated[QueryInteger, Field(ge=0, le=10 * MAX_SECONDS)] | None = None


class GetOutage(Query):
    full: QueryFlag = False


class ListLog(ListQuery):
    log_start_timestamp: QueryTime | None = None


class ListServers(ListQuery):
    """Both filters ask for a part of the name."""

    name: Text | None = None
    fqdn: Text | None = None
