"""What requests of Alertmanager's API version 2 say."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from faultbook.domain.text import is_blank
from faultbook.gateway.wire_types import SenderTime, cut_after, said

MAX_PUSH = 2_097_152  # bytes; 256 alerts, as Prometheus sends together, of 8 KB each
MAX_ALERTS = 1_000
MAX_LABELS = 100
MAX_MATCHERS = 50
_MAX_LABEL = 1_000  # characters of a label's value; a name has fewer
_MAX_ANNOTATION = 15_000
_MAX_URL = 2_000

_LABEL = said(_MAX_LABEL)
_ANNOTATION = said(_MAX_ANNOTATION)


def _texts(value: Any, read: Any) -> Any:
    """Without what is empty, as Alertmanager has it before it takes the fingerprint."""
    if not isinstance(value, dict):
        return value
    told = {str(name): read.func(text) for name, text in list(value.items())[:MAX_LABELS]}
    return {name: text for name, text in told.items() if text}


def _labels(value: Any) -> Any:
    labels = _texts(value, _LABEL)
    if isinstance(labels, dict) and not labels:
        raise ValueError("at least one label that is not empty")
    if isinstance(labels, dict) and any(is_blank(name) for name in labels):
        raise ValueError("labels with names")
    return labels


def _annotations(value: Any) -> Any:
    return {} if value is None else _texts(value, _ANNOTATION)


class PostableAlert(BaseModel):
    """`endsAt` that has come resolves; without one the alert ends unless it is sent again."""

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)

    labels: Annotated[
        dict[str, str], BeforeValidator(_labels, json_schema_input_type=dict[str, Any])
    ]
    annotations: Annotated[
        dict[str, str],
        BeforeValidator(_annotations, json_schema_input_type=dict[str, Any] | None),
    ] = Field(default_factory=dict)
    startsAt: SenderTime = None  # noqa: N815 - the wire's own name
    endsAt: SenderTime = None  # noqa: N815
    generatorURL: Annotated[str, said(_MAX_URL), cut_after(_MAX_URL)] = ""  # noqa: N815


class PostableAlerts(RootModel[list[Any]]):
    """Each is judged by itself, so that one that is wrong does not hold up the others."""

    model_config = ConfigDict(defer_build=True)


def _several(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


class ListAlerts(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)

    active: bool = True
    filter: Annotated[list[str], BeforeValidator(_several), Field(max_length=MAX_MATCHERS)] = Field(
        default_factory=list, description='Matchers, as `severity="critical"`; repeated.'
    )
    receiver: str = Field(default="", description="A pattern of names of receivers.")
