"""What requests bring: names, types and limits, nothing else.

An empty query parameter is an absent one; lists are repeated parameters, commas, or both. A comma
that is encoded is part of a name; words of an enumeration have none.
"""

import re
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)
from pydantic.alias_generators import to_camel

from faultbook.domain.fault import MAX_RESOLUTION, Kind
from faultbook.domain.listing import DEFAULT_PAGE, MAX_PAGE
from faultbook.domain.text import MAX_NAME, cleaned_document, name_of
from faultbook.gateway.http import list_values
from faultbook.gateway.wire_types import (
    AS_TEXT,
    IN_SIGHT,
    EpochTime,
    QueryInteger,
    Text,
    Time,
    document_of,
    first_of,
    first_taken,
    first_that_fit,
    named,
    seen,
    seen_and_cut_after,
)

MAX_SERVICES = 100
MAX_METRICS = 100
MAX_DOCUMENT = 16_384  # bytes as JSON of metadata, and of services
MAX_NOTE = 2000
MAX_BUCKETS = 1000
_MAX_VALUES = 50  # of one list parameter
_EPOCH = re.compile(r"[0-9]+([.][0-9]*)?")
_ISO_TIME: TypeAdapter[datetime] = TypeAdapter(Time)
_EPOCH_TIME: TypeAdapter[datetime] = TypeAdapter(EpochTime)

Category = Literal["PERFORMANCE", "RELIABILITY", "SECURITY", "CONFIGURATION"]
Status = Literal["OPEN", "RESOLVED"]
Direction = Literal["NEXT", "PREVIOUS"]
Priority = Annotated[Text, StringConstraints(max_length=10)]
Short = Annotated[Text, StringConstraints(max_length=255)]
Long = Annotated[Text, StringConstraints(max_length=2000)]


def _words(value: str | list[str]) -> list[str]:
    return [word for text in list_values(value) for word in text.split(",") if word]


def _iso_or_epoch(value: Any) -> datetime:
    """ISO 8601, or seconds or milliseconds since 1970 as a number or in digits."""
    if isinstance(value, str) and not _EPOCH.fullmatch(value.strip()):
        return _ISO_TIME.validate_python(value)
    return _EPOCH_TIME.validate_python(value)


def _service(service: dict[str, Any]) -> dict[str, Any]:
    """A name and a namespace are names; whatever else a sender says is kept as it is, cleaned."""
    cleaned = cleaned_document(service, MAX_DOCUMENT)
    for name in ("name", "namespace"):
        if name in cleaned:
            cleaned[name] = name_of(_TEXT.validate_python(cleaned[name], strict=True))
    return cleaned


def _service_named(name: str) -> dict[str, Any]:
    return {"name": name}


_TEXT: TypeAdapter[str] = TypeAdapter(Text)
ReportedTime = Annotated[
    datetime,
    BeforeValidator(_iso_or_epoch),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "date-time"},
                {"type": "number", "minimum": 0, "maximum": 253_339_228_799_000},
            ]
        }
    ),
]
Service = Annotated[dict[str, Any], AfterValidator(_service)]
Services = Annotated[
    list[Service],
    Field(min_length=1),
    first_of(MAX_SERVICES, _service_named),
    first_that_fit(MAX_DOCUMENT, _service_named),
    first_taken(MAX_SERVICES),
]
Metadata = Annotated[dict[str, Any], document_of(MAX_DOCUMENT)]
Words = BeforeValidator(_words)
Values = Annotated[list[Short], Field(max_length=_MAX_VALUES), BeforeValidator(list_values)]


class Query(BaseModel):
    model_config = ConfigDict(
        defer_build=True, alias_generator=to_camel, extra="ignore", frozen=True, loc_by_alias=True
    )


class Filters(Query):
    start_timestamp: EpochTime | None = None
    end_timestamp: EpochTime | None = None
    type: Annotated[list[Kind], Words] = Field(default_factory=list)
    status: Annotated[list[Status], Words] = Field(default_factory=list)
    resolution: Short | None = None
    category: Annotated[list[Category], Words] = Field(default_factory=list)
    service: Values = Field(default_factory=list)
    namespace: Values = Field(default_factory=list)
    metric: Values = Field(default_factory=list)
    source: Values = Field(default_factory=list)
    acknowledged: Literal["true", "false"] | None = None
    cursor: Annotated[str, StringConstraints(max_length=100)] | None = Field(
        default=None, description="An id, or the object of `paging.cursor`."
    )
    direction: Direction = "NEXT"


_Size = Annotated[QueryInteger, Field(ge=1, le=MAX_PAGE)]


class ListIncidents(Filters):
    page_size: _Size = DEFAULT_PAGE


class ListWithFacets(Filters):
    limit: _Size = DEFAULT_PAGE


class Cursor(BaseModel):
    """0 stands for the end of the list."""

    model_config = ConfigDict(
        defer_build=True, extra="ignore", strict=True, alias_generator=to_camel
    )

    first_id: Annotated[int, Field(ge=0, lt=1 << 53)] = 0
    last_id: Annotated[int, Field(ge=0, lt=1 << 53)] = 0


class Body(BaseModel):
    model_config = ConfigDict(
        defer_build=True,
        alias_generator=to_camel,
        extra="ignore",
        strict=True,
        frozen=True,
        loc_by_alias=True,
    )


class UpdateIncident(Body):
    title: Short
    description: Long
    recommendation: Long
    status: Status
    resolution: Annotated[Text, StringConstraints(max_length=MAX_RESOLUTION)]
    severity: Annotated[Text, StringConstraints(max_length=10)]
    priority: Priority


class PutIncident(UpdateIncident):
    """`startTime` counts when the incident is new, `endTime` when it is resolved."""

    type: Annotated[Kind, AS_TEXT]
    incident_id: Annotated[Text, StringConstraints(max_length=16)]
    category: Category
    source: Short
    services: Services
    metric_names: Annotated[list[Short], first_of(MAX_METRICS), first_taken(MAX_METRICS)]
    start_time: ReportedTime | None = None
    end_time: ReportedTime | None = None
    source_site: Annotated[Text, StringConstraints(max_length=50)]
    metadata: Metadata

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "PutIncident":
        if self.start_time and self.end_time and self.end_time < self.start_time:
            raise ValueError("endTime is before startTime")
        return self


class WriteNote(Body):
    body: Annotated[str, seen(MAX_NOTE), seen_and_cut_after(MAX_NOTE)]


_Buckets = Annotated[QueryInteger, Field(ge=1, le=MAX_BUCKETS)]


class Span(Query):
    """Without an end it is now; without a begin a day before the end."""

    timestamp_from: EpochTime | None = None
    timestamp_to: EpochTime | None = None


class ReadSeverities(Span):
    buckets: _Buckets = 1


class ReadBuckets(ReadSeverities):
    type: Kind | None = None
    status: Status | None = None
    resolution: Short | None = None


class ReadCurrent(Query):
    status: Status
    type: Kind | None = None


class ReadServices(Query):
    start_timestamp_from: EpochTime | None = None
    start_timestamp_to: EpochTime | None = None


Scanner = Annotated[str, StringConstraints(max_length=MAX_NAME), named(), IN_SIGHT]


class ReadScanReport(Query):
    source: Scanner


class StoreScanReport(Body):
    source: Scanner
    created_at: ReportedTime
    payload: str = Field(description="The report as the scanner wrote it; at most 5 MB.")
