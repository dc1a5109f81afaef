"""What requests bring: names, types and limits, nothing else.

An empty query parameter is an absent one; lists are repeated parameters, commas, or both.
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
    TypeAdapter,
    WithJsonSchema,
    model_validator,
)
from pydantic.alias_generators import to_camel

from faultbook.domain.fault import Kind
from faultbook.domain.listing import DEFAULT_PAGE, MAX_PAGE
from faultbook.gateway.wire_types import AS_TEXT, IsoTime, QueryInteger, Text

MAX_SERVICES = 100
MAX_METRICS = 100
MAX_DOCUMENT = 16_384  # bytes as JSON of metadata, and of services
MAX_NOTE = 2000
MAX_BUCKETS = 1000
_LAST_SECOND = 253_402_300_799  # of the year 9999
_MAX_VALUES = 50  # of one list parameter
_SECONDS = re.compile(r"[0-9]{1,12}")
_ISO_TIME = TypeAdapter(IsoTime)

Category = Literal["PERFORMANCE", "RELIABILITY", "SECURITY", "CONFIGURATION"]
Status = Literal["OPEN", "RESOLVED"]
Direction = Literal["NEXT", "PREVIOUS"]
Priority = Annotated[Text, StringConstraints(max_length=10)]
Short = Annotated[Text, StringConstraints(max_length=255)]
Long = Annotated[Text, StringConstraints(max_length=2000)]


def _absent(value: Any) -> Any:
    return None if value == "" else value


def _listed(value: Any) -> Any:
    texts = [value] if isinstance(value, str) else value
    return [part for text in texts for part in text.split(",") if part]


def _iso_or_seconds(value: Any) -> datetime:
    """Epoch seconds as a number or in digits, or ISO 8601."""
    if isinstance(value, str) and not _SECONDS.fullmatch(value):
        return _ISO_TIME.validate_python(value)
    if type(value) not in {int, str}:
        raise ValueError("an ISO 8601 time, or whole seconds since 1970")
    if not 0 <= int(value) <= _LAST_SECOND:
        raise ValueError("a time before the year 10000")
    return datetime.fromtimestamp(int(value), UTC)


def _small(document: Any) -> Any:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    if len(text.encode()) > MAX_DOCUMENT:
        raise ValueError(f"at most {MAX_DOCUMENT} bytes as JSON")
    return document


def _service(service: dict[str, Any]) -> dict[str, Any]:
    """A name and a namespace are texts; whatever else a sender says is kept as it is."""
    for name in ("name", "namespace"):
        if name in service:
            _SHORT.validate_python(service[name], strict=True)
    return service


_SHORT: TypeAdapter[str] = TypeAdapter(Short)
Seconds = Annotated[QueryInteger, Field(ge=0, le=_LAST_SECOND)]
Time = Annotated[
    datetime,
    BeforeValidator(_iso_or_seconds),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "date-time"},
                {"type": "integer", "minimum": 0, "maximum": _LAST_SECOND},
            ]
        }
    ),
]
Service = Annotated[dict[str, Any], AfterValidator(_service)]
Services = Annotated[
    list[Service], Field(min_length=1, max_length=MAX_SERVICES), AfterValidator(_small)
]
Metadata = Annotated[dict[str, Any], AfterValidator(_small)]
Several = BeforeValidator(_listed)
Optional = BeforeValidator(_absent)
Values = Annotated[list[Short], Field(max_length=_MAX_VALUES), Several]


class Query(BaseModel):
    model_config = ConfigDict(
        defer_build=True, alias_generator=to_camel, extra="ignore", frozen=True, loc_by_alias=True
    )


class Filters(Query):
    start_timestamp: Annotated[Seconds | None, Optional] = None
    end_timestamp: Annotated[Seconds | None, Optional] = None
    type: Annotated[list[Kind], Several] = Field(default_factory=list)
    status: Annotated[list[Status], Several] = Field(default_factory=list)
    resolution: Annotated[Short | None, Optional] = None
    category: Annotated[list[Category], Several] = Field(default_factory=list)
    service: Values = Field(default_factory=list)
    namespace: Values = Field(default_factory=list)
    metric: Values = Field(default_factory=list)
    source: Values = Field(default_factory=list)
    acknowledged: Annotated[Literal["true", "false"] | None, Optional] = None
    cursor: Annotated[Annotated[str, StringConstraints(max_length=100)] | None, Optional] = Field(
        default=None, description="An id, or the object of `paging.cursor`."
    )
    direction: Annotated[Direction, BeforeValidator(lambda value: value or "NEXT")] = "NEXT"


_Size = Annotated[
    Annotated[QueryInteger, Field(ge=1, le=MAX_PAGE)],
    BeforeValidator(lambda value: value or str(DEFAULT_PAGE)),
]


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
    resolution: Annotated[Text, StringConstraints(max_length=20)]
    severity: Annotated[Text, StringConstraints(max_length=10)]
    priority: Priority


class PutIncident(UpdateIncident):
    """`startTime` counts when the incident is new, `endTime` when it is resolved."""

    type: Annotated[Kind, AS_TEXT]
    incident_id: Annotated[Text, StringConstraints(max_length=16)]
    category: Category
    source: Short
    services: Services
    metric_names: Annotated[list[Short], Field(max_length=MAX_METRICS)]
    start_time: Time | None = None
    end_time: Time | None = None
    source_site: Annotated[Text, StringConstraints(max_length=50)]
    metadata: Metadata

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "PutIncident":
        if self.start_time and self.end_time and self.end_time < self.start_time:
            raise ValueError("endTime is before startTime")
        return self


class WriteNote(Body):
    body: Annotated[Text, StringConstraints(min_length=1, max_length=MAX_NOTE)]


_Buckets = Annotated[
    Annotated[QueryInteger, Field(ge=1, le=MAX_BUCKETS)],
    BeforeValidator(lambda value: value or "1"),
]


class Span(Query):
    """Without an end it is now; without a begin a day before the end."""

    timestamp_from: Annotated[Seconds | None, Optional] = None
    timestamp_to: Annotated[Seconds | None, Optional] = None


class ReadSeverities(Span):
    buckets: _Buckets = 1


class ReadBuckets(ReadSeverities):
    type: Annotated[Kind | None, Optional] = None
    status: Annotated[Status | None, Optional] = None
    resolution: Annotated[Short | None, Optional] = None


class ReadCurrent(Query):
    status: Status
    type: Annotated[Kind | None, Optional] = None


class ReadServices(Query):
    start_timestamp_from: Annotated[Seconds | None, Optional] = None
    start_timestamp_to: Annotated[Seconds | None, Optional] = None


Scanner = Annotated[Text, StringConstraints(min_length=1, max_length=255)]


class ReadScanReport(Query):
    source: Scanner


class StoreScanReport(Body):
    source: Scanner
    created_at: IsoTime
    payload: str = Field(description="The report as the scanner wrote it; at most 5 MB.")
