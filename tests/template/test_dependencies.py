"""CloudFormation makes what a resource names before the resource, so that none may wait for itself.

A role's policies count: a function waits for its role, and the API for its functions.
"""

import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

from tests.template.reading import Template

_WITHIN = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")


def test_no_resource_waits_for_itself(template: Template):
    resources = template.raw["Resources"]
    waits_for = {
        name: {found for found in _named(resource) if found in resources}
        for name, resource in resources.items()
    }

    order = list(TopologicalSorter(waits_for).static_order())  # a CycleError says which

    assert order.index("FaultApiAdministrationFunction") < order.index("HttpApi")
    assert order.index("HttpApi") < order.index("FaultApiDeliverFunction")


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _named(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _named_by(key, one)
            yield from _named(one)


def _named_by(key: str, value: Any) -> list[str]:
    match key, value:
        case "Ref", str():
            return [value]
        case "Fn::GetAtt", [str(name), *_]:
            return [name]
        case "Fn::Sub", str(text) | [str(text), _]:
            return _WITHIN.findall(text)
        case "DependsOn", _:
            return [value] if isinstance(value, str) else value
        case _:
            return []
