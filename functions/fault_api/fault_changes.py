"""The native API: changes of a fault, and comments."""

from functools import partial

from faultbook import wiring
from faultbook.domain.comment import MAX_COMMENTS
from faultbook.domain.errors import CommentLimitReached, FaultIsResolved
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.target import Target
from functions.fault_api import answers, schemas, translate
from functions.fault_api.api import actor_of, number_of, target_of, whole
from functions.fault_api.api import faults as api

NOBODY = ""
_change = partial(
    api.route,
    scope=Scope.WRITE,
    answers={200: answers.Fault},
    headers=("If-Match",),
    answer_headers=("ETag",),
)


@_change("PUT PATCH", "/fault/<fault_id>", "/faults/<fault_id>", body=schemas.UpdateFault)
def update_fault(call: Call, body: schemas.UpdateFault) -> Answer:
    """Change what the body names; a status resolves or reopens."""
    edits = translate.edits_of(body)
    target = target_of(call)
    return whole(wiring.changes().edit(target, edits, status=body.status, reason=body.reason))


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
    return whole(wiring.changes().resolve(target_of(call), body.reason))


@_change("POST", "/fault/<fault_id>/reopen", "/faults/<fault_id>/reopen", body=schemas.GiveReason)
def reopen_fault(call: Call, body: schemas.GiveReason) -> Answer:
    """Reopen a resolved fault; its acknowledgement is gone then."""
    return whole(wiring.changes().reopen(target_of(call), body.reason))


@_change(
    "POST",
    "/fault/<fault_id>/acknowledge",
    "/faults/<fault_id>/acknowledge",
    body=schemas.GiveReason,
    errors=(FaultIsResolved(), CommentLimitReached(MAX_COMMENTS)),
)
def acknowledge_fault(call: Call, body: schemas.GiveReason) -> Answer:
    """Acknowledge an open fault; the first one stays, and a later one's reason is a comment."""
    fault = wiring.acknowledgements().acknowledge(target_of(call), body.reason)
    if fault.acknowledgement is None:
        raise FaultIsResolved
    return whole(fault)


@_change("DELETE", "/fault/<fault_id>/acknowledge", "/faults/<fault_id>/acknowledge")
def unacknowledge_fault(call: Call) -> Answer:
    """Take an acknowledgement back."""
    return whole(wiring.changes().unacknowledge(target_of(call)))


@_change("POST", "/fault/<fault_id>/assign", "/faults/<fault_id>/assign", body=schemas.Assign)
def assign_fault(call: Call, body: schemas.Assign) -> Answer:
    """Say who has it; `me` is the caller."""
    return whole(wiring.changes().assign(target_of(call), call.caller.person(body.assignee)))


@_change("DELETE", "/fault/<fault_id>/assign", "/faults/<fault_id>/assign")
def unassign_fault(call: Call) -> Answer:
    """Take a fault off whoever has it."""
    return whole(wiring.changes().assign(target_of(call), NOBODY))


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
    return whole(fault, status=201)
