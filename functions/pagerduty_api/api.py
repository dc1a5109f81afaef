"""The Api that events and change events share, and its authentication.

The credential is a member of the body, so the body is read before the caller is known. The routes
check the quota: what resolves or acknowledges is taken even when a customer is over it.
"""

from typing import Any

from faultbook import wiring
from faultbook.domain.errors import InvalidRequest, NotAuthenticated, TooLarge
from faultbook.domain.fault import Actor, Origin
from faultbook.gateway import lenient_json
from faultbook.gateway.api import Call
from faultbook.gateway.http import Request
from faultbook.gateway.sender_api import sender_api
from faultbook.usecases.caller import Caller
from functions.pagerduty_api.errors import error_answer

MAX_EVENT = 524_288  # bytes; PagerDuty's own bound, which Alertmanager and Grafana keep to


def authenticate(request: Request) -> Caller:
    """The `routing_key` of the event.

    Raises MalformedBody, TooLarge, InvalidRequest for what is no object, NotAuthenticated,
    NotPermitted for an address that is not on the key's list, or Unavailable.
    """
    key = _event_in(request).get("routing_key")
    if not isinstance(key, str):
        raise NotAuthenticated
    keys = wiring.api_key_authenticator()
    return keys.authenticate(key.strip(), request.source_ip, api=Origin.PAGERDUTY)


api = sender_api("pagerduty", authenticate, error_answer)


def actor_of(call: Call) -> Actor:
    return call.caller.actor(Origin.PAGERDUTY)


def _event_in(request: Request) -> dict[str, Any]:
    if request.malformed:
        raise request.malformed
    if len(request.body) > MAX_EVENT:
        raise TooLarge(MAX_EVENT)
    event = lenient_json.parse(request.body)
    if not isinstance(event, dict):
        raise InvalidRequest("An event is an object.")
    return event
