"""The one Api that the resources share, who may call it, and which alert a request means."""

from collections.abc import Callable
from functools import partial, wraps

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Actor, Fault, Origin
from faultbook.gateway.api import Call, Handler
from faultbook.gateway.api_key import genie_key, presented_key
from faultbook.gateway.http import Answer, Request
from faultbook.gateway.sender_api import sender_api
from faultbook.usecases.caller import Caller
from faultbook.usecases.target import Target
from functions.opsgenie_api import translate
from functions.opsgenie_api.errors import error_answer
from functions.opsgenie_api.schemas import Identified


def authenticate(request: Request) -> Caller:
    """`Authorization: GenieKey <key>`.

    Raises NotAuthenticated, NotPermitted for an address that is not on the key's list, Unavailable.
    """
    key = presented_key(request, (genie_key,))
    keys = wiring.api_key_authenticator()
    return keys.authenticate(key, request.source_ip, api=Origin.OPSGENIE)


api = sender_api(
    "opsgenie", authenticate, error_answer, slashed_parameters=frozenset({"identifier"})
)


def admitted(handler: Handler) -> Handler:
    """Within the customer's quota. Raises TooManyRequests."""

    @wraps(handler)
    def within_quota(call: Call, **given: object) -> Answer:
        wiring.admit(call.caller)
        return handler(call, **given)

    return within_quota


def actor_of(call: Call) -> Actor:
    """The key: anybody may write anything into `user`."""
    return call.caller.actor(Origin.OPSGENIE)


def target_of(call: Call, fault: Fault) -> Target:
    return Target(call.customer_id, fault.number, actor_of(call))


def alert_in(call: Call, query: Identified) -> Fault:
    """Raises FaultNotFound."""
    number = _NUMBERS[query.identifier_type](call.customer_id, call.parameters["identifier"])
    if number is None:
        raise FaultNotFound
    return wiring.faults().get(call.customer_id, number)


def number_of_alias(customer_id: str, alias: str) -> int | None:
    """Of the alert that was last created under it; one without an alias has its id for one."""
    key = translate.deduplication_key(alias)
    number = wiring.reports().reported(customer_id, key)
    return identifiers.number_of_fault_id(customer_id, alias) if number is None else number


def _number_of_tiny_id(_customer_id: str, tiny_id: str) -> int | None:
    is_number = tiny_id.isascii() and tiny_id.isdigit() and len(tiny_id) <= _MAX_DIGITS
    return int(tiny_id) if is_number else None


_MAX_DIGITS = 16  # of 53 bits
_NUMBERS: dict[str, Callable[[str, str], int | None]] = {
    "id": identifiers.number_of_fault_id,
    "tiny": _number_of_tiny_id,
    "alias": number_of_alias,
}


route = partial(api.route, answer_headers=("X-Response-Time", "X-RateLimit-State"))
