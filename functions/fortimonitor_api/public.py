"""What mails link to: changes of one outage for whoever holds its hash, without a credential."""

from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from functions.fortimonitor_api import answer_schemas, changes, schemas
from functions.fortimonitor_api.api import api, with_hash

_PUBLIC = "/v2/public/outage/<hash>"


@api.route(
    "PUT",
    f"{_PUBLIC}/acknowledge",
    scope=None,
    body=schemas.Acknowledge,
    answers={204: None},
    errors=(changes.OVER,),
)
def put_public_acknowledge(call: Call, body: schemas.Acknowledge) -> Answer:
    """Acknowledge with the outage's hash instead of a credential."""
    changes.acknowledge(with_hash(call), body)
    return Answer(204)


@api.route(
    "GET",
    f"{_PUBLIC}/acknowledge",
    scope=None,
    query=schemas.AcknowledgeQuery,
    answers={200: answer_schemas.Done},
    errors=(changes.OVER,),
)
def get_public_acknowledge(call: Call, query: schemas.AcknowledgeQuery) -> Answer:
    """Acknowledge with the outage's hash instead of a credential, as a link."""
    changes.acknowledge(with_hash(call), query)
    return changes.done()


@api.route("PUT", f"{_PUBLIC}/escalate", scope=None, body=schemas.GiveWho, answers={204: None})
def put_public_escalate(call: Call, body: schemas.GiveWho) -> Answer:
    """Escalate with the outage's hash instead of a credential."""
    return changes.escalate(with_hash(call), body)


@api.route(
    "GET",
    f"{_PUBLIC}/escalate",
    scope=None,
    query=schemas.GiveWhoQuery,
    answers={200: answer_schemas.Done},
)
def get_public_escalate(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """Escalate with the outage's hash instead of a credential, as a link."""
    return changes.get_escalate(with_hash(call), query)


@api.route(
    "PUT",
    f"{_PUBLIC}/delay/<delay_in_seconds>",
    scope=None,
    body=schemas.GiveWho,
    answers={204: None},
)
def put_public_delay(call: Call, body: schemas.GiveWho) -> Answer:
    """Delay alerts with the outage's hash instead of a credential."""
    return changes.delay(with_hash(call), body)


@api.route(
    "GET",
    f"{_PUBLIC}/delay/<delay_in_seconds>",
    scope=None,
    query=schemas.GiveWhoQuery,
    answers={200: answer_schemas.Done},
)
def get_public_delay(call: Call, query: schemas.GiveWhoQuery) -> Answer:
    """Delay alerts with the outage's hash instead of a credential, as a link."""
    return changes.get_delay(with_hash(call), query)
