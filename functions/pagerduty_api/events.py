"""Events: what is wrong, that somebody has seen it, and that it is over."""

from contextlib import suppress

from faultbook import wiring
from faultbook.domain.errors import FaultNotFound, InvalidRequest
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.gateway.validation import INVALID
from faultbook.usecases.caller import Scope
from faultbook.usecases.target import Target
from functions.pagerduty_api import answers, schemas, translate
from functions.pagerduty_api.api import MAX_EVENT, actor_of, api


@api.route(
    "POST",
    "/v2/enqueue",
    scope=Scope.WRITE,
    body=schemas.Event,
    answers={202: answers.Accepted},
    max_body=MAX_EVENT,
)
def enqueue(call: Call, body: schemas.Event) -> Answer:
    """Open a fault or count it once more, acknowledge it, or resolve it.

    What acknowledges or resolves is accepted also where nothing is open under its key: after a
    restart senders resolve what they have never triggered.
    """
    if body.event_action == "trigger":
        return _trigger(call, body)
    if not body.dedup_key:
        raise InvalidRequest(INVALID, {"dedup_key": ["Field required"]})
    key = translate.deduplication_key(call.caller, body.dedup_key)
    if body.event_action == "acknowledge":
        _acknowledge(call, key)
    else:
        wiring.reports().resolve_reported(
            call.customer_id, key, actor_of(call), at=wiring.clock(), reason=_REASON
        )
    return Answer(202, translate.accepted_wire(body.dedup_key))


def _trigger(call: Call, event: schemas.Event) -> Answer:
    if event.payload is None:
        raise InvalidRequest(INVALID, {"payload": ["Field required"]})
    wiring.admit(call.caller)
    named = event.model_copy(update={"dedup_key": event.dedup_key or translate.drawn_dedup_key()})
    report = translate.report_of(named, event.payload, call.caller, wiring.clock())
    wiring.reports().report(call.customer_id, report, actor_of(call), follow=True)
    return Answer(202, translate.accepted_wire(named.dedup_key))


def _acknowledge(call: Call, key: str) -> None:
    number = wiring.reports().reported(call.customer_id, key)
    if number is None:
        return
    with suppress(FaultNotFound):
        wiring.changes().acknowledge(Target(call.customer_id, number, actor_of(call)))


_REASON = "The sender says that it is over."
