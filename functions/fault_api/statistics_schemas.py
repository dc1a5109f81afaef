"""The wire of statistics: what requests carry."""

from typing import Annotated

from pydantic import Field, StringConstraints

from faultbook.gateway.wire_types import Path, QueryInteger, QueryZonedTime
from functions.fault_api.schemas import Query

MAX_BUCKETS = 1000
MAX_TOP = 100


class RankResources(Query):
    from_: QueryZonedTime | None = Field(
        default=None, alias="from", description="Begin of the span; a day before `to` if not given."
    )
    to: QueryZonedTime | None = Field(
        default=None, description="Its end, exclusive; the end of this second if not given."
    )
    top: Annotated[QueryInteger, Field(ge=1, le=MAX_TOP)] = 10


class ReadStatistics(RankResources):
    buckets: Annotated[QueryInteger, Field(ge=1, le=MAX_BUCKETS)] = 1
    top: Annotated[QueryInteger, Field(ge=0, le=MAX_TOP)] = 10


class ReadHierarchy(Query):
    path: Path | None = None
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=512)] | None = None
