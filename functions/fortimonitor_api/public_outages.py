"""What mails link to: changes of one outage for whoever holds its hash, without a credential.

PUT is the vendor's. His GET does the same; here it answers with a page whose button sends POST. A
page says nothing of the outage but its number: whoever holds the hash may change it, not read.
"""

from functools import partial

from faultbook import wiring
from faultbook.gateway.api import Call
from faultbook.gateway.button_page import HEADERS, button_page
from faultbook.gateway.http import Answer
from faultbook.usecases.target import Target
from functions.fortimonitor_api import schemas
from functions.fortimonitor_api.api import api, public_target_of
from functions.fortimonitor_api.errors import OutageIsOver
from functions.fortimonitor_api.links import BASE
from functions.fortimonitor_api.outage_changes import (
    acknowledge,
    delay,
    escalate,
    seconds_in,
)
from functions.fortimonitor_api.outage_log_translate import delay_text

_ACKNOWLEDGE = f"{BASE}/public/outage/<hash>/acknowledge"
_ESCALATE = f"{BASE}/public/outage/<hash>/escalate"
_DELAY = f"{BASE}/public/outage/<hash>/delay/<delay_in_seconds>"
_as_page = partial(api.route, scope=None, answers={200: str}, answer_headers=tuple(HEADERS))


@api.route(
    "PUT",
    _ACKNOWLEDGE,
    scope=None,
    body=schemas.Acknowledge,
    answers={204: None},
    errors=(OutageIsOver(),),
)
def put_public_acknowledge(call: Call, body: schemas.Acknowledge) -> Answer:
    """Acknowledge with the outage's hash instead of a credential."""
    acknowledge(public_target_of(call, body.who), body)
    return Answer(204)


@_as_page("GET", _ACKNOWLEDGE, query=schemas.AcknowledgeQuery, errors=(OutageIsOver(),))
def get_public_acknowledge(call: Call, query: schemas.AcknowledgeQuery) -> Answer:
    """A page with a button that acknowledges."""
    del query  # the page's form sends it on
    target = public_target_of(call)
    fault = wiring.faults().get(target.customer_id, target.number)
    if not fault.is_open and not fault.acknowledgement:
        raise OutageIsOver
    return button_page(f"Acknowledge outage {target.number}?", button="Acknowledge")


@_as_page("POST", _ACKNOWLEDGE, query=schemas.AcknowledgeQuery, errors=(OutageIsOver(),))
def post_public_acknowledge(call: Call, query: schemas.AcknowledgeQuery) -> Answer:
    """What the page's button sends."""
    target = public_target_of(call, query.who)
    acknowledge(target, query)
    return button_page(f"Outage {target.number} is acknowledged.")


@api.route("PUT", _ESCALATE, scope=None, body=schemas.GiveWho, answers={204: None})
def put_public_escalate(call: Call, body: schemas.GiveWho) -> Answer:
    """Escalate with the outage's hash instead of a credential."""
    escalate(public_target_of(call, body.who))
    return Answer(204)


@_as_page("GET", _ESCALATE, query=schemas.GiveWhoQuery)
def get_public_escalate(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """A page with a button that escalates."""
    del query  # the page's form sends it on
    target = _existing(public_target_of(call))
    return button_page(f"Escalate outage {target.number}?", button="Escalate")


@_as_page("POST", _ESCALATE, query=schemas.GiveWhoQuery)
def post_public_escalate(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """What the page's button sends."""
    target = public_target_of(call, query.who)
    escalate(target)
    return button_page(f"Outage {target.number} is escalated.")


@api.route("PUT", _DELAY, scope=None, body=schemas.GiveWho, answers={204: None})
def put_public_delay(call: Call, body: schemas.GiveWho) -> Answer:
    """Delay alerts with the outage's hash instead of a credential."""
    delay(public_target_of(call, body.who), seconds_in(call))
    return Answer(204)


@_as_page("GET", _DELAY, query=schemas.GiveWhoQuery)
def get_public_delay(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """A page with a button that delays alerts."""
    del query  # the page's form sends it on
    target = _existing(public_target_of(call))
    span = delay_text(seconds_in(call))
    return button_page(f"Delay alerts of outage {target.number}: {span}?", button="Delay")


@_as_page("POST", _DELAY, query=schemas.GiveWhoQuery)
def post_public_delay(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """What the page's button sends."""
    target, seconds = public_target_of(call, query.who), seconds_in(call)
    delay(target, seconds)
    return button_page(f"Alerts of outage {target.number} are delayed: {delay_text(seconds)}.")


def _existing(target: Target) -> Target:
    """Raises FaultNotFound."""
    wiring.faults().get(target.customer_id, target.number)
    return target
