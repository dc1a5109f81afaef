"""A JSON Schema in words, for the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Schemas = Mapping[str, Mapping[str, Any]]

_SCHEMAS = "#/components/schemas/"
_FORMATS = {
    "cidr": "address or CIDR block",
    "date": "date",
    "date-time": "ISO 8601 time",
    "single-line": "string on one line",
    "uri-reference": "URL",
}


@dataclass(frozen=True, slots=True)
class Word:
    """`schema` names the type that the word stands for, if it has a place of its own."""

    text: str
    schema: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    words: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A member of an object, or a parameter."""

    name: str
    kind: list[Word]
    required: bool
    description: str
    limits: list[Limit]


def rows_of(schema: Mapping[str, Any], components: Schemas) -> list[Row]:
    """Empty for what is not an object with known members."""
    required = schema.get("required", [])
    return [
        row_of(name, member, components, required=name in required)
        for name, member in schema.get("properties", {}).items()
    ]


def row_of(
    name: str,
    schema: Mapping[str, Any],
    components: Schemas,
    *,
    required: bool,
    description: str = "",
) -> Row:
    return Row(
        name,
        kind_of(schema),
        required,
        description or schema.get("description", ""),
        limits_of(schema, components),
    )


def kind_of(schema: Mapping[str, Any]) -> list[Word]:
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(_SCHEMAS)
        return [Word(name, name)]
    if "anyOf" in schema:
        kinds = [kind_of(one) for one in schema["anyOf"]]
        return _joined(kinds, " or ")
    if "const" in schema:
        return [Word(f'"{schema["const"]}"')]
    if "enum" in schema:
        return _joined([[Word(f'"{one}"')] for one in schema["enum"]], " | ")
    if schema.get("type") == "array":
        return [Word("list of "), *kind_of(schema.get("items", {}))]
    return [Word(_FORMATS.get(schema.get("format", ""), schema.get("type", "anything")))]


def limits_of(schema: Mapping[str, Any], components: Schemas) -> list[Limit]:
    """The values of an enumeration are its limits; so are the words that a type has of its own."""
    limits = [limit for one in schema.get("anyOf", []) for limit in limits_of(one, components)]
    if "$ref" in schema:
        values = components.get(schema["$ref"].removeprefix(_SCHEMAS), {}).get("enum", [])
        limits += [Limit(", ".join(str(value) for value in values))] if values else []
    for unit, low, high in (
        ("characters", "minLength", "maxLength"),
        ("items", "minItems", "maxItems"),
        ("members", "minProperties", "maxProperties"),
        ("", "minimum", "maximum"),
    ):
        if span := _span(schema.get(low), schema.get(high)):
            limits.append(Limit(f"{span} {unit}".strip()))
    if "x-words" in schema:
        limits.append(Limit(schema["x-words"]))
    elif "pattern" in schema and "format" not in schema:
        limits.append(Limit("matches", schema["pattern"]))
    if schema.get("default") not in (None, "", [], {}):
        limits.append(Limit("if left out:", str(schema["default"])))
    return limits


def _span(low: float | None, high: float | None) -> str:
    if low is not None and high is not None:
        return f"{low:,} to {high:,}"
    if high is not None:
        return f"at most {high:,}"
    return f"at least {low:,}" if low is not None else ""


def _joined(kinds: list[list[Word]], separator: str) -> list[Word]:
    words: list[Word] = []
    for place, kind in enumerate(kinds):
        words += [Word(separator), *kind] if place else kind
    return words
