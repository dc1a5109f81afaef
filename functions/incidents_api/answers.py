"""What answers hold, as mypy holds the builders against it."""

from typing import Annotated, Any

from typing_extensions import TypedDict

from faultbook.domain.fault import Kind
from faultbook.gateway.answer_types import Keywords, Time
from faultbook.incidents.cluster_score import Grade
from functions.incidents_api.schemas import Category, Status


class Incident(TypedDict):
    id: int
    type: Kind
    incidentId: str
    title: str
    category: Category
    description: str
    recommendation: str
    source: str
    status: Status
    resolution: str
    services: list[dict[str, Any]]
    metricNames: list[str]
    startTime: Time
    endTime: Time | None
    sourceSite: str
    severity: str
    priority: str
    metadata: dict[str, Any]
    ackTime: Time | None
    ackUserId: str | None
    ackUserEmail: str | None


class PageCursor(TypedDict):
    firstId: int
    lastId: int


class Paging(TypedDict):
    cursor: PageCursor
    hasNext: bool
    hasPrevious: bool


class IncidentPage(TypedDict):
    data: list[Incident]
    paging: Paging


class FacetValue(TypedDict):
    value: str
    count: int


class Facet(TypedDict):
    name: str
    values: list[FacetValue]
    complete: bool


class FacetedPage(IncidentPage):
    facets: list[Facet]


class Note(TypedDict):
    id: int
    incidentId: int
    body: str
    createdAt: Time


class ScanReport(TypedDict):
    source: str
    createdAt: Time
    payload: str


class ClusterScore(TypedDict):
    score: Annotated[int, Keywords(minimum=0, maximum=100)]
    grade: Grade
    unscored: list[str]


# Epoch seconds; `to` is not in it.
Bucket = TypedDict("Bucket", {"from": int, "to": int, "counts": dict[str, int]})


class Count(TypedDict):
    count: int


class CountByStatus(TypedDict):
    OPEN: int
    RESOLVED: int


class ServiceCount(TypedDict):
    service: str
    namespace: str
    count: int


class Detail(TypedDict):
    message: str


class Embedded(TypedDict):
    errors: list[Detail]


class Link(TypedDict):
    href: str
    templated: bool


class Links(TypedDict):
    self: Link


class Error(TypedDict):
    """JsonError of Micronaut."""

    message: str
    logref: str
    path: str
    _links: Links
    _embedded: Embedded
