"""The one Api that the resources share, who may call it, and what every handler asks of it."""

from dataclasses import replace

from faultbook import wiring
from faultbook.domain.errors import FaultNotFound, HostNotFound
from faultbook.domain.fault import Actor, Fault, Origin
from faultbook.gateway.api import Api, Call
from faultbook.gateway.api_key import presented_key, x_api_key_header
from faultbook.gateway.http import Request
from faultbook.usecases.caller import Caller, Scope
from faultbook.usecases.target import Target
from functions.mackerel_api import identifiers
from functions.mackerel_api.errors import error_answer


def authenticate(request: Request) -> Caller:
    """`X-Api-Key: <key>`; a key that writes must be one that reads, as Mackerel has it.

    Raises NotAuthenticated, NotPermitted for an address that is not on the key's list, Unavailable.
    """
    key = presented_key(request, (x_api_key_header,))
    keys = wiring.api_key_authenticator()
    caller = keys.authenticate(key, request.source_ip, api=Origin.MACKEREL)
    return caller if Scope.READ in caller.scopes else replace(caller, scopes=frozenset())


api = Api(
    "mackerel",
    authenticate,
    wiring.admit,
    error_answer,
    any_media_type=True,
    ignores_unknown_query=True,
)


def actor_of(call: Call) -> Actor:
    return call.caller.actor(Origin.MACKEREL)


def number_in(call: Call) -> int:
    """Raises FaultNotFound for whatever is no alert's id."""
    number = identifiers.number_of_alert_id(call.parameters["alert_id"])
    if number is None:
        raise FaultNotFound
    return number


def host_id_in(call: Call) -> str:
    """Raises HostNotFound for whatever is no host's id."""
    host_id = call.parameters["host_id"]
    if not identifiers.is_host_id(host_id):
        raise HostNotFound
    return host_id


def target_of(call: Call) -> Target:
    """Raises FaultNotFound."""
    return Target(call.customer_id, number_in(call), actor_of(call))


def alert_in(call: Call) -> Fault:
    """Raises FaultNotFound."""
    return wiring.faults().get(call.customer_id, number_in(call))
