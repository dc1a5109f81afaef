"""The Api that the resources share, and its authentication.

The routes themselves check the quota: resolved alerts are taken even when a customer is over it.
"""

from faultbook import wiring
from faultbook.domain.fault import Actor, Origin
from faultbook.gateway.api import Call
from faultbook.gateway.api_key import basic_key, bearer_key, presented_key, x_api_key_header
from faultbook.gateway.http import Request
from faultbook.gateway.sender_api import sender_api
from faultbook.usecases.caller import Caller
from functions.alertmanager_api.errors import error_answer


def authenticate(request: Request) -> Caller:
    """A key as a bearer token, as the password of any user, or in `X-Api-Key`.

    Raises NotAuthenticated, NotPermitted for an address that is not on the key's list, Unavailable.
    """
    key = presented_key(request, (bearer_key, basic_key, x_api_key_header))
    keys = wiring.api_key_authenticator()
    return keys.authenticate(key, request.source_ip, api=Origin.ALERTMANAGER)


api = sender_api("alertmanager", authenticate, error_answer)


def actor_of(call: Call) -> Actor:
    return call.caller.actor(Origin.ALERTMANAGER)
