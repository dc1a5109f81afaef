"""The native API: faults, their lists, changes, comments and timeline."""

from functools import partial
from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain.errors import (
    FaultbookError,
    FaultNotFound,
    IdempotencyKeyReused,
    Unavailable,
)
from faultbook.domain.idempotency import Idempotency
from faultbook.domain.listing import FaultFilter, Page, Position
from faultbook.gateway.answer_size import newest_that_fit, page_that_fits
from faultbook.gateway.api import Call
from faultbook.gateway.error_status import status_of
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import fingerprint, idempotency_of, unless_known
from faultbook.gateway.validation import body_of
from faultbook.secret_store import SecretName
from faultbook.usecases.caller import Scope
from functions.fault_api import (
    actions,
    answers,
    fault_changes,
    groups,
    schemas,
    snoozes,
    translate,
)
from functions.fault_api.api import actor_of, number_of, whole_wire
from functions.fault_api.api import faults as api
from functions.fault_api.errors import problem_of

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from faultbook.usecases.report_faults import Reported

RESOURCES = (
    actions,
    fault_changes,
    groups,
    snoozes,
)  # their routes are registered with the same Api

wiring.prepare(wiring.reports, further_secrets=[SecretName.CURSOR])

LEGACY_PAGE = 100  # the older API answers a bare array and has no pages


@api.route(
    "POST",
    "/fault",
    "/faults",
    scope=Scope.WRITE,
    body=schemas.CreateFault,
    answers={201: answers.Fault, 200: answers.Fault},
    headers=("Idempotency-Key",),
    answer_headers=("Location", "ETag", "Idempotency-Replayed"),
    errors=(IdempotencyKeyReused(), FaultNotFound()),
)
def create_fault(call: Call, body: schemas.CreateFault) -> Answer:
    """Report a fault; 200 with the standing fault when its deduplication key is open."""
    key = idempotency_of(call.request, "POST /fault")
    reported = _report(call, body, key)
    wire = whole_wire(reported.fault)
    headers = {"Location": f"/fault/{wire['id']}", "ETag": f'"{reported.fault.version}"'}
    if reported.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Answer(201 if reported.created else 200, wire, headers)


@api.route(
    "POST",
    "/fault/batch",
    "/faults/batch",
    scope=Scope.WRITE,
    body=schemas.CreateFaults,
    answers={200: answers.BatchAnswer},
    headers=("Idempotency-Key",),
)
def create_faults(call: Call, body: schemas.CreateFaults) -> Answer:
    """Report 1 to 100 faults; the answer has a status and a fault or an error for each."""
    key = idempotency_of(call.request, "POST /fault/batch")
    items: list[answers.BatchItem] = []
    for place, item in enumerate(body.faults):
        try:
            report = body_of(schemas.CreateFault, item)
            reported = _report(call, report, key and key.of_item(place, fingerprint(item)))
            wire = whole_wire(reported.fault)
            items.append({"status": 201 if reported.created else 200, "fault": wire, "error": None})
        except Unavailable as error:  # there is no time to wait for each of the others as well
            items += [_refused(call, error)] * (len(body.faults) - place)
            break
        except FaultbookError as error:
            items.append(_refused(call, error))
    answer: answers.BatchAnswer = {"data": items}
    return Answer(200, answer)


@api.route(
    "GET",
    "/fault",
    "/faults",
    scope=Scope.READ,
    query=schemas.ListFaults,
    answers={200: answers.FaultList, 304: None},
    headers=("If-None-Match",),
    answer_headers=("ETag",),
)
def list_faults(call: Call, query: schemas.ListFaults) -> Answer:
    """List faults with their comments, newest first; or oldest first, or the gravest first.

    By severity, and then the newest first, the newest 1,000 open faults are sorted; where there are
    more, `meta.complete` is false.
    """
    signer = wiring.cursor_signer()
    bound_to = (call.customer_id, "GET /fault", _filters_of(query))
    fault_filter = translate.list_filter_of(query, call.caller, wiring.clock())
    after = signer.read(query.cursor, *bound_to) if query.cursor else None
    page = _page(call.customer_id, fault_filter, query, after)
    comments = wiring.comments().of_each(page.faults)
    data, further = page_that_fits(
        page.first(len(comments), fault_filter),
        fault_filter,
        lambda fault: translate.fault_wire(fault, comments[fault.number]),
    )
    cursor = signer.write(further, *bound_to) if further else None
    body: answers.FaultList = {
        "data": data,
        "meta": {
            "count": len(data),
            "cursor": cursor,
            "has_more": cursor is not None,
            "complete": page.is_complete,
        },
    }
    return unless_known(Answer(200, body), call.request)


@api.route(
    "GET",
    "/recent",
    scope=Scope.READ,
    query=schemas.ListRecentFaults,
    answers={200: list[answers.LegacyFault]},
)
def list_recent_faults(call: Call, query: schemas.ListRecentFaults) -> Answer:
    """Faults that are open or were resolved within a day, newest first (legacy shape)."""
    now = wiring.clock()
    pages = [
        wiring.faults().page(call.customer_id, fault_filter, LEGACY_PAGE)
        for fault_filter in translate.recent_filters_of(query, now)
    ]
    faults = {fault.number: fault for page in pages for fault in page.faults}
    newest = sorted(faults.values(), key=lambda fault: fault.opened_at, reverse=True)
    return Answer(200, [translate.legacy_fault_wire(f, now) for f in newest[:LEGACY_PAGE]])


@api.route(
    "GET",
    "/fault/<fault_id>",
    "/faults/<fault_id>",
    scope=Scope.READ,
    answers={200: answers.FaultInFull},
    answer_headers=("ETag",),
)
def get_fault(call: Call) -> Answer:
    """A fault with all its comments and its detail."""
    fault = wiring.faults().get(call.customer_id, number_of(call))
    detail = wiring.faults().detail(fault)
    wire: answers.FaultInFull | answers.Fault = whole_wire(fault)
    if detail:
        wire = {**wire, "detail": detail}
    return Answer(200, wire, {"ETag": f'"{fault.version}"'})


@api.route(
    "GET",
    "/fault/<fault_id>/timeline",
    "/faults/<fault_id>/timeline",
    scope=Scope.READ,
    answers={200: answers.Timeline, 304: None},
    headers=("If-None-Match",),
    answer_headers=("ETag",),
)
def get_timeline(call: Call) -> Answer:
    """What happened to a fault, by whom, through which API; oldest first."""
    fault = wiring.faults().get(call.customer_id, number_of(call))
    entries = wiring.faults().timeline(fault)
    body: answers.Timeline = {"data": newest_that_fit(entries, translate.timeline_entry_wire)}
    return unless_known(Answer(200, body), call.request)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)


def _report(call: Call, body: schemas.CreateFault, key: Idempotency | None) -> "Reported":
    report = translate.report_of(body)
    return wiring.reports().report(call.customer_id, report, actor_of(call), idempotency=key)


def _refused(call: Call, error: FaultbookError) -> answers.BatchItem:
    return {"status": status_of(error), "fault": None, "error": problem_of(error, call.request)}


def _page(
    customer_id: str, fault_filter: FaultFilter, query: schemas.ListFaults, after: Position | None
) -> Page:
    page = partial(wiring.faults().page, customer_id, fault_filter, query.limit, after)
    return page(backwards=True).reversed() if query.order == "oldest" else page()


def _filters_of(query: schemas.ListFaults) -> str:
    return query.model_dump_json(exclude={"cursor", "limit"}, exclude_none=True)
