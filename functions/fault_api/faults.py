"""The native API: faults, their changes, comments and timeline."""

from functools import partial
from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain.comment import MAX_COMMENTS
from faultbook.domain.errors import (
    CommentLimitReached,
    Conflict,
    FaultbookError,
    FaultNotFound,
    IdempotencyKeyReused,
    Unavailable,
)
from faultbook.domain.fault import Fault
from faultbook.domain.idempotency import Idempotency
from faultbook.gateway.answer_size import newest_that_fit, page_that_fits
from faultbook.gateway.api import Call
from faultbook.gateway.error_status import status_of
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import fingerprint, idempotency_of, unless_known
from faultbook.gateway.validation import body_of
from faultbook.secret_store import SecretName
from faultbook.usecases.caller import Scope
from faultbook.usecases.target import Target
from functions.fault_api import answers, schemas, translate
from functions.fault_api.api import actor_of, make_api, number_of, target_of
from functions.fault_api.errors import problem_of

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from faultbook.usecases.report_faults import Reported

api = make_api()
wiring.prepare(wiring.reports, further_secrets=[SecretName.CURSOR])

LEGACY_PAGE = 100  # the older API answers a bare array and has no pages
_RESOLVED = "The fault is resolved; only an open one can be acknowledged."
_change = partial(
    api.route,
    scope=Scope.WRITE,
    answers={200: answers.Fault},
    headers=("If-Match",),
    answer_headers=("ETag",),
)


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
    wire = _wire(reported.fault)
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
            one = body_of(schemas.CreateFault, item)
            reported = _report(call, one, key and key.of_item(place, fingerprint(item)))
            wire = _wire(reported.fault)
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
    """List faults with their comments, newest first."""
    signer = wiring.cursor_signer()
    bound_to = (call.customer_id, "GET /fault", _filters_of(query))
    wanted = translate.filter_of(query, wiring.clock())
    after = signer.read(query.cursor, *bound_to) if query.cursor else None
    page = wiring.faults().page(call.customer_id, wanted, query.limit, after)
    comments = wiring.comments().of_each(page.faults)
    data, further = page_that_fits(
        page.first(len(comments), wanted),
        wanted,
        lambda fault: translate.fault_wire(fault, comments[fault.number]),
    )
    cursor = signer.write(further, *bound_to) if further else None
    body: answers.FaultList = {
        "data": data,
        "meta": {"count": len(data), "cursor": cursor, "has_more": cursor is not None},
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
        wiring.faults().page(call.customer_id, wanted, LEGACY_PAGE)
        for wanted in translate.recent_filters_of(query, now)
    ]
    faults = {fault.number: fault for page in pages for fault in page.faults}
    newest = sorted(faults.values(), key=lambda fault: fault.opened_at, reverse=True)
    return Answer(200, [translate.legacy_fault_wire(f, now) for f in newest[:LEGACY_PAGE]])


@api.route(
    "GET",
    "/fault/<fault_id>",
    "/faults/<fault_id>",
    scope=Scope.READ,
    answers={200: answers.Fault},
    answer_headers=("ETag",),
)
def get_fault(call: Call) -> Answer:
    """A fault with all its comments."""
    return _whole(wiring.faults().get(call.customer_id, number_of(call)))


@_change("PUT PATCH", "/fault/<fault_id>", "/faults/<fault_id>", body=schemas.UpdateFault)
def update_fault(call: Call, body: schemas.UpdateFault) -> Answer:
    """Change what the body names; a status resolves or reopens."""
    edits = translate.edits_of(body)
    target = target_of(call)
    return _whole(wiring.changes().edit(target, edits, status=body.status, reason=body.reason))


@api.route(
    "DELETE",
    "/fault/<fault_id>",
    "/faults/<fault_id>",
    scope=Scope.WRITE,
    answers={204: None},
    headers=("If-Match",),
)
def delete_fault(call: Call) -> Answer:
    """Remove a fault and its comments for good."""
    wiring.changes().delete(target_of(call))
    return Answer(204)


@_change("POST", "/fault/<fault_id>/resolve", "/faults/<fault_id>/resolve", body=schemas.GiveReason)
def resolve_fault(call: Call, body: schemas.GiveReason) -> Answer:
    """Resolve; a resolved fault is answered as it stands."""
    return _whole(wiring.changes().resolve(target_of(call), body.reason))


@_change("POST", "/fault/<fault_id>/reopen", "/faults/<fault_id>/reopen", body=schemas.GiveReason)
def reopen_fault(call: Call, body: schemas.GiveReason) -> Answer:
    """Reopen a resolved fault; its acknowledgement is gone then."""
    return _whole(wiring.changes().reopen(target_of(call), body.reason))


@_change(
    "POST",
    "/fault/<fault_id>/acknowledge",
    "/faults/<fault_id>/acknowledge",
    body=schemas.GiveReason,
    errors=(Conflict(_RESOLVED), CommentLimitReached(MAX_COMMENTS)),
)
def acknowledge_fault(call: Call, body: schemas.GiveReason) -> Answer:
    """Acknowledge an open fault; the first one stays, and a later one's reason is a comment."""
    fault = wiring.acknowledgements().acknowledge(target_of(call), body.reason)
    if fault.acknowledgement is None:
        raise Conflict(_RESOLVED)
    return _whole(fault)


@_change("DELETE", "/fault/<fault_id>/acknowledge", "/faults/<fault_id>/acknowledge")
def unacknowledge_fault(call: Call) -> Answer:
    """Take an acknowledgement back."""
    return _whole(wiring.changes().unacknowledge(target_of(call)))


@api.route(
    "POST",
    "/fault/<fault_id>/comment",
    "/fault/<fault_id>/comments",
    "/faults/<fault_id>/comment",
    "/faults/<fault_id>/comments",
    scope=Scope.WRITE,
    body=schemas.AddComment,
    answers={201: answers.Fault},
    answer_headers=("ETag",),
    errors=(CommentLimitReached(MAX_COMMENTS),),
)
def add_comment(call: Call, body: schemas.AddComment) -> Answer:
    """Comment on a fault; the answer is the fault with the comment in it."""
    target = Target(call.customer_id, number_of(call), actor_of(call))
    fault, _ = wiring.comments().add(target, body.comment)
    return _whole(fault, status=201)


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


def _whole(fault: Fault, status: int = 200) -> Answer:
    return Answer(status, _wire(fault), {"ETag": f'"{fault.version}"'})


def _wire(fault: Fault) -> answers.Fault:
    return translate.fault_wire(fault, wiring.comments().of(fault))


def _filters_of(query: schemas.ListFaults) -> str:
    return query.model_dump_json(exclude={"cursor", "limit"}, exclude_none=True)
