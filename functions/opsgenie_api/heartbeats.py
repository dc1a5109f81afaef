"""Heartbeats: made, changed, switched, and pinged, which always passes."""

from dataclasses import replace

from faultbook import wiring
from faultbook.domain.errors import (
    HeartbeatChanged,
    HeartbeatExists,
    HeartbeatNotFound,
    TooManyHeartbeats,
)
from faultbook.domain.heartbeat import MAX_NAME
from faultbook.domain.text import is_blank, name_of
from faultbook.gateway.answer_size import as_many_as_fit
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.opsgenie_api import answers as shared
from functions.opsgenie_api import heartbeats_answers as answers
from functions.opsgenie_api import heartbeats_schemas as schemas
from functions.opsgenie_api.api import admitted, route
from functions.opsgenie_api.errors import TOOK, headers
from functions.opsgenie_api.heartbeats_translate import (
    edited,
    heartbeat_of,
    heartbeat_wire,
    switched_wire,
)
from functions.opsgenie_api.responses import found

_SECONDS_BETWEEN_WARNINGS = 600.0
_SWITCH = "POST PUT PATCH"


@route(
    "POST",
    "/v2/heartbeats",
    scope=Scope.WRITE,
    body=schemas.CreateHeartbeat,
    answers={201: answers.HeartbeatAnswer},
    errors=(HeartbeatExists(), TooManyHeartbeats()),
)
@admitted
def create_heartbeat(call: Call, body: schemas.CreateHeartbeat) -> Answer:
    """Make a heartbeat; its first ping is waited for in silence."""
    now = wiring.clock()
    made = wiring.heartbeats().create(heartbeat_of(body, call.caller, now))
    return replace(found(call, heartbeat_wire(made, now)), status=201)


@route("GET", "/v2/heartbeats", scope=Scope.READ, answers={200: answers.HeartbeatList})
@admitted
def list_heartbeats(call: Call) -> Answer:
    """List all heartbeats by name."""
    now = wiring.clock()
    heartbeats = wiring.heartbeats().all(call.customer_id)
    wires = as_many_as_fit(heartbeats, lambda heartbeat: heartbeat_wire(heartbeat, now))
    return found(call, {"heartbeats": wires})


@route(
    "GET",
    "/v2/heartbeats/<heartbeat>",
    scope=Scope.READ,
    answers={200: answers.HeartbeatAnswer},
)
@admitted
def get_heartbeat(call: Call) -> Answer:
    """One heartbeat; `expired` when it was missed."""
    heartbeat = wiring.heartbeats().get(call.customer_id, _name_in(call))
    return found(call, heartbeat_wire(heartbeat, wiring.clock()))


@route(
    "PATCH",
    "/v2/heartbeats/<heartbeat>",
    scope=Scope.WRITE,
    body=schemas.UpdateHeartbeat,
    answers={200: answers.HeartbeatAnswer},
    errors=(HeartbeatChanged(),),
)
@admitted
def update_heartbeat(call: Call, body: schemas.UpdateHeartbeat) -> Answer:
    """Change what is named."""
    heartbeat = wiring.heartbeats().change(
        call.customer_id, _name_in(call), lambda heartbeat: edited(heartbeat, body)
    )
    return found(call, heartbeat_wire(heartbeat, wiring.clock()))


@route(
    "DELETE",
    "/v2/heartbeats/<heartbeat>",
    scope=Scope.WRITE,
    answers={200: shared.Accepted},
    errors=(HeartbeatChanged(),),
)
@admitted
def delete_heartbeat(call: Call) -> Answer:
    """Remove a heartbeat; its alert is closed."""
    wiring.heartbeats().delete(call.customer_id, _name_in(call))
    return _result(call, 200, "Deleted")


@route(
    _SWITCH,
    "/v2/heartbeats/<heartbeat>/enable",
    scope=Scope.WRITE,
    answers={200: answers.SwitchedAnswer},
    errors=(HeartbeatChanged(),),
)
@admitted
def enable_heartbeat(call: Call) -> Answer:
    """Expect pings, from the next one on."""
    return _switched(call, enabled=True)


@route(
    _SWITCH,
    "/v2/heartbeats/<heartbeat>/disable",
    scope=Scope.WRITE,
    answers={200: answers.SwitchedAnswer},
    errors=(HeartbeatChanged(),),
)
@admitted
def disable_heartbeat(call: Call) -> Answer:
    """Expect no pings; its alert is closed."""
    return _switched(call, enabled=False)


@route(
    "GET POST PUT PATCH",
    "/v2/heartbeats/<heartbeat>/ping",
    scope=Scope.WRITE,
    answers={202: shared.Accepted},
)
def ping_heartbeat(call: Call) -> Answer:
    """Say that all is well; said of what is not there, it opens an alert about that.

    Never throttled: a ping that is held back would be a heartbeat that is missed.
    """
    name = _name_in(call)
    try:
        wiring.heartbeats().ping(call.customer_id, name)
    except HeartbeatNotFound:
        _warn_of_unknown(call.customer_id, name)
    return _result(call, 202, "PONG - Heartbeat received")


def _warn_of_unknown(customer_id: str, name: str) -> None:
    """A name with a typing error would look healthy for ever."""
    memory = wiring.unknown_heartbeats()
    if is_blank(name) or memory.recall((customer_id, name), _SECONDS_BETWEEN_WARNINGS):
        return
    wiring.heartbeat_faults().unknown(customer_id, name)
    memory.keep((customer_id, name), name)


def _switched(call: Call, *, enabled: bool) -> Answer:
    heartbeat = wiring.heartbeats().change(
        call.customer_id, _name_in(call), lambda heartbeat: replace(heartbeat, enabled=enabled)
    )
    return found(call, switched_wire(heartbeat, wiring.clock()))


def _result(call: Call, status: int, result: str) -> Answer:
    request_id = call.request.request_id
    body = shared.Accepted(result=result, took=TOOK, requestId=request_id)
    return Answer(status, body, headers())


def _name_in(call: Call) -> str:
    return name_of(call.parameters["heartbeat"], MAX_NAME)
