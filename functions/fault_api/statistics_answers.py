"""The wire of statistics: what answers carry."""

from typing_extensions import TypedDict

from faultbook.gateway.answer_types import Time
from functions.fault_api.answers import LegacyFault


class Counts(TypedDict):
    """Severities and kinds are always all there; types are those that occurred."""

    total: int
    by_severity: dict[str, int]
    by_kind: dict[str, int]
    by_type: dict[str, int]


class Events(TypedDict):
    opened: Counts
    resolved: Counts
    reopened: Counts
    acknowledged: Counts
    expired: Counts


Span = TypedDict("Span", {"from": Time, "to": Time})


class Bucket(Events, Span):
    pass


class Current(TypedDict):
    open: Counts


class Durations(TypedDict):
    """Seconds from the opening of a fault; the percentiles are within 9.1 %."""

    count: int
    mean: float | None
    p50: float | None
    p90: float | None


class TopResource(TypedDict):
    resource_id: str
    count: int


class TopResources(Span):
    data: list[TopResource]


class Statistics(Span):
    """Faults that expired stay counted where they happened, and are not current any more."""

    totals: Events
    buckets: list[Bucket]
    current: Current
    mtta: Durations
    mttr: Durations
    top_resources: list[TopResource]
    resolution_seconds: int


class TopFaults(TypedDict):
    """A resource with its faults of the last 14 days; `faults` holds the newest of them."""

    tunnel_name: str
    site_id: str | None
    count: int
    resource_id: str
    faults: list[LegacyFault]


class OpenFaults(TypedDict):
    """Severities are always all there."""

    total: int
    by_severity: dict[str, int]


class Branch(TypedDict):
    """A child of the node, with everything below it."""

    name: str
    path: str
    open: OpenFaults
    has_children: bool


class HierarchyMeta(TypedDict):
    path: str | None
    here: OpenFaults
    cursor: str | None
    has_more: bool


class Hierarchy(TypedDict):
    """By name. Children without an open fault are not among them."""

    data: list[Branch]
    meta: HierarchyMeta
