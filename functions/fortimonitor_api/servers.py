"""Servers. A server is a name: any that was reported on, or those that the settings name."""

from faultbook import wiring
from faultbook.domain.text import name_of_segment
from faultbook.gateway.api import Call
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fortimonitor_api import answers, paging, schemas, translate
from functions.fortimonitor_api.api import api, links_of, server_in
from functions.fortimonitor_api.links import BASE


@api.route(
    "GET",
    f"{BASE}/server",
    scope=Scope.READ,
    query=schemas.ListServers,
    answers={200: answers.ServerList},
)
def list_servers(call: Call, query: schemas.ListServers) -> Answer:
    """Servers by name: those of the settings, or else those that the newest faults are about."""
    links = links_of(call.request)
    parts = [part for part in (query.name, query.fqdn) if part]
    names = [name for name in _servers(call.customer_id) if all(part in name for part in parts)]
    shown, meta = paging.cut(names, query, call.request, links.origin)
    body: answers.ServerList = {
        "server_list": [translate.server_wire(name, links) for name in shown],
        "meta": meta,
    }
    return Answer(200, body)


@api.route("GET", f"{BASE}/server/<server_id>", scope=Scope.READ, answers={200: answers.Server})
def get_server(call: Call) -> Answer:
    """One server. Any name is one, unless the customer's settings say which there are."""
    return Answer(200, translate.server_wire(server_in(call), links_of(call.request)))


def _servers(customer_id: str) -> list[str]:
    chosen = wiring.customer_settings(customer_id).servers
    if chosen is not None:
        return sorted(map(name_of_segment, chosen))
    known = wiring.faults().inventory(customer_id).resources
    return [name_of_segment(resource.resource_id) for resource in known]
