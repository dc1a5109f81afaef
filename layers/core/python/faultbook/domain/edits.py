"""What a sender may set of a fault."""

from collections.abc import Mapping
from typing import Any, TypedDict

from faultbook.domain.details import IncidentDetails, OutageDetails
from faultbook.domain.fault import Severity


class Edits(TypedDict, total=False):
    """Attributes of a fault that a sender may set."""

    severity: Severity
    resource_id: str
    path: str
    severity_word: str
    type: str
    message: str
    cause: str
    resolution: str
    resolution_reason: str
    services: tuple[Mapping[str, Any], ...]
    metric_names: tuple[str, ...]
    source: str
    metadata: Mapping[str, Any]
    memo: str
    incident: IncidentDetails
    outage: OutageDetails
