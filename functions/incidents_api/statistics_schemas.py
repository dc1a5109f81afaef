"""The wire of statistics: names, types and limits, nothing else."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from faultbook.domain.fault import Kind
from faultbook.gateway.wire_types import QueryInteger
from functions.incidents_api.schemas import Optional, Query, Seconds, Short, Status

MAX_BUCKETS = 1000
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


class _Answer(BaseModel):
    model_config = ConfigDict(defer_build=True, alias_generator=to_camel)


class Bucket(BaseModel):
    """Epoch seconds; `to` is not in it."""

    from_: int = Field(alias="from")
    to: int
    counts: dict[str, int]


class Count(_Answer):
    count: int


class CountByStatus(BaseModel):
    opened: int = Field(alias="OPEN")
    resolved: int = Field(alias="RESOLVED")


class ServiceCount(_Answer):
    service: str
    namespace: str
    count: int
