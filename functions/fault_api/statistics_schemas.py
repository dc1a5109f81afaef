"""The wire of statistics: names, types and limits, nothing else."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from faultbook.gateway.wire_types import IsoTime, QueryInteger
from functions.fault_api.schemas import LegacyFault, Path

MAX_BUCKETS = 1000
MAX_TOP = 100


class ReadStatistics(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)

    from_: IsoTime | None = Field(
        default=None, alias="from", description="Begin of the span; a day before `to` if not given."
    )
    to: IsoTime | None = Field(
        default=None, description="Its end, exclusive; the end of this second if not given."
    )
    buckets: Annotated[QueryInteger, Field(ge=1, le=MAX_BUCKETS)] = 1
    top: Annotated[QueryInteger, Field(ge=0, le=MAX_TOP)] = 10


class ReadHierarchy(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="forbid", frozen=True)

    path: Path | None = None
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=512)] | None = None


class Counts(BaseModel):
    """Severities and kinds are always all there; types are those that occurred."""

    total: int
    by_severity: dict[str, int]
    by_kind: dict[str, int]
    by_type: dict[str, int]


class Happenings(BaseModel):
    opened: Counts
    resolved: Counts
    reopened: Counts
    acknowledged: Counts
    expired: Counts


class Bucket(Happenings):
    from_: datetime = Field(alias="from")
    to: datetime


class Current(BaseModel):
    open: Counts


class Durations(BaseModel):
    """Seconds from the opening of a fault; the percentiles are within 9.1 %."""

    count: int
    mean: float | None
    p50: float | None
    p90: float | None


class TopResource(BaseModel):
    resource_id: str
    count: int


class Statistics(BaseModel):
    """Faults that expired stay counted where they happened, and are not current any more."""

    from_: datetime = Field(alias="from")
    to: datetime
    totals: Happenings
    buckets: list[Bucket]
    current: Current = Field(description="Of this moment, whatever the span.")
    mtta: Durations = Field(description="Time to acknowledge, of what was acknowledged.")
    mttr: Durations = Field(description="Time to resolve, of what was resolved.")
    top_resources: list[TopResource] = Field(description="By faults opened within the span.")
    resolution_seconds: int = Field(
        description="To what borders are exact for opened and resolved faults: 1, 300 or 3600."
    )


class TopFaults(BaseModel):
    """A resource with its faults of the last 14 days; `faults` holds the newest of them."""

    tunnel_name: str
    site_id: str | None
    count: int
    resource_id: str
    faults: list[LegacyFault]


class OpenFaults(BaseModel):
    """Severities are always all there."""

    total: int
    by_severity: dict[str, int]


class Branch(BaseModel):
    """A child of the node, with everything below it."""

    name: str
    path: str
    open: OpenFaults
    has_children: bool


class HierarchyMeta(BaseModel):
    path: str | None
    here: OpenFaults
    cursor: str | None
    has_more: bool


class Hierarchy(BaseModel):
    """By name. Children without an open fault are not among them."""

    data: list[Branch]
    meta: HierarchyMeta
