"""Reads template.yaml: tables, functions and what calls them, with parameters' defaults."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import yaml

from local.intrinsics import STACK, TABLE, Resolver, TemplateError

ROOT = Path(__file__).parent.parent
TEMPLATE = ROOT / "template.yaml"
_FUNCTION = "AWS::Serverless::Function"
_Event = TypeVar("_Event")


@dataclass(frozen=True, slots=True)
class Table:
    """`properties` as CloudFormation has them, resolved."""

    logical_id: str
    name: str
    properties: Mapping[str, Any]

    @property
    def ttl_attribute(self) -> str | None:
        ttl = self.properties.get("TimeToLiveSpecification", {})
        return ttl.get("AttributeName") if ttl.get("Enabled") else None


@dataclass(frozen=True, slots=True)
class HttpRoute:
    method: str
    path: str


@dataclass(frozen=True, slots=True)
class StreamMapping:
    """`properties` of the SAM event; `table` is the logical id of the stream's table."""

    name: str
    table: str
    properties: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Schedule:
    """`rule` is the name that EventBridge knows; `input` replaces the event when it is given."""

    rule: str
    expression: str
    input: str | None


@dataclass(frozen=True, slots=True)
class Function:
    """`timeout` in seconds, `memory` in megabytes."""

    logical_id: str
    name: str
    handler: str
    timeout: int
    memory: int
    environment: Mapping[str, str]
    routes: tuple[HttpRoute, ...]
    streams: tuple[StreamMapping, ...]
    schedules: tuple[Schedule, ...]

    @property
    def module(self) -> str:
        return self.handler.rpartition(".")[0]

    @property
    def file(self) -> str:
        """The handler's file without its suffix: `close_days`."""
        return self.module.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Template:
    tables: tuple[Table, ...]
    functions: tuple[Function, ...]

    def table(self, logical_id: str) -> Table:
        return next(table for table in self.tables if table.logical_id == logical_id)

    def environment(self) -> dict[str, str]:
        """Of all functions together, since locally they share one process.

        Raises TemplateError where two functions want different values for one name.
        """
        union: dict[str, str] = {}
        owner: dict[str, str] = {}
        for function in self.functions:
            for name, value in function.environment.items():
                if union.setdefault(name, value) != value:
                    raise TemplateError(
                        f"{name} differs between {owner[name]} and {function.logical_id}: "
                        "functions share one environment here."
                    )
                owner.setdefault(name, function.logical_id)
        return union


def read_template(path: Path = TEMPLATE, parameters: Mapping[str, str] | None = None) -> Template:
    """`parameters` go before the template's defaults. Raises TemplateError."""
    document = read_document(path)
    resolver = Resolver(document, parameters or {})
    resources = document.get("Resources", {})
    of_type = partial(_resources_of_type, resources)
    function_globals = document.get("Globals", {}).get("Function", {})
    return Template(
        tables=tuple(
            Table(name, resolver.table_name(name), resolver.resolve(body.get("Properties", {})))
            for name, body in of_type(TABLE)
        ),
        functions=tuple(
            _function(name, body["Properties"], function_globals, resolver)
            for name, body in of_type(_FUNCTION)
        ),
    )


def read_document(path: Path = TEMPLATE) -> dict[str, Any]:
    """As written, with the short forms of intrinsic functions in their long ones."""
    document: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    return document


def _resources_of_type(resources: Mapping[str, Any], kind: str) -> list[tuple[str, Any]]:
    return [(name, body) for name, body in resources.items() if body["Type"] == kind]


def _function(
    logical_id: str, own: Mapping[str, Any], shared: Mapping[str, Any], resolver: Resolver
) -> Function:
    environment = {
        name: str(value)
        for source in (shared, own)
        for name, value in resolver.resolve(
            source.get("Environment", {}).get("Variables", {})
        ).items()
    }
    events = {name: resolver.resolve(event) for name, event in own.get("Events", {}).items()}

    def setting(name: str, default: Any) -> Any:
        return resolver.resolve(own.get(name, shared.get(name, default)))

    return Function(
        logical_id=logical_id,
        name=setting("FunctionName", f"{STACK}-{logical_id}"),
        handler=own["Handler"],
        timeout=int(setting("Timeout", 3)),
        memory=int(setting("MemorySize", 128)),
        environment=environment,
        routes=_events(events, "HttpApi", _route),
        streams=_events(events, "DynamoDB", partial(_stream, logical_id)),
        schedules=_events(events, "Schedule", partial(_schedule, logical_id)),
    )


def _events(
    events: Mapping[str, Any], kind: str, make: Callable[[str, Mapping[str, Any]], _Event]
) -> tuple[_Event, ...]:
    return tuple(
        make(name, event["Properties"]) for name, event in events.items() if event["Type"] == kind
    )


def _route(_: str, properties: Mapping[str, Any]) -> HttpRoute:
    return HttpRoute(properties.get("Method", "ANY").upper(), properties["Path"])


def _stream(function: str, name: str, properties: Mapping[str, Any]) -> StreamMapping:
    table, _, attribute = str(properties["Stream"]).partition(".")
    if attribute != "StreamArn":
        raise TemplateError(f"{function}: {name} does not name a table's stream.")
    return StreamMapping(f"{function}{name}", table, properties)


def _schedule(function: str, name: str, properties: Mapping[str, Any]) -> Schedule:
    return Schedule(
        rule=properties.get("Name", f"{STACK}-{function}{name}"),
        expression=properties["Schedule"],
        input=properties.get("Input"),
    )


class _Loader(yaml.SafeLoader):
    """Takes the short forms: `!Ref X` is {"Ref": X}, `!Sub X` is {"Fn::Sub": X}."""


def _short_form(loader: _Loader, tag: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    name = tag if tag in ("Ref", "Condition") else f"Fn::{tag}"
    if name == "Fn::GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name: value}


_Loader.add_multi_constructor("!", _short_form)
