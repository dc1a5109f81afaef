"""Endpoints <-> native wire; pure."""

from urllib.parse import urlsplit

from faultbook.domain.deliveries import Attempt
from faultbook.domain.endpoints import Endpoint, EndpointFilter, EndpointKind
from functions.fault_api import endpoints_answers as answers
from functions.fault_api.endpoints_schemas import Filter
from functions.fault_api.translate import time_wire

_HIDDEN = "…"
_WITHOUT_SECRET = {
    EndpointKind.PAGERDUTY,
    EndpointKind.OPSGENIE,
    EndpointKind.FAULTBOOK,
    EndpointKind.EVENTBRIDGE,
    EndpointKind.SNS,
    EndpointKind.EMAIL,
}


def endpoint_filter_of(wire: Filter) -> EndpointFilter:
    return EndpointFilter(
        types=frozenset(wire.types),
        severities=frozenset(wire.severities),
        kinds=frozenset(wire.kinds),
        path=wire.path or "",
    )


def endpoint_wire(endpoint: Endpoint) -> answers.Endpoint:
    until = endpoint.previous_until
    return {
        "id": endpoint.endpoint_id,
        "name": endpoint.name,
        "kind": endpoint.kind,
        "url": endpoint.url if endpoint.kind in _WITHOUT_SECRET else masked(endpoint.url),
        "has_authorization": endpoint.authorization != "",
        "filters": [_filter_wire(endpoint_filter) for endpoint_filter in endpoint.filters],
        "enabled": endpoint.off is None,
        "off": endpoint.off,
        "created_at": time_wire(endpoint.created_at),
        "created_by": endpoint.created_by,
        "previous_secret_until": time_wire(until) if until else None,
    }


def made_endpoint_wire(endpoint: Endpoint) -> answers.MadeEndpoint:
    return {**endpoint_wire(endpoint), "secret": endpoint.secret}


def test_result_wire(attempt: Attempt) -> answers.TestResult:
    return {
        "status": attempt.status,
        "failure": attempt.failure,
        "milliseconds": attempt.milliseconds,
        "answer": attempt.answer,
    }


def masked(url: str) -> str:
    """Scheme, host and the first segment: behind it stands what lets anybody write to a chat."""
    parts = urlsplit(url)
    first = parts.path.split("/")[1] if "/" in parts.path else ""
    is_all = parts.path in {"", "/", f"/{first}"} and not parts.query
    shown = f"{parts.scheme}://{parts.netloc}/{first}"
    if is_all and len(first) <= 20:  # noqa: PLR2004 - longer than a word is a key
        return shown
    return f"{parts.scheme}://{parts.netloc}/{_HIDDEN}"


def _filter_wire(endpoint_filter: EndpointFilter) -> answers.Filter:
    return {
        "types": sorted(endpoint_filter.types),
        "severities": sorted(endpoint_filter.severities, key=lambda severity: severity.rank),
        "kinds": sorted(endpoint_filter.kinds),
        "path": endpoint_filter.path or None,
    }
