"""The wire of endpoints: what answers carry. Secrets are shown once, and never in a list."""

from typing_extensions import TypedDict

from faultbook.domain.deliveries import Failure
from faultbook.domain.endpoints import EndpointKind, Off
from faultbook.domain.fault import Kind, Severity
from faultbook.gateway.answer_types import Time


class Filter(TypedDict):
    types: list[str]
    severities: list[Severity]
    kinds: list[Kind]
    path: str | None


class Endpoint(TypedDict):
    """`url` without what may be secret of it; `off` says why nothing is sent."""

    id: str
    name: str
    kind: EndpointKind
    url: str
    has_authorization: bool
    filters: list[Filter]
    enabled: bool
    off: Off | None
    created_at: Time
    created_by: str
    previous_secret_until: Time | None


class MadeEndpoint(Endpoint):
    secret: str


class EndpointList(TypedDict):
    data: list[Endpoint]


class TestResult(TypedDict):
    """`answer` is the first kilobyte."""

    status: int | None
    failure: Failure | None
    milliseconds: int
    answer: str
