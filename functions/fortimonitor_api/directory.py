"""Users, servers, the API's own description, and lists that clients ask for before anything else.

A user is whoever holds a key. A server is a name: any that has been reported on, or those that
the customer's settings name.
"""

import re
from typing import Any

from faultbook import wiring
from faultbook.domain.errors import NotFound
from faultbook.gateway.api import Call, Route
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from faultbook.usecases.inventory import take_inventory
from functions.fortimonitor_api import answer_schemas, paging, schemas, translate
from functions.fortimonitor_api.api import api, links_of, server_in
from functions.fortimonitor_api.links import BASE, user_id

NO_SUCH_USER = NotFound("There is no such user.")
NO_SUCH_RESOURCE = NotFound("There is no such resource.")
# Resources that Faultbook has none of, whose lists clients read before they do anything.
EMPTY = (
    "agent_resource",
    "agent_resource_type",
    "compound_service",
    "contact",
    "contact_group",
    "fabric_connection",
    "maintenance_schedule",
    "monitoring_node",
    "network_service",
    "network_service_type",
    "notification_schedule",
    "onsight",
    "onsight_group",
    "rotating_contact",
    "server_attribute_type",
    "server_group",
    "server_template",
)
EMPTY_OF_SERVER = ("agent_resource", "network_service", "server_attribute")
_SERVER = f"{BASE}/server/<server_id>"
_PARAMETER = re.compile(r"<(\w+)>")


@api.route(
    "GET",
    f"{BASE}/user",
    scope=Scope.READ,
    query=schemas.ListQuery,
    answers={200: answer_schemas.UserList},
)
def list_users(call: Call, query: schemas.ListQuery) -> Answer:
    """The caller, whom clients look for here."""
    links = links_of(call.request)
    users = [translate.user_wire(call.caller.subject, call.caller.email, links)]
    return Answer(200, paging.envelope("user_list", users, query, call.request, links.origin))


@api.route("GET", f"{BASE}/user/<user_id>", scope=Scope.READ, answers={200: answer_schemas.User})
def get_user(call: Call) -> Answer:
    """The caller; nobody else can be looked up."""
    caller = call.caller
    if call.parameters["user_id"] != str(user_id(caller.subject)):
        raise NO_SUCH_USER
    return Answer(200, translate.user_wire(caller.subject, caller.email, links_of(call.request)))


@api.route(
    "GET",
    f"{BASE}/server",
    scope=Scope.READ,
    query=schemas.ListServers,
    answers={200: answer_schemas.ServerList},
)
def list_servers(call: Call, query: schemas.ListServers) -> Answer:
    """Servers by name: those of the settings, or else those that the newest faults are about."""
    links = links_of(call.request)
    parts = [part for part in (query.name, query.fqdn) if part]
    names = [name for name in _servers(call.customer_id) if all(part in name for part in parts)]
    answer = paging.envelope("server_list", names, query, call.request, links.origin)
    answer["server_list"] = [translate.server_wire(name, links) for name in answer["server_list"]]
    return Answer(200, answer)


@api.route("GET", _SERVER, scope=Scope.READ, answers={200: answer_schemas.Server})
def get_server(call: Call) -> Answer:
    """One server. Any name is one, unless the customer's settings say which there are."""
    return Answer(200, translate.server_wire(server_in(call), links_of(call.request)))


def _register_empty(path: str, resource: str, *, of_server: bool = False) -> None:
    def list_none(call: Call, query: schemas.ListQuery) -> Answer:
        """Faultbook has none of these."""
        if of_server:
            server_in(call)
        origin = links_of(call.request).origin
        empty = paging.envelope(f"{resource}_list", [], query, call.request, origin)
        return Answer(200, empty)

    list_none.__name__ = f"list_{resource}s{'_of_server' if of_server else ''}"
    api.route(
        "GET",
        path,
        scope=Scope.READ,
        query=schemas.ListQuery,
        answers={200: answer_schemas.EmptyList},
    )(list_none)


for _name in EMPTY:
    _register_empty(f"{BASE}/{_name}", _name)
for _name in EMPTY_OF_SERVER:
    _register_empty(f"{_SERVER}/{_name}", _name, of_server=True)


@api.route(
    "GET",
    f"{BASE}/schema/resources",
    scope=Scope.READ,
    answers={200: answer_schemas.Resources},
)
def list_resources(call: Call) -> Answer:
    """The resources that there are."""
    described = [
        {"path": f"{BASE}/schema/resources/{name}", "description": f"Operations on {name}"}
        for name in sorted({_resource(route) for route in api.routes})
    ]
    return Answer(200, _head(call) | {"apis": described})


@api.route(
    "GET",
    f"{BASE}/schema/resources/<resource>",
    scope=Scope.READ,
    answers={200: answer_schemas.Resource},
)
def get_resource(call: Call) -> Answer:
    """The operations of one resource, in the form of the vendor's own description."""
    name = call.parameters["resource"]
    routes = [route for route in api.routes if _resource(route) == name]
    if not routes:
        raise NO_SUCH_RESOURCE
    paths: dict[str, list[dict[str, Any]]] = {}
    for route in routes:
        path = _PARAMETER.sub(r"{\1}", route.path.removeprefix(BASE))
        paths.setdefault(path, []).append(_operation(route))
    described = [{"path": path, "operations": operations} for path, operations in paths.items()]
    return Answer(200, _head(call) | {"resourcePath": f"/{name}", "apis": described})


def _servers(customer_id: str) -> list[str]:
    chosen = wiring.customer_settings(customer_id).servers
    if chosen is not None:
        return sorted(chosen)
    inventory = take_inventory(customer_id, store=wiring.fault_store())
    return [resource.resource_id for resource in inventory.resources]


def _head(call: Call) -> dict[str, Any]:
    return {"apiVersion": "2", "basePath": f"{links_of(call.request).origin}{BASE}"}


def _resource(route: Route) -> str:
    return route.path.split("/")[2]


def _operation(route: Route) -> dict[str, Any]:
    return {
        "method": route.method,
        "nickname": route.handler.__name__,
        "summary": route.summary,
        "parameters": [
            *(_described(name, "path", required=True) for name in _PARAMETER.findall(route.path)),
            *_parameters(route.query, "query"),
            *_parameters(route.body, "body"),
        ],
    }


def _parameters(model: Any, kind: str) -> list[dict[str, Any]]:
    if model is None:
        return []
    fields = model.model_fields.items()
    return [_described(name, kind, required=field.is_required()) for name, field in fields]


def _described(name: str, kind: str, *, required: bool) -> dict[str, Any]:
    return {"name": name, "paramType": kind, "required": required}
