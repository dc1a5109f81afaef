"""The one Api that the route modules share, and what every handler asks of it."""

import re

from faultbook import wiring
from faultbook.domain.errors import FaultNotFound, NotFound
from faultbook.domain.fault import Actor, Fault, Origin
from faultbook.gateway.api import Api, Call
from faultbook.gateway.http import Answer, Request
from faultbook.secret_store import SecretName
from faultbook.usecases.caller import Caller, Scope
from functions.fortimonitor_api import outage_hash
from functions.fortimonitor_api.errors import error_answer
from functions.fortimonitor_api.links import Links, number_of

api = Api(
    "fortimonitor",
    wiring.authenticate_fortimonitor,
    wiring.admit,
    error_answer,
    any_media_type=True,
    ignores_unknown_query=True,
)
NO_SUCH_SERVER = NotFound("There is no such server.")
NO_SUCH_SERVICE = NotFound("There is no such compound service.")
_NAME = re.compile(r'[!-"$-.0-{}~]{1,255}')


def links_of(request: Request) -> Links:
    return Links(wiring.public_url(request), _hash_of)


def actor_of(caller: Caller) -> Actor:
    return caller.actor(Origin.FORTIMONITOR)


def number_in(call: Call) -> int:
    """Raises FaultNotFound for whatever is not an id of an outage."""
    number = number_of(call.parameters["outage_id"])
    if number is None:
        raise FaultNotFound
    return number


def outage_in(call: Call) -> Fault:
    """Raises FaultNotFound."""
    return wiring.fault_store().get(call.customer_id, number_in(call))


def with_hash(call: Call) -> Call:
    """The call as made by whoever holds the link. Raises FaultNotFound, TooManyRequests."""
    found = outage_hash.read(call.parameters["hash"], _secret())
    if found is None:
        raise FaultNotFound
    customer_id, number = found
    caller = Caller(customer_id, "outage-link", frozenset({Scope.WRITE}))
    wiring.admit(caller)
    return Call(caller, dict(call.parameters) | {"outage_id": str(number)}, call.request)


def check_server(customer_id: str, name: str) -> None:
    """Raises NotFound for what cannot be a server, or is not one of those that a customer named."""
    if not _NAME.fullmatch(name) or not wiring.customer_settings(customer_id).knows_server(name):
        raise NO_SUCH_SERVER


def server_in(call: Call) -> str:
    """Raises NotFound."""
    name = call.parameters["server_id"]
    check_server(call.customer_id, name)
    return name


def compound_service_in(call: Call) -> str:
    """Raises NotFound for what cannot be one; any name can."""
    name = call.parameters["compound_service_id"]
    if not _NAME.fullmatch(name):
        raise NO_SUCH_SERVICE
    return name


def made(location: str, new_id: int) -> Answer:
    """As observed: 201, an empty body of type JSON, and where the new resource is."""
    return Answer(201, "", {"Location": location, "Id": str(new_id)})


def _hash_of(customer_id: str, number: int) -> str:
    return outage_hash.write(customer_id, number, _secret())


def _secret() -> bytes:
    return wiring.secrets().get(SecretName.TOKEN)
