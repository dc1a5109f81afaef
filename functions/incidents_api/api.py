"""The one Api that incidents, notes and scan reports share, and what every handler asks of it."""

import re
from collections.abc import Mapping
from typing import Any

from faultbook import wiring
from faultbook.domain.errors import FaultNotFound, InvalidRequest, NotFound
from faultbook.domain.fault import Actor, Kind, Origin
from faultbook.domain.identifiers import NUMBER_BITS
from faultbook.gateway.api import Api, Call
from faultbook.gateway.http import Request
from faultbook.usecases.caller import Caller
from faultbook.usecases.target import Target
from functions.incidents_api.errors import TypeNotFound, error_answer

_VERSION = re.compile(r"[!-~]([ -~]{0,30}[!-~])?")
_INT64 = re.compile(r"-?[0-9]{1,19}")


def authenticate(request: Request) -> Caller:
    """A bearer token; `X-Scope-OrgID` selects among the customers that the token owns.

    Raises NotAuthenticated, NotPermitted for any other customer and for several at once, or
    Unavailable.
    """
    caller = wiring.authenticate_bearer(request)
    chosen = request.headers.get("x-scope-orgid")
    return caller if chosen is None else caller.for_customer(chosen)


def make_api(name: str) -> Api:
    return Api(
        name,
        authenticate,
        wiring.admit,
        error_answer,
        any_media_type=True,
        ignores_unknown_query=True,
        headers=("X-Scope-OrgID", "Api-Version"),
    )


api = make_api("incidents")


def handle(api: Api, event: Mapping[str, Any]) -> dict[str, Any]:
    """There is one version, so whichever is asked for is given; the header comes back as it was."""
    answer = api.handle(event)
    headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
    version = headers.get("api-version", "")
    if _VERSION.fullmatch(version):
        answer["headers"]["api-version"] = version
    return answer


def actor_of(call: Call) -> Actor:
    return call.caller.actor(Origin.INCIDENTS)


def target_of(call: Call, name: str = "id") -> Target:
    """The incident that a parameter of the path names, with the errors of number_in."""
    return Target(call.customer_id, number_in(call, name), actor_of(call))


def number_in(call: Call, name: str, missing: type[NotFound] = FaultNotFound) -> int:
    """Raises InvalidRequest for what is no integer, `missing` for one that is nobody's."""
    text = call.parameters[name]
    if not _INT64.fullmatch(text):
        raise InvalidRequest("The request is not valid.", {name: ["a whole number"]})
    number = int(text)
    if not 0 <= number < 1 << NUMBER_BITS:
        raise missing
    return number


def kind_in(call: Call) -> Kind:
    """Raises NotFound."""
    text = call.parameters["type"]
    if text not in list(Kind):
        raise TypeNotFound
    return Kind(text)
