"""What may be done to an outage: by PUT as documented, by GET, and by POST as public clients do."""

import re
from collections.abc import Callable
from dataclasses import replace

from faultbook import wiring
from faultbook.domain.details import OutageDetails
from faultbook.domain.errors import Conflict, InvalidRequest
from faultbook.domain.fault import ChangeKind, Fault
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases import change_faults
from faultbook.usecases.caller import Scope
from faultbook.usecases.target import Target
from functions.fortimonitor_api import answer_schemas, schemas, translate
from functions.fortimonitor_api.api import actor_of, api, number_in
from functions.fortimonitor_api.translate_log import delay_text

OVER = Conflict("The outage is over; only one that is active can be acknowledged.")
_OUTAGE = "/v2/outage/<outage_id>"
_MAX_SECONDS = 31_536_000


def acknowledge(call: Call, body: schemas.Acknowledge | schemas.AcknowledgeQuery) -> None:
    """The first acknowledgement stays; what else is asked for is noted each time."""
    fault = change_faults.acknowledge_fault(
        call.customer_id,
        number_in(call),
        actor_of(call.caller),
        reason=body.message or "",
        store=wiring.fault_store(),
        clock=wiring.clock,
    )
    if fault.acknowledgement is None:
        raise OVER
    if body.should_broadcast and body.message:
        _note(call, ChangeKind.BROADCAST, body.message)
    if body.delay_in_seconds is not None:
        _note(call, ChangeKind.DELAYED, delay_text(body.delay_in_seconds))


def put_acknowledge(call: Call, body: schemas.Acknowledge) -> Answer:
    """Acknowledge an active outage."""
    acknowledge(call, body)
    return Answer(204)


@api.route(
    "GET",
    f"{_OUTAGE}/acknowledge",
    scope=Scope.WRITE,
    query=schemas.AcknowledgeQuery,
    answers={200: answer_schemas.Done},
    errors=(OVER,),
)
def get_acknowledge(call: Call, query: schemas.AcknowledgeQuery) -> Answer:
    """Acknowledge an active outage, as a link."""
    acknowledge(call, query)
    return done()


def force_resolve(call: Call, body: schemas.ForceResolve) -> Answer:
    """End an outage; one that is over stays as it is, and the answer is the same."""
    change_faults.resolve_fault(
        call.customer_id,
        number_in(call),
        actor_of(call.caller),
        reason=body.reason or "",
        store=wiring.fault_store(),
        clock=wiring.clock,
    )
    return Answer(204)


def broadcast(call: Call, body: schemas.Broadcast) -> Answer:
    """Note a message to everybody; Faultbook sends nothing itself."""
    _note(call, ChangeKind.BROADCAST, body.message)
    return Answer(204)


@api.route(
    "GET",
    f"{_OUTAGE}/broadcast",
    scope=Scope.WRITE,
    query=schemas.BroadcastQuery,
    answers={200: answer_schemas.Done},
)
def get_broadcast(call: Call, query: schemas.BroadcastQuery) -> Answer:
    """Note a message to everybody, as a link."""
    _note(call, ChangeKind.BROADCAST, query.message)
    return done()


def escalate(call: Call, body: schemas.GiveWho) -> Answer:
    """Note that the outage was escalated."""
    del body
    _note(call, ChangeKind.ESCALATED)
    return Answer(204)


