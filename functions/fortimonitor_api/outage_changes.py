"""What may be done to an outage: by PUT as documented, by GET, and by POST as public clients do."""

import re
from functools import partial

from faultbook import wiring
from faultbook.domain.comment import MAX_COMMENTS
from faultbook.domain.errors import CommentLimitReached
from faultbook.domain.fault import ChangeKind
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.target import Target
from functions.fortimonitor_api import answers, schemas
from functions.fortimonitor_api.api import api, target_of
from functions.fortimonitor_api.errors import OutageIsOver, invalid
from functions.fortimonitor_api.links import OUTAGE
from functions.fortimonitor_api.outage_log_translate import delay_text

# PUT is the vendor's; the MCP server and the browser plugin of the public clients send POST.
_by_put = partial(api.route, "PUT POST", scope=Scope.WRITE, answers={204: None})
_as_link = partial(api.route, "GET", scope=Scope.WRITE, answers={200: answers.Done})


@_by_put(
    f"{OUTAGE}/acknowledge",
    body=schemas.Acknowledge,
    errors=(OutageIsOver(), CommentLimitReached(MAX_COMMENTS)),
)
def put_acknowledge(call: Call, body: schemas.Acknowledge) -> Answer:
    """Acknowledge an active outage."""
    acknowledge(target_of(call, body.who), body)
    return Answer(204)


@_as_link(
    f"{OUTAGE}/acknowledge",
    query=schemas.AcknowledgeQuery,
    errors=(OutageIsOver(), CommentLimitReached(MAX_COMMENTS)),
)
def get_acknowledge(call: Call, query: schemas.AcknowledgeQuery) -> Answer:
    """Acknowledge an active outage, as a link."""
    acknowledge(target_of(call, query.who), query)
    return done()


@_by_put(f"{OUTAGE}/force_resolve", body=schemas.ForceResolve)
def force_resolve(call: Call, body: schemas.ForceResolve) -> Answer:
    """End an outage; one that is over stays as it is, and the answer is the same."""
    wiring.changes().resolve(target_of(call), body.reason or "")
    return Answer(204)


@_by_put(f"{OUTAGE}/broadcast", body=schemas.Broadcast)
def put_broadcast(call: Call, body: schemas.Broadcast) -> Answer:
    """Note a message to everybody; Faultbook sends nothing itself."""
    broadcast(target_of(call, body.who), body.message)
    return Answer(204)


@_as_link(f"{OUTAGE}/broadcast", query=schemas.BroadcastQuery)
def get_broadcast(call: Call, query: schemas.BroadcastQuery) -> Answer:
    """Note a message to everybody, as a link."""
    broadcast(target_of(call, query.who), query.message)
    return done()


@_by_put(f"{OUTAGE}/escalate", body=schemas.GiveWho)
def put_escalate(call: Call, body: schemas.GiveWho) -> Answer:
    """Note that the outage was escalated."""
    escalate(target_of(call, body.who))
    return Answer(204)


@_as_link(f"{OUTAGE}/escalate", query=schemas.GiveWhoQuery)
def get_escalate(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """Note that the outage was escalated, as a link."""
    escalate(target_of(call, query.who))
    return done()


@_by_put(f"{OUTAGE}/delay/<delay_in_seconds>", body=schemas.GiveWho)
def put_delay(call: Call, body: schemas.GiveWho) -> Answer:
    """Note that alerts are delayed; 0 seconds are for ever."""
    delay(target_of(call, body.who), seconds_in(call))
    return Answer(204)


@_as_link(f"{OUTAGE}/delay/<delay_in_seconds>", query=schemas.GiveWhoQuery)
def get_delay(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """Note that alerts are delayed, as a link."""
    delay(target_of(call, query.who), seconds_in(call))
    return done()


@api.route(
    "POST",
    f"{OUTAGE}/delay",
    scope=Scope.WRITE,
    body=schemas.DelayMinutes,
    answers={204: None},
)
def delay_minutes(call: Call, body: schemas.DelayMinutes) -> Answer:
    """Note that alerts are delayed by minutes."""
    delay(target_of(call), body.minutes * 60)
    return Answer(204)


def acknowledge(target: Target, wire: schemas.Acknowledge | schemas.AcknowledgeQuery) -> None:
    """The first acknowledgement stays, and a later one's message is an entry of the log.

    What else is asked for is noted each time. Raises OutageIsOver or CommentLimitReached.
    """
    fault = wiring.acknowledgements().acknowledge(target, wire.message or "")
    if fault.acknowledgement is None:
        raise OutageIsOver
    if wire.should_broadcast and wire.message:
        broadcast(target, wire.message)
    if wire.delay_in_seconds is not None:
        delay(target, wire.delay_in_seconds)


def broadcast(target: Target, message: str) -> None:
    wiring.changes().note(target, ChangeKind.BROADCAST, message)


def escalate(target: Target) -> None:
    wiring.changes().note(target, ChangeKind.ESCALATED)


def delay(target: Target, seconds: int) -> None:
    wiring.changes().note(target, ChangeKind.DELAYED, delay_text(seconds))


def seconds_in(call: Call) -> int:
    """Raises InvalidRequest."""
    text = call.parameters["delay_in_seconds"]
    if re.fullmatch(r"[0-9]{1,8}", text) and int(text) <= schemas.MAX_SECONDS:
        return int(text)
    raise invalid("delay_in_seconds", f"whole seconds, 0 to {schemas.MAX_SECONDS}")


def done() -> Answer:
    """Of what is asked for as a link."""
    body: answers.Done = {"success": True}
    return Answer(200, body)
