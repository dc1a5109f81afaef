"""Change events: what was deployed or changed, kept beside the faults of its place."""

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.pagerduty_api import answers, schemas, translate
from functions.pagerduty_api.api import MAX_EVENT, api


@api.route(
    "POST",
    "/v2/change/enqueue",
    scope=Scope.WRITE,
    body=schemas.ChangeEvent,
    answers={202: answers.ChangeAccepted},
    max_body=MAX_EVENT,
)
def enqueue_change(call: Call, body: schemas.ChangeEvent) -> Answer:
    """Keep for 90 days what was changed; it opens no fault."""
    wiring.admit(call.caller)
    now = wiring.clock()
    event = translate.change_event_of(body, call.caller, identifiers.draw_number(now), now)
    wiring.stores.change_event_store().put(call.customer_id, event)
    return Answer(202, translate.change_accepted_wire())
