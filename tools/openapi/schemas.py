"""Types of the wire -> JSON Schema: components for bodies, parameters for queries."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

Schema = dict[str, Any]
Mode = Literal["validation", "serialization"]

_COMPONENTS = "#/components/schemas/"
_BOUNDS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}


class Schemas:
    """The schemas of one API's types; `components` are all that its references lead to."""

    def __init__(self, prefix: str, read: Iterable[Any], answered: Iterable[Any]) -> None:
        models: list[tuple[Any, Mode, TypeAdapter[Any]]] = []
        models += [(_key(model), "validation", TypeAdapter(model)) for model in _distinct(read)]
        models += [
            (_key(model), "serialization", TypeAdapter(model)) for model in _distinct(answered)
        ]
        self._of, whole = TypeAdapter.json_schemas(
            models,
            ref_template=f"{_COMPONENTS}{prefix}{{model}}",
            schema_generator=_Plain,
        )
        definitions: Mapping[str, Schema] = whole.get("$defs", {})
        self.components = {prefix + name: _tidy(schema) for name, schema in definitions.items()}

    def read(self, kind: Any) -> Schema:
        """Of what a request brings."""
        schema: Schema = _tidy(self._of[_key(kind), "validation"])
        return schema

    def answered(self, kind: Any) -> Schema:
        schema: Schema = _tidy(self._of[_key(kind), "serialization"])
        return schema


def query_parameters(
    prefix: str, model: type[BaseModel], examples: Mapping[str, Any]
) -> tuple[list[Schema], dict[str, Schema]]:
    """The parameters that a type of query stands for, and the components that they need."""
    schema = model.model_json_schema(
        ref_template=f"{_COMPONENTS}{prefix}{{model}}", schema_generator=_Plain
    )
    required = schema.get("required", [])
    parameters = []
    for name, member in schema["properties"].items():
        value = _sendable(_tidy(member))
        parameter = {"name": name, "in": "query", "required": name in required}
        if description := value.pop("description", None):
            parameter["description"] = description
        parameter["schema"] = value
        if name in examples:
            parameter["example"] = examples[name]
        parameters.append(parameter)
    return parameters, {prefix + k: _tidy(v) for k, v in schema.get("$defs", {}).items()}


class _Plain(GenerateJsonSchema):
    """Without titles, which only repeat the names of members and types."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        del schema
        return False


def _tidy(schema: Any) -> Any:
    """Titles of types dropped, bounds of custom types named as JSON Schema names them."""
    if isinstance(schema, list):
        return [_tidy(element) for element in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {}
    for name, value in schema.items():
        if name == "properties":
            tidy[name] = {member: _tidy(inner) for member, inner in value.items()}
        elif name in {"default", "examples", "enum", "const"}:
            tidy[name] = value
        elif name != "title" and name not in _BOUNDS:
            tidy[name] = _tidy(value)
    for pattern, value in tidy.pop("patternProperties", {}).items():
        # pydantic means that every name must match, which patternProperties does not say.
        tidy["propertyNames"] = tidy.get("propertyNames", {}) | {"pattern": pattern}
        tidy["additionalProperties"] = value
    # A field's own bounds are narrower than those of its type.
    tidy |= {_BOUNDS[name]: value for name, value in schema.items() if name in _BOUNDS}
    if tidy.get("default", tidy) is None or _is_no_value(tidy):
        del tidy["default"]
    return tidy


def _is_no_value(schema: Schema) -> bool:
    """An empty text as the default of what is never empty: it only says "not given"."""
    return schema.get("default") == "" and not re.search(schema.get("pattern", ""), "")


def _sendable(schema: Schema) -> Schema:
    """A query has no null: a parameter is there or it is not."""
    choices: list[Schema] = [
        choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}
    ]
    if len(choices) != 1:
        return schema
    [choice] = choices
    rest: Schema = {name: value for name, value in schema.items() if name != "anyOf"}
    return rest | choice


def _distinct(kinds: Iterable[Any]) -> list[Any]:
    return list({_key(kind): kind for kind in kinds}.values())


def _key(kind: Any) -> str:
    return f"{kind.__module__}.{kind.__qualname__}" if isinstance(kind, type) else repr(kind)
