"""What mails link to: changes of one outage for whoever holds its hash, without a credential."""

from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from functions.fortimonitor_api import answers, schemas
from functions.fortimonitor_api.api import api, public_target_of
from functions.fortimonitor_api.errors import OutageIsOver
from functions.fortimonitor_api.links import BASE
from functions.fortimonitor_api.outage_changes import (
    acknowledge,
    delay,
    done,
    escalate,
    seconds_in,
)

_PUBLIC = f"{BASE}/public/outage/<hash>"


@api.route(
    "PUT",
    f"{_PUBLIC}/acknowledge",
    scope=None,
    body=schemas.Acknowledge,
    answers={204: None},
    errors=(OutageIsOver(),),
)
def put_public_acknowledge(call: Call, body: schemas.Acknowledge) -> Answer:
    """Acknowledge with the outage's hash instead of a credential."""
    acknowledge(public_target_of(call), body)
    return Answer(204)


@api.route(
    "GET",
    f"{_PUBLIC}/acknowledge",
    scope=None,
    query=schemas.AcknowledgeQuery,
    answers={200: answers.Done},
    errors=(OutageIsOver(),),
)
def get_public_acknowledge(call: Call, query: schemas.AcknowledgeQuery) -> Answer:
    """Acknowledge with the outage's hash instead of a credential, as a link."""
    acknowledge(public_target_of(call), query)
    return done()


@api.route("PUT", f"{_PUBLIC}/escalate", scope=None, body=schemas.GiveWho, answers={204: None})
def put_public_escalate(call: Call, body: schemas.GiveWho) -> Answer:
    """Escalate with the outage's hash instead of a credential."""
    del body  # nobody vouches for who it is
    escalate(public_target_of(call))
    return Answer(204)


@api.route(
    "GET",
    f"{_PUBLIC}/escalate",
    scope=None,
    query=schemas.GiveWhoQuery,
    answers={200: answers.Done},
)
def get_public_escalate(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """Escalate with the outage's hash instead of a credential, as a link."""
    del query  # nobody vouches for who it is
    escalate(public_target_of(call))
    return done()


@api.route(
    "PUT",
    f"{_PUBLIC}/delay/<delay_in_seconds>",
    scope=None,
    body=schemas.GiveWho,
    answers={204: None},
)
def put_public_delay(call: Call, body: schemas.GiveWho) -> Answer:
    """Delay alerts with the outage's hash instead of a credential."""
    del body  # nobody vouches for who it is
    delay(public_target_of(call), seconds_in(call))
    return Answer(204)


@api.route(
    "GET",
    f"{_PUBLIC}/delay/<delay_in_seconds>",
    scope=None,
    query=schemas.GiveWhoQuery,
    answers={200: answers.Done},
)
def get_public_delay(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """Delay alerts with the outage's hash instead of a credential, as a link."""
    del query  # nobody vouches for who it is
    delay(public_target_of(call), seconds_in(call))
    return done()
