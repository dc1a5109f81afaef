"""Incidents: list, facets, create or update, get, acknowledge; the types that there are."""

from dataclasses import dataclass
from datetime import datetime

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.domain.errors import FaultNotFound, InvalidRequest
from faultbook.domain.fault import Kind, Origin, Severity
from faultbook.domain.listing import FaultFilter, Position
from faultbook.domain.text import name_of
from faultbook.gateway.answer_size import as_many_as_fit, place_after
from faultbook.gateway.api import Call
from faultbook.gateway.errors import InvalidCursor
from faultbook.gateway.http import Answer
from faultbook.gateway.validation import validated
from faultbook.incidents.upsert_incidents import IncidentState
from faultbook.usecases.caller import Scope
from faultbook.usecases.target import Target
from functions.incidents_api import answers, schemas, translate
from functions.incidents_api.api import actor_of, api, number_in, target_of

FACETED = 1000  # incidents that are read for facets, whether they match the filters or not


@api.route(
    "GET",
    "/api/v1/incidents",
    scope=Scope.READ,
    query=schemas.ListIncidents,
    answers={200: answers.IncidentPage},
)
def list_incidents(call: Call, query: schemas.ListIncidents) -> Answer:
    """Incidents that began in a span of time, newest first."""
    return Answer(200, _page_wire(call.customer_id, query, query.page_size))


@api.route(
    "POST",
    "/api/v1/incidents",
    scope=Scope.WRITE,
    body=schemas.PutIncident,
    answers={200: int},
)
def put_incident(call: Call, body: schemas.PutIncident) -> Answer:
    """Create an incident, or update the one with the same type and incidentId; answers its id."""
    severity = _severity_of(call, body)
    report, state = translate.report_of(body, severity), _state_of(body, severity, body.end_time)
    fault = wiring.incidents().upsert(call.customer_id, report, state, actor_of(call))
    return Answer(200, str(fault.number), content_type="text/plain")


@api.route(
    "GET",
    "/api/v1/incidents/facets",
    scope=Scope.READ,
    query=schemas.ListWithFacets,
    answers={200: answers.FacetedPage},
)
def list_with_facets(call: Call, query: schemas.ListWithFacets) -> Answer:
    """Incidents, and how many of them have which value, counted among the newest 1,000."""
    page = _page_wire(call.customer_id, query, query.limit)
    fault_filter = translate.filter_of(query)
    read = wiring.faults().page(call.customer_id, fault_filter, FACETED)
    facets = translate.facets_wire(read.faults, complete=read.next is None)
    faceted: answers.FacetedPage = {**page, "facets": facets}
    return Answer(200, faceted)


@api.route(
    "GET",
    "/api/v1/incidents/<id>",
    scope=Scope.READ,
    answers={200: answers.Incident},
)
def get_incident(call: Call) -> Answer:
    """One incident."""
    fault = wiring.faults().get(call.customer_id, number_in(call, "id"))
    return Answer(200, translate.incident_wire(fault))


@api.route(
    "PATCH",
    "/api/v1/incidents/<id>",
    scope=Scope.WRITE,
    body=schemas.UpdateIncident,
    answers={200: answers.Incident},
)
def update(call: Call, body: schemas.UpdateIncident) -> Answer:
    """Change an incident; a field that comes back as it was shown changes nothing."""
    fault = wiring.incidents().update(target_of(call), _state_of(body, _severity_of(call, body)))
    return Answer(200, translate.incident_wire(fault))


@api.route(
    "POST",
    "/api/v1/incidents/<id>/acknowledge",
    scope=Scope.WRITE,
    answers={200: None},
    headers=("User-ID",),
)
def acknowledge(call: Call) -> Answer:
    """Acknowledge an open incident; `User-ID` is shown beside the credential, which vouches."""
    by = call.caller.actor(Origin.INCIDENTS, name_of(call.request.headers.get("user-id", "")))
    wiring.changes().acknowledge(Target(call.customer_id, number_in(call, "id"), by))
    return Answer(200)


@api.route(
    "GET",
    "/api/v1/metadata/types",
    scope=Scope.READ,
    answers={200: list[Kind]},
)
def list_types(_call: Call) -> Answer:
    """The types of incidents."""
    return Answer(200, list(Kind))


def _severity_of(call: Call, body: schemas.UpdateIncident) -> Severity:
    """MEDIUM for a word that is not known here; the word itself is kept."""
    return wiring.severity_of(call.customer_id, body.severity, Severity.MEDIUM)


def _state_of(
    body: schemas.UpdateIncident, severity: Severity, ended_at: datetime | None = None
) -> IncidentState:
    return IncidentState(
        status=translate.status_of(body),
        resolution=body.resolution,
        edits=lambda fault: translate.edits_of(fault, body, severity),
        ended_at=ended_at,
    )


@dataclass(frozen=True, slots=True)
class _Window:
    """`data` is newest first; `ended_at` is how far was read, None to the end."""

    data: list[answers.Incident]
    has_next: bool
    has_previous: bool
    ended_at: Position | None


def _page_wire(customer_id: str, query: schemas.Filters, size: int) -> answers.IncidentPage:
    fault_filter = translate.filter_of(query)
    backwards = query.direction == "PREVIOUS"
    start = _start(query.cursor, backwards=backwards)
    window = _window(customer_id, fault_filter, size, start, backwards=backwards)
    ends = [incident["id"] for incident in window.data] or [start]
    first, last = ends[0], ends[-1]
    if window.ended_at and len(window.data) < size:
        if backwards:
            first = window.ended_at.number
        else:
            last = window.ended_at.number
    return {
        "data": window.data,
        "paging": {
            "cursor": {"firstId": first, "lastId": last},
            "hasNext": window.has_next,
            "hasPrevious": window.has_previous,
        },
    }


def _window(
    customer_id: str, fault_filter: FaultFilter, size: int, start: int, *, backwards: bool
) -> _Window:
    """The side that is not read further is looked at only as far as the incident at the cursor."""
    position, behind = _at(customer_id, fault_filter, start) if start else (None, False)
    faults = wiring.faults()
    page = faults.page(customer_id, fault_filter, size, position, backwards=backwards)
    read = page.faults[::-1] if backwards else page.faults
    if start and not behind:
        beyond = fault_filter.position_of(read[0]) if read else position
        behind = bool(
            faults.page(customer_id, fault_filter, 1, beyond, backwards=not backwards).faults
        )
    incidents = as_many_as_fit(read, translate.incident_wire)
    further = place_after(read, len(incidents), fault_filter, page.next)
    return _Window(
        incidents[::-1] if backwards else incidents,
        has_next=behind if backwards else further is not None,
        has_previous=further is not None if backwards else behind,
        ended_at=further,
    )


def _at(customer_id: str, fault_filter: FaultFilter, number: int) -> tuple[Position, bool]:
    """Where an incident stands, and whether it is in the list itself.

    One that is gone stands where it was when it was made, unless it was reported late.
    """
    try:
        fault = wiring.faults().get(customer_id, number)
    except FaultNotFound:
        return Position(identifiers.drawn_at(number), number), False
    return fault_filter.position_of(fault), fault_filter.matches(fault)


def _start(cursor: str | None, *, backwards: bool) -> int:
    """0 for an end of the list. Raises InvalidCursor."""
    if not cursor:
        return 0
    text = cursor if cursor.startswith("{") else f'{{"firstId":{cursor},"lastId":{cursor}}}'
    try:
        ids = validated(schemas.Cursor.model_validate_json, text)
    except InvalidRequest as error:
        raise InvalidCursor from error
    return ids.first_id if backwards else ids.last_id
