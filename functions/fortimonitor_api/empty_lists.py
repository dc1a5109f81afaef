"""Lists of what Faultbook has none of, which clients read before they do anything."""

from functools import partial

from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fortimonitor_api import answers, paging, schemas
from functions.fortimonitor_api.api import api, links_of, outage_in, server_in
from functions.fortimonitor_api.links import BASE, last_part

EMPTY = (
    f"{BASE}/agent_resource",
    f"{BASE}/agent_resource_type",
    f"{BASE}/compound_service",
    f"{BASE}/contact",
    f"{BASE}/contact_group",
    f"{BASE}/fabric_connection",
    f"{BASE}/maintenance_schedule",
    f"{BASE}/monitoring_node",
    f"{BASE}/network_service",
    f"{BASE}/network_service_type",
    f"{BASE}/notification_schedule",
    f"{BASE}/onsight",
    f"{BASE}/onsight_group",
    f"{BASE}/rotating_contact",
    f"{BASE}/server_attribute_type",
    f"{BASE}/server_group",
    f"{BASE}/server_template",
)
EMPTY_OF_SERVER = (
    f"{BASE}/server/<server_id>/agent_resource",
    f"{BASE}/server/<server_id>/network_service",
    f"{BASE}/server/<server_id>/server_attribute",
)
EMPTY_OF_OUTAGE = (
    f"{BASE}/outage/<outage_id>/countermeasure",
    f"{BASE}/outage/<outage_id>/countermeasure_metadata",
    f"{BASE}/outage/<outage_id>/countermeasure_output",
)


_list = partial(
    api.route,
    "GET",
    scope=Scope.READ,
    query=schemas.ListQuery,
    answers={200: answers.EmptyList},
)


@_list(*EMPTY)
def list_none(call: Call, query: schemas.ListQuery) -> Answer:
    """Faultbook has none of these."""
    return _empty(call, query)


@_list(*EMPTY_OF_SERVER)
def list_none_of_server(call: Call, query: schemas.ListQuery) -> Answer:
    """Faultbook knows none of a server's."""
    server_in(call)
    return _empty(call, query)


@_list(*EMPTY_OF_OUTAGE)
def list_none_of_outage(call: Call, query: schemas.ListQuery) -> Answer:
    """Of these an outage has none: Faultbook runs no countermeasures."""
    outage_in(call)
    return _empty(call, query)


def _empty(call: Call, query: schemas.ListQuery) -> Answer:
    _, meta = paging.cut([], query, call.request, links_of(call.request).origin)
    return Answer(200, {f"{last_part(call.request.path)}_list": [], "meta": meta})
