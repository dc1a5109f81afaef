"""The one Api of all webhooks, and who may call it.

It is the routes that ask for quota: what is over passes also where a customer is over it.
"""

from faultbook import wiring
from faultbook.domain.fault import Actor, Origin
from faultbook.gateway import lenient_json
from faultbook.gateway.api import Api, Call
from faultbook.gateway.api_key import basic_key, bearer_key, presented_key, query_key
from faultbook.gateway.http import Request
from faultbook.usecases.caller import Caller
from functions.webhooks.errors import error_answer


def authenticate(request: Request) -> Caller:
    """A key as a bearer token, as the password of any user, or in the address as `?key=`.

    Raises NotAuthenticated, NotPermitted for an address that is not on the key's list, Unavailable.
    """
    key = presented_key(request, (bearer_key, basic_key, query_key))
    keys = wiring.api_key_authenticator()
    return keys.authenticate(key, request.source_ip, api=Origin.WEBHOOKS)


def admit_later(_: Caller) -> None:
    """A route admits what opens, and nothing that ends."""


api = Api(
    "webhooks",
    authenticate,
    admit_later,
    error_answer,
    any_media_type=True,
    ignores_unknown_query=True,
    read_json=lenient_json.parse,
)


def actor_of(call: Call) -> Actor:
    return call.caller.actor(Origin.WEBHOOKS)
