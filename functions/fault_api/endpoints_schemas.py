"""The wire of endpoints: what requests carry."""

from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from faultbook.domain.endpoints import MAX_FILTERS, EndpointKind
from faultbook.domain.events import TYPES
from faultbook.domain.fault import Kind, Severity
from faultbook.gateway.wire_types import AS_TEXT, Path
from functions.fault_api.administration_schemas import KeyName
from functions.fault_api.schemas import Body, unnamed

_MAX_PATH = 1000  # characters: all endpoints of a customer are one item


def _event_type(name: str) -> str:
    if name not in TYPES:
        raise ValueError(f"one of {', '.join(TYPES)}")
    return name


def _header(text: str) -> str:
    if not text.isascii() or not text.isprintable() or text != text.strip():
        raise ValueError("visible ASCII characters, as `Bearer …`")
    return text


def _short(path: str) -> str:
    if len(path) > _MAX_PATH:
        raise ValueError(f"at most {_MAX_PATH} characters")
    return path


EventType = Annotated[
    str, AfterValidator(_event_type), Field(json_schema_extra={"enum": list(TYPES)})
]
# Checked by where it leads when the endpoint is made, and again at each attempt.
Url = Annotated[str, StringConstraints(min_length=1, max_length=2048)]
Authorization = Annotated[
    str,
    StringConstraints(max_length=1000),
    AfterValidator(_header),
    Field(json_schema_extra={"format": "header"}),
]
FilterPath = Annotated[Path, AfterValidator(_short)]


class Filter(Body):
    """What is given holds together; what is left out asks for nothing."""

    types: list[EventType] = Field(default_factory=list, max_length=len(TYPES))
    severities: list[Annotated[Severity, AS_TEXT]] = Field(default_factory=list, max_length=5)
    kinds: list[Annotated[Kind, AS_TEXT]] = Field(default_factory=list, max_length=3)
    path: FilterPath | None = None


Filters = Annotated[list[Filter], Field(max_length=MAX_FILTERS)]


def _by_kind(schema: dict[str, Any]) -> None:
    """In the OpenAPI document; when an endpoint is made its kind checks them."""
    nothing, something = {"maxLength": 0}, {"minLength": 1}
    schema["anyOf"] = [
        _of(["webhook"], {}, "url"),
        _of(["slack", "teams", "email"], {"authorization": nothing}, "kind", "url"),
        _of(["eventbridge", "sns"], {"authorization": nothing}, "kind"),
        _of(["faultbook"], {"authorization": something}, "kind", "url", "authorization"),
        _of(["pagerduty", "opsgenie"], {"authorization": something}, "kind", "authorization"),
    ]


def _of(kinds: list[str], properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"properties": {"kind": {"enum": kinds}, **properties}, "required": list(required)}


class MakeEndpoint(Body):
    """Each kind has settings of its own."""

    model_config = ConfigDict(defer_build=True, json_schema_extra=_by_kind)

    name: KeyName
    kind: Annotated[EndpointKind, AS_TEXT] = EndpointKind.WEBHOOK
    url: Url = Field(default_factory=unnamed)
    authorization: Authorization = ""
    filters: Filters = Field(default_factory=list)


class ChangeEndpoint(Body):
    """What is not named stays as it is."""

    name: KeyName = Field(default_factory=unnamed)
    url: Url = Field(default_factory=unnamed)
    authorization: Authorization = Field(default_factory=unnamed)
    filters: Filters = Field(default_factory=unnamed)
    enabled: bool = Field(default_factory=unnamed)