@api.route(
    "GET",
    f"{_OUTAGE}/escalate",
    scope=Scope.WRITE,
    query=schemas.GiveWhoQuery,
    answers={200: answer_schemas.Done},
)
def get_escalate(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """Note that the outage was escalated, as a link."""
    del query
    _note(call, ChangeKind.ESCALATED)
    return done()


def delay(call: Call, body: schemas.GiveWho) -> Answer:
    """Note that alerts are delayed; 0 seconds are for ever."""
    del body
    _note(call, ChangeKind.DELAYED, delay_text(_seconds_in(call)))
    return Answer(204)


@api.route(
    "GET",
    f"{_OUTAGE}/delay/<delay_in_seconds>",
    scope=Scope.WRITE,
    query=schemas.GiveWhoQuery,
    answers={200: answer_schemas.Done},
)
def get_delay(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """Note that alerts are delayed, as a link."""
    del query
    _note(call, ChangeKind.DELAYED, delay_text(_seconds_in(call)))
    return done()


@api.route(
    "POST",
    f"{_OUTAGE}/delay",
    scope=Scope.WRITE,
    body=schemas.DelayMinutes,
    answers={204: None},
)
def delay_minutes(call: Call, body: schemas.DelayMinutes) -> Answer:
    """Note that alerts are delayed by minutes."""
    _note(call, ChangeKind.DELAYED, delay_text(body.minutes * 60))
    return Answer(204)


@api.route(
    "PUT",
    f"{_OUTAGE}/description",
    scope=Scope.WRITE,
    body=schemas.SetDescription,
    answers={204: None},
)
def set_description(call: Call, body: schemas.SetDescription) -> Answer:
    """Say anew what is wrong; what the metadata adds need not be taken out first."""
    change = change_faults.change_by(actor_of(call.caller), ChangeKind.UPDATED, wiring.clock)
    change_faults.change_fault(
        call.customer_id,
        number_in(call),
        lambda fault: fault.edited(change, message=translate.message_of(body.description, fault)),
        store=wiring.fault_store(),
    )
    return Answer(204)


@api.route(
    "PUT", f"{_OUTAGE}/summary", scope=Scope.WRITE, body=schemas.SetSummary, answers={204: None}
)
def set_summary(call: Call, body: schemas.SetSummary) -> Answer:
    """Sum the outage up."""
    return _edit(call, lambda standing: replace(standing, summary=body.summary))


@api.route("PUT", f"{_OUTAGE}/tags", scope=Scope.WRITE, body=schemas.SetTags, answers={204: None})
def set_tags(call: Call, body: schemas.SetTags) -> Answer:
    """Set the tags; those that were there are gone."""
    return _edit(call, lambda standing: replace(standing, tags=tuple(body.tags)))


@api.route("PUT", f"{_OUTAGE}/lead", scope=Scope.WRITE, body=schemas.SetLead, answers={204: None})
def set_lead(call: Call, body: schemas.SetLead) -> Answer:
    """Say who leads."""
    return _edit(call, lambda standing: replace(standing, lead=body.who))


# PUT is the vendor's; the MCP server and the browser plugin of the public clients send POST.
for _method in ("PUT", "POST"):
    for _path, _handler, _body in (
        ("acknowledge", put_acknowledge, schemas.Acknowledge),
        ("force_resolve", force_resolve, schemas.ForceResolve),
        ("broadcast", broadcast, schemas.Broadcast),
        ("escalate", escalate, schemas.GiveWho),
    ):
        api.route(
            _method,
            f"{_OUTAGE}/{_path}",
            scope=Scope.WRITE,
            body=_body,
            answers={204: None},
            errors=(OVER,) if _path == "acknowledge" else (),
        )(_handler)
    api.route(
        _method,
        f"{_OUTAGE}/delay/<delay_in_seconds>",
        scope=Scope.WRITE,
        body=schemas.GiveWho,
        answers={204: None},
    )(delay)


def _note(call: Call, what: ChangeKind, why: str = "") -> Fault:
    return change_faults.note_fault(
        call.customer_id,
        number_in(call),
        actor_of(call.caller),
        what,
        why=why,
        store=wiring.fault_store(),
        clock=wiring.clock,
    )


def _edit(call: Call, details: Callable[[OutageDetails], OutageDetails]) -> Answer:
    target = Target(call.customer_id, number_in(call), actor_of(call.caller))
    wiring.changes().edit(target, lambda fault: {"outage": details(fault.outage)})
    return Answer(204)


def _seconds_in(call: Call) -> int:
    """Raises InvalidRequest."""
    text = call.parameters["delay_in_seconds"]
    if re.fullmatch(r"[0-9]{1,8}", text) and int(text) <= _MAX_SECONDS:
        return int(text)
    complaint = f"whole seconds, 0 to {_MAX_SECONDS}"
    raise InvalidRequest("The request is not valid.", {"delay_in_seconds": [complaint]})


def done() -> Answer:
    """Of what is asked for as a link."""
    return Answer(200, {"success": True})
