"""Custom incidents, outages of the past, and lists of outages."""

from dataclasses import replace
from typing import TYPE_CHECKING

from faultbook import wiring
from faultbook.domain.errors import IdempotencyKeyReused, Unavailable
from faultbook.domain.fault import Severity, Status
from faultbook.domain.idempotency import Idempotency
from faultbook.domain.listing import FaultFilter
from faultbook.domain.report import Report
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import idempotency_of
from faultbook.gateway.short_memory import ShortMemory
from faultbook.usecases.caller import Scope
from functions.fortimonitor_api import answers, paging, schemas, translate
from functions.fortimonitor_api.api import (
    actor_of,
    api,
    check_server,
    compound_service_in,
    links_of,
    made,
    outage_in,
    server_in,
)
from functions.fortimonitor_api.errors import ServerNotFound, invalid
from functions.fortimonitor_api.links import BASE

if TYPE_CHECKING:
    from faultbook.domain.statistics import Tally

_COUNTS_FOR = 10.0  # seconds, of a list too long to be counted
_remembered: "ShortMemory[str, Tally]" = ShortMemory()


@api.route(
    "POST",
    f"{BASE}/server/<server_id>/custom_incident",
    scope=Scope.WRITE,
    body=schemas.CreateCustomIncident,
    answers={201: None},
    headers=("Idempotency-Key",),
    answer_headers=("Location", "Id", "Idempotency-Replayed"),
    errors=(IdempotencyKeyReused(),),
)
def create_custom_incident(call: Call, body: schemas.CreateCustomIncident) -> Answer:
    """Open an incident on a server; the answer is empty and says where it is.

    Without a severity, or with an unknown one, it is critical as the vendor's are.
    """
    server = server_in(call)
    severity = wiring.severity_of(call.customer_id, body.severity or "", Severity.CRITICAL)
    report = translate.custom_incident(server, body, severity, wiring.clock())
    key = idempotency_of(call.request, f"POST custom_incident {server}")
    return _reported(call, report, key)


@api.route(
    "POST",
    f"{BASE}/historical_outage",
    scope=Scope.WRITE,
    body=schemas.CreateHistoricalOutage,
    answers={201: None},
    headers=("Idempotency-Key",),
    answer_headers=("Location", "Id", "Idempotency-Replayed"),
    errors=(ServerNotFound(), IdempotencyKeyReused()),
)
def create_historical_outage(call: Call, body: schemas.CreateHistoricalOutage) -> Answer:
    """Record an outage that is over already."""
    name = _name_in(body)
    if not body.start_time <= body.end_time <= wiring.clock():
        raise invalid("end_time", "not before start_time and not in the future")
    if body.server:
        check_server(call.customer_id, name)
    report = translate.historical_outage(name, body)
    return _reported(call, report, idempotency_of(call.request, "POST historical_outage"))


@api.route(
    "GET",
    f"{BASE}/outage",
    scope=Scope.READ,
    query=schemas.ListOutages,
    answers={200: answers.OutageList},
)
def list_outages(call: Call, query: schemas.ListOutages) -> Answer:
    """Outages, newest first."""
    return _list(call, query, translate.outage_filter(query))


@api.route(
    "GET",
    f"{BASE}/outage/active",
    scope=Scope.READ,
    query=schemas.ListOutages,
    answers={200: answers.OutageList},
)
def list_active_outages(call: Call, query: schemas.ListOutages) -> Answer:
    """Outages that are not over, newest first."""
    return _list(call, query, translate.outage_filter(query, status=Status.UNRESOLVED))


@api.route(
    "GET",
    f"{BASE}/outage/resolved",
    scope=Scope.READ,
    query=schemas.ListOutages,
    answers={200: answers.OutageList},
)
def list_resolved_outages(call: Call, query: schemas.ListOutages) -> Answer:
    """Outages that are over, in the order in which they began, newest first."""
    return _list(call, query, translate.outage_filter(query, status=Status.RESOLVED))


@api.route(
    "GET",
    f"{BASE}/server/<server_id>/outage",
    scope=Scope.READ,
    query=schemas.ListOutages,
    answers={200: answers.OutageList},
)
def list_outages_of_server(call: Call, query: schemas.ListOutages) -> Answer:
    """Outages of one server, newest first."""
    return _list(call, query, translate.outage_filter(query, server=server_in(call)))


@api.route(
    "GET",
    f"{BASE}/compound_service/<compound_service_id>/outage",
    scope=Scope.READ,
    query=schemas.ListOutages,
    answers={200: answers.OutageList},
)
def list_outages_of_compound_service(call: Call, query: schemas.ListOutages) -> Answer:
    """Outages of one compound service, newest first."""
    fault_filter = translate.outage_filter(query, compound_service=compound_service_in(call))
    return _list(call, query, fault_filter)


@api.route(
    "GET",
    f"{BASE}/outage/<outage_id>",
    scope=Scope.READ,
    query=schemas.GetOutage,
    answers={200: answers.Outage},
)
def get_outage(call: Call, query: schemas.GetOutage) -> Answer:
    """One outage; `full` puts the server itself in the place of its URL."""
    fault = outage_in(call)
    return Answer(200, translate.outage_wire(fault, links_of(call.request), full=query.full))


def _list(call: Call, query: schemas.ListOutages, fault_filter: FaultFilter) -> Answer:
    links = links_of(call.request)
    pages = paging.OutagePages(
        faults=wiring.faults(),
        signer=wiring.cursor_signer(),
        customer_id=call.customer_id,
        request=call.request,
        origin=links.origin,
        fault_filter=fault_filter,
        query=query,
        wire_of=lambda fault: translate.outage_wire(fault, links, full=query.full),
        known_count=lambda: _known_count(call.customer_id, fault_filter),
    )
    return Answer(200, pages.answer())


def _known_count(customer_id: str, fault_filter: FaultFilter) -> int:
    """How many there are of a status or of all; 0 under any other filter, or when unknown."""
    # Only lists that are too long to be counted come here.
    from faultbook.domain.statistics import Measure, Subject  # noqa: PLC0415

    if fault_filter != FaultFilter(status=fault_filter.status):
        return 0
    subjects = {Status.UNRESOLVED: Subject.UNRESOLVED, Status.RESOLVED: Subject.RESOLVED_NOW}
    asked = [subjects[fault_filter.status]] if fault_filter.status else list(subjects.values())
    now = _counts(customer_id)
    return sum(now.get(Measure(subject), 0) for subject in asked)


def _counts(customer_id: str) -> "Tally":
    """Of this moment, or of a few seconds ago: the pages of a walk cost one look at them."""
    if remembered := _remembered.recall(customer_id, _COUNTS_FOR):
        return remembered[0]
    try:
        now = wiring.counts().counters(customer_id)
    except Unavailable:
        return {}
    _remembered.keep(customer_id, now)
    return now


def _reported(call: Call, report: Report, key: Idempotency | None) -> Answer:
    reported = wiring.reports().report(call.customer_id, report, actor_of(call), idempotency=key)
    fault = reported.fault
    answer = made(links_of(call.request).outage(fault), fault.number)
    if not reported.replayed:
        return answer
    return replace(answer, headers={**answer.headers, "Idempotency-Replayed": "true"})


def _name_in(body: schemas.CreateHistoricalOutage) -> str:
    """Raises InvalidRequest."""
    if bool(body.server) == bool(body.compound_service):
        raise invalid("server", "either server or compound_service")
    return body.server or body.compound_service or ""
