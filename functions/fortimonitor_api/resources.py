"""The API's description of itself, in the form of the vendor's own."""

import re
from typing import Literal

from pydantic import BaseModel

from faultbook.gateway.api import Call, Route
from faultbook.gateway.http import Answer
from faultbook.usecases.caller import Scope
from functions.fortimonitor_api import answers
from functions.fortimonitor_api.api import api, links_of
from functions.fortimonitor_api.errors import ResourceNotFound
from functions.fortimonitor_api.links import BASE

_VERSION = "2"
_PARAMETER = re.compile(r"<(\w+)>")


@api.route("GET", f"{BASE}/schema/resources", scope=Scope.READ, answers={200: answers.Resources})
def list_resources(call: Call) -> Answer:
    """The resources that there are."""
    body: answers.Resources = {
        "apiVersion": _VERSION,
        "basePath": _base_path(call),
        "apis": [
            {"path": f"{BASE}/schema/resources/{name}", "description": f"Operations on {name}"}
            for name in sorted({_resource(route) for route in api.routes})
        ],
    }
    return Answer(200, body)


@api.route(
    "GET",
    f"{BASE}/schema/resources/<resource>",
    scope=Scope.READ,
    answers={200: answers.Resource},
)
def get_resource(call: Call) -> Answer:
    """The operations of one resource."""
    name = call.parameters["resource"]
    routes = [route for route in api.routes if _resource(route) == name]
    if not routes:
        raise ResourceNotFound
    operations: dict[str, list[answers.ResourceOperation]] = {}
    for route in routes:
        path = _PARAMETER.sub(r"{\1}", route.path.removeprefix(BASE))
        operations.setdefault(path, []).append(_operation(route))
    body: answers.Resource = {
        "apiVersion": _VERSION,
        "basePath": _base_path(call),
        "resourcePath": f"/{name}",
        "apis": [{"path": path, "operations": found} for path, found in operations.items()],
    }
    return Answer(200, body)


def _base_path(call: Call) -> str:
    return f"{links_of(call.request).origin}{BASE}"


def _resource(route: Route) -> str:
    return route.path.split("/")[2]


def _operation(route: Route) -> answers.ResourceOperation:
    return {
        "method": route.method,
        "nickname": route.handler.__name__,
        "summary": route.summary,
        "parameters": [
            *(_path_parameter(name) for name in _PARAMETER.findall(route.path)),
            *_parameters(route.query, "query"),
            *_parameters(route.body, "body"),
        ],
    }


def _path_parameter(name: str) -> answers.OperationParameter:
    return {"name": name, "paramType": "path", "required": True}


def _parameters(
    model: type[BaseModel] | None, kind: Literal["query", "body"]
) -> list[answers.OperationParameter]:
    if model is None:
        return []
    return [
        {"name": name, "paramType": kind, "required": field.is_required()}
        for name, field in model.model_fields.items()
    ]
