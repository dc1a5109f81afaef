"""What messages to people link to: a page whose button acknowledges, without a sign-in."""

from functools import partial

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.domain.errors import FaultNotFound, Unavailable
from faultbook.domain.fault import Fault, Origin
from faultbook.gateway import acknowledge_link
from faultbook.gateway.api import Call
from faultbook.gateway.button_page import HEADERS, button_page
from faultbook.gateway.errors import TooManyRequests
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Caller, Scope
from faultbook.usecases.target import Target
from functions.fault_api.api import administration as api

_as_page = partial(
    api.route,
    scope=None,
    answers={200: str},
    answer_headers=tuple(HEADERS),
    errors=(TooManyRequests(1), Unavailable()),
)
_PATH = "/endpoints/<endpoint_id>/acknowledge/<link>"


@_as_page("GET", _PATH)
def get_acknowledge_page(call: Call) -> Answer:
    """A page with a button that acknowledges the fault; the link holds for seven days."""
    target = _target(call)
    return _page(wiring.faults().get(target.customer_id, target.number))


@_as_page("POST", _PATH)
def acknowledge_by_link(call: Call) -> Answer:
    """What the page's button sends."""
    return _page(wiring.changes().acknowledge(_target(call)))


def _target(call: Call) -> Target:
    """Raises FaultNotFound for a link that does not hold, TooManyRequests or Unavailable."""
    link, endpoint_id = call.parameters["link"], call.parameters["endpoint_id"]
    customer_id = acknowledge_link.customer_in(link)
    endpoint = wiring.endpoints().find(customer_id, endpoint_id) if customer_id else None
    number = acknowledge_link.read(link, endpoint, wiring.clock()) if endpoint else None
    if endpoint is None or number is None or endpoint.off:
        raise FaultNotFound
    caller = Caller(
        customer_id, f"endpoint:{endpoint_id}", frozenset({Scope.WRITE}), name=endpoint.name
    )
    wiring.admit(caller)
    return Target(customer_id, number, caller.actor(Origin.FAULTS))


def _page(fault: Fault) -> Answer:
    """Says nothing of the fault but its id: whoever holds the link may not read it."""
    fault_id = identifiers.fault_id(fault.customer_id, fault.number)
    if not fault.is_open:
        return button_page(f"Fault {fault_id} is over.")
    if fault.acknowledgement:
        return button_page(f"Fault {fault_id} is acknowledged.")
    return button_page(f"Acknowledge fault {fault_id}?", button="Acknowledge")
