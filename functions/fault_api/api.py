"""The native API: authentication, and the fault that a request is about."""

from faultbook import wiring
from faultbook.domain import identifiers
from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Actor, Fault, Origin
from faultbook.gateway.api import Api, Call
from faultbook.gateway.http import Answer
from faultbook.gateway.preconditions import version_of_if_match
from faultbook.usecases.target import Target
from functions.fault_api import answers
from functions.fault_api.errors import problem
from functions.fault_api.translate import fault_wire


def make_api() -> Api:
    """One for each function."""
    return Api("faults", wiring.authenticate_bearer, wiring.admit, problem)


faults = make_api()
statistics = make_api()
administration = make_api()
"""Each of a function whose routes stand in several files."""


def actor_of(call: Call) -> Actor:
    return call.caller.actor(Origin.FAULTS)


def target_of(call: Call) -> Target:
    """The fault at the version that If-Match names. Raises FaultNotFound or VersionMismatch."""
    number = number_of(call)
    seen_version = version_of_if_match(call.request)
    return Target(call.customer_id, number, actor_of(call), seen_version)


def number_of(call: Call) -> int:
    """Raises FaultNotFound for anything that is not a fault id of this customer."""
    number = identifiers.number_of_fault_id(call.customer_id, call.parameters["fault_id"])
    if number is None:
        raise FaultNotFound
    return number


def whole(fault: Fault, status: int = 200) -> Answer:
    return Answer(status, whole_wire(fault), {"ETag": f'"{fault.version}"'})


def whole_wire(fault: Fault) -> answers.Fault:
    return fault_wire(fault, wiring.comments().of(fault))
