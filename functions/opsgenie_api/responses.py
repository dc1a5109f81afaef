"""How every answer of this API looks, and what an action on an alert becomes."""

from collections.abc import Callable
from typing import Any

from faultbook import wiring
from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Fault
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.secret_store import SecretName
from faultbook.usecases.target import Target
from functions.opsgenie_api import answers
from functions.opsgenie_api.api import alert_in, target_of
from functions.opsgenie_api.errors import TOOK, headers
from functions.opsgenie_api.request_status import Action, Outcome, Processed, request_id_of
from functions.opsgenie_api.schemas import Identified

_PROCESSED = "Request will be processed"


def found(call: Call, data: Any, **more: Any) -> Answer:
    body = {"data": data, **more, "took": TOOK, "requestId": call.request.request_id}
    return Answer(200, body, headers())


def accepted(call: Call, action: Action, number: int, outcome: Outcome = Outcome.DONE) -> Answer:
    processed = Processed(number, action, outcome, wiring.clock())
    request_id = request_id_of(processed, call.customer_id, secret())
    body = answers.Accepted(result=_PROCESSED, took=TOOK, requestId=request_id)
    return Answer(202, body, headers() | {"X-Request-Id": request_id})


def acted(
    call: Call,
    query: Identified,
    action: Action,
    act: Callable[[Target, Fault], Outcome | None],
) -> Answer:
    """202 also where there is no such alert: how it went is asked for by the request's id."""
    try:
        fault = alert_in(call, query)
        outcome = act(target_of(call, fault), fault) or Outcome.DONE
    except FaultNotFound:
        return accepted(call, action, 0, Outcome.NO_ALERT)
    return accepted(call, action, fault.number, outcome)


def secret() -> bytes:
    return wiring.secrets().get(SecretName.CURSOR)
