"""The one Api that the resources share, and who may call it.

It is the routes that ask for quota: an alert that is over passes also where a customer is over it.
"""

from faultbook import wiring
from faultbook.domain.fault import Actor, Origin
from faultbook.gateway import lenient_json
from faultbook.gateway.api import Api, Call
from faultbook.gateway.api_key import basic_key, bearer_key, presented_key, x_api_key_header
from faultbook.gateway.http import Request
from faultbook.usecases.caller import Caller
from functions.alertmanager_api.errors import error_answer


def authenticate(request: Request) -> Caller:
    """A key as a bearer token, as the password of any user, or in `X-Api-Key`.

    Raises NotAuthenticated, NotPermitted for an address that is not on the key's list, Unavailable.
    """
    key = presented_key(request, (bearer_key, basic_key, x_api_key_header))
    keys = wiring.api_key_authenticator()
    return keys.authenticate(key, request.source_ip, api=Origin.ALERTMANAGER)


def admit_later(_: Caller) -> None:
    """A route admits what opens or reads, and nothing that ends."""


api = Api(
    "alertmanager",
    authenticate,
    admit_later,
    error_answer,
    any_media_type=True,
    ignores_unknown_query=True,
    read_json=lenient_json.parse,
)


def actor_of(call: Call) -> Actor:
    return call.caller.actor(Origin.ALERTMANAGER)
