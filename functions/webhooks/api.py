"""The one Api of all webhooks, and who may call it.

It is the routes that ask for quota: what is over passes also where a customer is over it.
"""

from faultbook import wiring
from faultbook.domain.fault import Actor, Origin
from faultbook.gateway.api import Call
from faultbook.gateway.api_key import basic_key, bearer_key, presented_key, query_key
from faultbook.gateway.http import Request
from faultbook.gateway.sender_api import sender_api
from faultbook.usecases.caller import Caller
from functions.webhooks.errors import error_answer

CLOUDWATCH = "/webhooks/cloudwatch"


def authenticate(request: Request) -> Caller:
    """A key as a bearer token, as the password of any user, or in the address as `?key=`.

    A key that names topics of SNS is good for their messages and for nothing else.

    Raises NotAuthenticated, NotPermitted for an address that is not on the key's list, Unavailable.
    """
    key = presented_key(request, (bearer_key, basic_key, query_key))
    keys = wiring.api_key_authenticator()
    return keys.authenticate(
        key, request.source_ip, api=Origin.WEBHOOKS, of_topics=request.path == CLOUDWATCH
    )


api = sender_api("webhooks", authenticate, error_answer)


def actor_of(call: Call) -> Actor:
    return call.caller.actor(Origin.WEBHOOKS)
