"""What the functions of this API share: how an Api is made, how it answers, ids in paths."""

import re
from collections.abc import Mapping
from typing import Any

from faultbook import wiring
from faultbook.domain.errors import FaultNotFound, InvalidRequest, NotFound
from faultbook.domain.fault import Actor, Kind, Origin
from faultbook.domain.identifiers import NUMBER_BITS
from faultbook.gateway.api import Api, Call
from functions.incidents_api.errors import error_answer

HEADERS = ("X-Scope-OrgID", "Api-Version")  # every route reads them
ECHOED = ("Api-Version",)
NO_SUCH_TYPE = NotFound("There is no such type of incident.")
_VERSION = re.compile(r"[!-~]([ -~]{0,30}[!-~])?")
_INT64 = re.compile(r"-?[0-9]{1,19}")


def make_api(name: str) -> Api:
    return Api(
        f"incidents {name}",
        wiring.authenticate_incidents,
        wiring.admit,
        error_answer,
        any_media_type=True,
        ignores_unknown_query=True,
    )


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


def number_in(call: Call, name: str, missing: NotFound | None = None) -> int:
    """Raises InvalidRequest for what is no integer, `missing` for one that is nobody's."""
    text = call.parameters[name]
    if not _INT64.fullmatch(text):
        raise InvalidRequest("The request is not valid.", {name: ["a whole number"]})
    number = int(text)
    if not 0 <= number < 1 << NUMBER_BITS:
        raise missing or FaultNotFound()
    return number


def kind_in(call: Call) -> Kind:
    """Raises NotFound."""
    text = call.parameters["type"]
    if text not in list(Kind):
        raise NO_SUCH_TYPE
    return Kind(text)
