"""One API's part of the OpenAPI document."""

import json
import re
from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]

APIS = (
    *("native", "fortimonitor", "incidents", "mackerel"),
    *("pagerduty", "opsgenie", "alertmanager", "webhooks"),
)
_REFERENCE = re.compile(r'"#/components/(\w+)/([\w.-]+)"')


def part_of(document: Mapping[str, Any], api: str) -> Document:
    """A document by itself: the operations of one of APIS, and the components that they need."""
    [group] = [entry for entry in document["x-tagGroups"] if entry["x-api"] == api]
    paths = {
        path: operations
        for path, operations in document["paths"].items()
        if any(set(group["tags"]) & set(operation["tags"]) for operation in operations.values())
    }
    introduction = document["info"]["description"].partition("\n\n## ")[0]
    info = {
        "title": f"Faultbook: {group['name']}",
        "description": f"{introduction}\n\n{group['description'].strip()}",
    }
    return {
        **document,
        "info": document["info"] | info,
        "tags": [tag for tag in document["tags"] if tag["name"] in group["tags"]],
        "x-tagGroups": [group],
        "paths": paths,
        "components": _components(paths, document["components"]),
    }


def _components(paths: Document, known: Mapping[str, Any]) -> Document:
    schemes = {
        name: known["securitySchemes"][name]
        for operations in paths.values()
        for operation in operations.values()
        for requirement in operation["security"]
        for name in requirement
    }
    needed: dict[str, Document] = {}
    waiting: list[Any] = [paths]
    while waiting:
        for kind, name in _REFERENCE.findall(json.dumps(waiting.pop())):
            if name not in needed.setdefault(kind, {}):
                needed[kind][name] = known[kind][name]
                waiting.append(known[kind][name])
    return {"securitySchemes": schemes, **{k: dict(sorted(v.items())) for k, v in needed.items()}}
