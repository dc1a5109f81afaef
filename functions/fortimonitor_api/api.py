"""The one Api that all resources share, its credential rule, and what every handler asks of it."""

import re
from collections.abc import Callable

from faultbook import wiring
from faultbook.domain import text
from faultbook.domain.customer_settings import CustomerSettings
from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Actor, Fault, Origin
from faultbook.gateway.api import Api, Call
from faultbook.gateway.api_key import presented_key
from faultbook.gateway.http import Answer, Request
from faultbook.secret_store import SecretName
from faultbook.usecases.caller import Caller, Scope
from faultbook.usecases.target import Target
from functions.fortimonitor_api.capability import CapabilitySigner
from functions.fortimonitor_api.errors import (
    CompoundServiceNotFound,
    ServerNotFound,
    error_answer,
)
from functions.fortimonitor_api.links import Links, name_of_id, name_of_user, number_of

_SCHEME = re.compile(r"apikey +([^ ,]+)", re.IGNORECASE)


def authorization_header(request: Request) -> str | None:
    """`Authorization: ApiKey <key>`; another scheme is an empty key."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    found = _SCHEME.fullmatch(header)
    return found[1] if found else ""


def query_parameter(request: Request) -> str | None:
    """`?api_key=<key>`; a repeated one is an empty key."""
    value = request.query.get("api_key")
    return value if value is None or isinstance(value, str) else ""


def authenticate(request: Request) -> Caller:
    """The key in the header or in the query, one of them.

    Raises NotAuthenticated, NotPermitted for an address that is not on the key's list, Unavailable.
    """
    key = presented_key(request, (authorization_header, query_parameter))
    authenticator = wiring.api_key_authenticator()
    return authenticator.authenticate(key, request.source_ip, api=Origin.FORTIMONITOR)


api = Api(
    "fortimonitor",
    authenticate,
    wiring.admit,
    error_answer,
    any_media_type=True,
    ignores_unknown_query=True,
    slashed_parameters=frozenset({"server_id", "compound_service_id"}),
)


def actor_of(call: Call) -> Actor:
    return call.caller.actor(Origin.FORTIMONITOR)


def target_of(call: Call, who: str | None = None) -> Target:
    """`who` does it, as the request says. Raises FaultNotFound for what is no outage's id."""
    return _target(call.caller, _number_in(call), who)


def public_target_of(call: Call, who: str | None = None) -> Target:
    """For whoever holds the outage's `hash`. Raises FaultNotFound, TooManyRequests, Unavailable."""
    signer = _capability_signer(wiring.latest_customer_settings)
    customer_id, number = signer.read(call.parameters["hash"])
    holder = Caller(customer_id, "outage-link", frozenset({Scope.WRITE}))
    wiring.admit(holder)
    return _target(holder, number, who)


def outage_in(call: Call) -> Fault:
    """Raises FaultNotFound."""
    return wiring.faults().get(call.customer_id, _number_in(call))


def check_server(customer_id: str, name: str) -> None:
    """Raises ServerNotFound for what is not one of those that a customer named."""
    if not wiring.customer_settings(customer_id).knows_server(text.segment_of(name)):
        raise ServerNotFound


def server_in(call: Call) -> str:
    """The server's name. Raises ServerNotFound."""
    name = text.name_of(name_of_id(call.parameters["server_id"]))
    if text.is_blank(name):
        raise ServerNotFound
    check_server(call.customer_id, name)
    return name


def compound_service_in(call: Call) -> str:
    """Its name; any is one but one of blanks. Raises CompoundServiceNotFound."""
    name = text.name_of(name_of_id(call.parameters["compound_service_id"]))
    if text.is_blank(name):
        raise CompoundServiceNotFound
    return name


def links_of(request: Request) -> Links:
    return Links(wiring.public_url(request), _hash_of)


def made(location: str, new_id: int) -> Answer:
    """As observed: 201, an empty body of type JSON, and where the new resource is."""
    return Answer(201, "", {"Location": location, "Id": str(new_id)})


def _target(caller: Caller, number: int, who: str | None) -> Target:
    name = name_of_user(who, caller.subject) if who else ""
    return Target(caller.customer_id, number, caller.actor(Origin.FORTIMONITOR, name))


def _number_in(call: Call) -> int:
    number = number_of(call.parameters["outage_id"])
    if number is None:
        raise FaultNotFound
    return number


def _hash_of(fault: Fault) -> str:
    return _capability_signer(wiring.customer_settings).write(fault)


def _capability_signer(settings_of: Callable[[str], CustomerSettings]) -> CapabilitySigner:
    secret = wiring.secrets().get(SecretName.OUTAGE_LINK)
    return CapabilitySigner(
        secret, wiring.clock, lambda customer_id: settings_of(customer_id).links_revoked_at
    )
