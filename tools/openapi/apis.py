"""The APIs that template.yaml deploys, each with its routes and its documentation."""

import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from faultbook.gateway.api import Api, Route
from faultbook.gateway.documentation import Documentation
from local.template import Function, read_template


@dataclass(frozen=True, slots=True)
class DescribedApi:
    """One Lambda function's part of an API. `folder` is that API's package under functions/."""

    folder: str
    api: Api
    documentation: Documentation

    @property
    def tags(self) -> dict[str, str]:
        """Each with a description: one for each file that handlers stand in."""
        return {self.tag_of(route): _first_line(route) for route in self.api.routes}

    def tag_of(self, route: Route) -> str:
        file = route.handler.__module__.rpartition(".")[2]
        topic = file.replace("_", " ").replace("api ", "API ")
        title = self.documentation.title
        return title if topic == title.lower() else f"{title}: {topic}"

    def aliases_of(self, route: Route) -> list[str]:
        return [
            other.path
            for other in self.api.routes
            if (other.method, other.alias_of) == (route.method, route.path)
        ]

    def methods_at(self, path: str) -> list[str]:
        return sorted(route.method for route in self.api.routes if route.path == path)


def described_apis() -> list[DescribedApi]:
    """In the template's order; functions that no HTTP route reaches have nothing to describe."""
    return [_described(function) for function in read_template().functions if function.routes]


def routes(apis: list[DescribedApi]) -> Iterator[tuple[DescribedApi, Route]]:
    """Without the aliases, which the operations of their paths name."""
    for described in apis:
        for route in described.api.routes:
            if route.alias_of is None:
                yield described, route


def _described(function: Function) -> DescribedApi:
    module = importlib.import_module(function.module)
    folder = function.module.rpartition(".")[0]
    documentation = importlib.import_module(f"{folder}.documentation").DOCUMENTATION
    return DescribedApi(folder, module.api, documentation)


def _first_line(route: Route) -> str:
    about = sys.modules[route.handler.__module__].__doc__ or ""
    return about.strip().partition("\n")[0]
