"""The native API: faults, their changes, comments and timeline."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.domain.comment import MAX_COMMENTS
from faultbook.domain.errors import (
    CommentLimitReached,
    Conflict,
    FaultbookError,
    FaultNotFound,
    IdempotencyKeyReused,
    Unavailable,
)
from faultbook.domain.fault import Fault, Status
from faultbook.domain.idempotency import Idempotency
from faultbook.domain.listing import FaultFilter, Order
from faultbook.gateway.answer_size import newest_that_fit, page_that_fits
from faultbook.gateway.api import Call, validated
from faultbook.gateway.error_status import status_of
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import (
    fingerprint,
    idempotency_of,
    unless_known,
    version_of_if_match,
)
from faultbook.usecases import change_faults, comment_faults, report_faults
from faultbook.usecases.caller import Scope
from faultbook.usecases.read_timeline import read_timeline
from functions.fault_api import answers, schemas, translate
from functions.fault_api.api import actor_of, make_api, number_of
from functions.fault_api.errors import problem_of

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

api = make_api()
wiring.prepare()

_RESOLVED = "The fault is resolved; only an open one can be acknowledged."
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
    return _reported(_report(call, body, key))


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
            one = validated(schemas.CreateFault.model_validate, item)
            answer = _reported(_report(call, one, key and key.of_item(place, fingerprint(item))))
            items.append({"status": answer.status, "fault": answer.body, "error": None})
        except Unavailable as error:  # there is no time to wait for each of the others as well
            items += [_refused(call, error)] * (len(body.faults) - place)
            break
        except FaultbookError as error:
            items.append(_refused(call, error))
    return Answer(200, {"data": items})


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
    """List faults, newest first."""
    signer = wiring.cursor_signer()
    bound_to = (call.customer_id, "GET /fault", _filters_of(query))
    wanted = translate.filter_of(query, wiring.clock())
    after = signer.read(query.cursor, *bound_to) if query.cursor else None
    page = wiring.fault_store().page(call.customer_id, wanted, query.limit, after)
    data, further = page_that_fits(page, wanted, translate.fault_wire)
    cursor = signer.write(further, *bound_to) if further else None
    body = {
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
    store = wiring.fault_store()
    wanted = [
        FaultFilter(status=Status.UNRESOLVED, type=query.type, path=query.site),
        FaultFilter(
            order=Order.RESOLVED,
            status=Status.RESOLVED,
            type=query.type,
            path=query.site,
            since=now - translate.RECENT,
        ),
    ]
    pages = [store.page(call.customer_id, one, LEGACY_PAGE, None) for one in wanted]
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
    return _whole(wiring.fault_store().get(call.customer_id, number_of(call)))


@api.route(
    "PUT PATCH",
    "/fault/<fault_id>",
    "/faults/<fault_id>",
    scope=Scope.WRITE,
    body=schemas.UpdateFault,
    answers={200: answers.Fault},
    headers=("If-Match",),
    answer_headers=("ETag",),
)
def update_fault(call: Call, body: schemas.UpdateFault) -> Answer:
    """Change what the body names; a status resolves or reopens."""
    fault = change_faults.edit_fault(
        call.customer_id,
        number_of(call),
        actor_of(call),
        translate.edits_of(body),
        status=body.status,
        reason=body.reason,
        seen_version=version_of_if_match(call.request),
        store=wiring.fault_store(),
        clock=wiring.clock,
    )
    return _whole(fault)


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
    change_faults.delete_fault(
        call.customer_id,
        number_of(call),
        seen_version=version_of_if_match(call.request),
        store=wiring.fault_store(),
        comments=wiring.comment_store(),
    )
    return Answer(204)


@api.route(
    "POST",
    "/fault/<fault_id>/resolve",
    "/faults/<fault_id>/resolve",
    scope=Scope.WRITE,
    body=schemas.GiveReason,
    answers={200: answers.Fault},
    headers=("If-Match",),
    answer_headers=("ETag",),
)
def resolve_fault(call: Call, body: schemas.GiveReason) -> Answer:
    """Resolve; a resolved fault is answered as it stands."""
    return _whole(_changed(call, body, change_faults.resolve_fault))


@api.route(
    "POST",
    "/fault/<fault_id>/reopen",
    "/faults/<fault_id>/reopen",
    scope=Scope.WRITE,
    body=schemas.GiveReason,
    answers={200: answers.Fault},
    headers=("If-Match",),
    answer_headers=("ETag",),
)
def reopen_fault(call: Call, body: schemas.GiveReason) -> Answer:
    """Reopen a resolved fault; its acknowledgement is gone then."""
    return _whole(_changed(call, body, change_faults.reopen_fault))


@api.route(
    "POST",
    "/fault/<fault_id>/acknowledge",
    "/faults/<fault_id>/acknowledge",
    scope=Scope.WRITE,
    body=schemas.GiveReason,
    answers={200: answers.Fault},
    headers=("If-Match",),
    answer_headers=("ETag",),
    errors=(Conflict(_RESOLVED),),
)
def acknowledge_fault(call: Call, body: schemas.GiveReason) -> Answer:
    """Acknowledge an open fault; the first acknowledgement stays."""
    fault = _changed(call, body, change_faults.acknowledge_fault)
    if fault.acknowledgement is None:
        raise Conflict(_RESOLVED)
    return _whole(fault)


@api.route(
    "DELETE",
    "/fault/<fault_id>/acknowledge",
    "/faults/<fault_id>/acknowledge",
    scope=Scope.WRITE,
    answers={200: answers.Fault},
    headers=("If-Match",),
    answer_headers=("ETag",),
)
def unacknowledge_fault(call: Call) -> Answer:
    """Take an acknowledgement back."""
    fault = change_faults.unacknowledge_fault(
        call.customer_id,
        number_of(call),
        actor_of(call),
        seen_version=version_of_if_match(call.request),
        store=wiring.fault_store(),
        clock=wiring.clock,
    )
    return _whole(fault)


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
    fault, _ = comment_faults.add_comment(
        call.customer_id,
        number_of(call),
        body.comment,
        actor_of(call),
        store=wiring.fault_store(),
        comments=wiring.comment_store(),
        clock=wiring.clock,
        draw_number=identifiers.draw_number,
    )
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
    fault = wiring.fault_store().get(call.customer_id, number_of(call))
    entries = read_timeline(call.customer_id, fault.number, ledger=wiring.ledger())
    body = {"data": newest_that_fit(entries, translate.timeline_entry_wire)}
    return unless_known(Answer(200, body), call.request)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)


def _report(
    call: Call, body: schemas.CreateFault, key: Idempotency | None
) -> report_faults.Reported:
    return report_faults.report_fault(
        call.customer_id,
        translate.report_of(body),
        actor_of(call),
        store=wiring.fault_store(),
        clock=wiring.clock,
        draw_number=identifiers.draw_number,
        idempotency=key,
    )


def _reported(reported: report_faults.Reported) -> Answer:
    body = translate.fault_wire(reported.fault)
    headers = {"Location": f"/fault/{body['id']}", "ETag": f'"{reported.fault.version}"'}
    if reported.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Answer(201 if reported.created else 200, body, headers)


def _refused(call: Call, error: FaultbookError) -> answers.BatchItem:
    """One item of a batch."""
    return {
        "status": status_of(error),
        "fault": None,
        "error": problem_of(error, call.request),
    }


def _changed(call: Call, body: schemas.GiveReason, change: Any) -> Fault:
    fault: Fault = change(
        call.customer_id,
        number_of(call),
        actor_of(call),
        reason=body.reason,
        seen_version=version_of_if_match(call.request),
        store=wiring.fault_store(),
        clock=wiring.clock,
    )
    return fault


def _whole(fault: Fault, status: int = 200) -> Answer:
    comments = comment_faults.list_comments(fault, comments=wiring.comment_store())
    return Answer(status, translate.fault_wire(fault, comments), {"ETag": f'"{fault.version}"'})


def _filters_of(query: schemas.ListFaults) -> str:
    return query.model_dump_json(exclude={"cursor", "limit"}, exclude_none=True)
