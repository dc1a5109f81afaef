"""The native API: heartbeats, of which a ping that does not come is a fault."""

from typing import TYPE_CHECKING, Any

from faultbook import wiring
from faultbook.domain.errors import (
    HeartbeatChanged,
    HeartbeatExists,
    TooManyHeartbeats,
)
from faultbook.domain.heartbeat import MAX_NAME
from faultbook.domain.text import name_of
from faultbook.gateway.answer_size import as_many_as_fit
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fault_api import heartbeats_answers as answers
from functions.fault_api import heartbeats_schemas as schemas
from functions.fault_api.api import make_api
from functions.fault_api.heartbeats_translate import edited, heartbeat_of, heartbeat_wire

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

api = make_api()
wiring.prepare(wiring.heartbeats)


@api.route(
    "POST",
    "/heartbeats",
    scope=Scope.WRITE,
    body=schemas.MakeHeartbeat,
    answers={201: answers.Heartbeat},
    errors=(HeartbeatExists(), TooManyHeartbeats()),
)
def create_heartbeat(call: Call, body: schemas.MakeHeartbeat) -> Answer:
    """Make a heartbeat. It waits in silence for its first ping, and from then on expects the next.

    It is missed when its interval and its grace are over, which is seen within a minute.
    """
    now = wiring.clock()
    made = heartbeat_of(body, call.customer_id, call.caller.subject, now)
    return Answer(201, heartbeat_wire(wiring.heartbeats().create(made), now))


@api.route("GET", "/heartbeats", scope=Scope.READ, answers={200: answers.HeartbeatList})
def list_heartbeats(call: Call) -> Answer:
    """List all heartbeats by name."""
    now = wiring.clock()
    heartbeats = wiring.heartbeats().all(call.customer_id)
    listed: answers.HeartbeatList = {
        "data": as_many_as_fit(heartbeats, lambda one: heartbeat_wire(one, now))
    }
    return Answer(200, listed)


@api.route("GET", "/heartbeats/<heartbeat>", scope=Scope.READ, answers={200: answers.Heartbeat})
def get_heartbeat(call: Call) -> Answer:
    """A heartbeat, and whether its pings come."""
    found = wiring.heartbeats().get(call.customer_id, _name_in(call))
    return Answer(200, heartbeat_wire(found, wiring.clock()))


@api.route(
    "PATCH",
    "/heartbeats/<heartbeat>",
    scope=Scope.WRITE,
    body=schemas.ChangeHeartbeat,
    answers={200: answers.Heartbeat},
    errors=(HeartbeatChanged(),),
)
def change_heartbeat(call: Call, body: schemas.ChangeHeartbeat) -> Answer:
    """Change what is named. One that is not enabled has no fault; enabled, it waits for a ping."""
    changed = wiring.heartbeats().change(
        call.customer_id, _name_in(call), lambda one: edited(one, body)
    )
    return Answer(200, heartbeat_wire(changed, wiring.clock()))


@api.route(
    "DELETE",
    "/heartbeats/<heartbeat>",
    scope=Scope.WRITE,
    answers={204: None},
    errors=(HeartbeatChanged(),),
)
def delete_heartbeat(call: Call) -> Answer:
    """Remove a heartbeat; its fault is resolved."""
    wiring.heartbeats().delete(call.customer_id, _name_in(call))
    return Answer(204)


@api.route("POST", "/heartbeats/<heartbeat>/ping", scope=Scope.WRITE, answers={204: None})
def ping_heartbeat(call: Call) -> Answer:
    """Say that all is well. The fault of one that was missed is resolved at once."""
    wiring.heartbeats().ping(call.customer_id, _name_in(call))
    return Answer(204)


def lambda_handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    return api.handle(event)


def _name_in(call: Call) -> str:
    return name_of(call.parameters["heartbeat"], MAX_NAME)
