"""Requests of Alertmanager's API version 2."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from faultbook.gateway.sender_types import Annotations, Labels
from faultbook.gateway.wire_types import SenderTime, any_as_text, cut_after

MAX_PUSH = 2_097_152  # bytes; 256 alerts, as Prometheus sends together, of 8 KB each
MAX_ALERTS = 1_000
MAX_MATCHERS = 50
_MAX_URL = 2_000


class PostableAlert(BaseModel):
    """An `endsAt` in the past resolves; without one the alert ends unless it is sent again."""

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)

    labels: Labels
    annotations: Annotations = Field(default_factory=dict)
    startsAt: SenderTime = None  # noqa: N815 - the wire's own name
    endsAt: SenderTime = None  # noqa: N815
    generatorURL: Annotated[str, any_as_text(_MAX_URL), cut_after(_MAX_URL)] = ""  # noqa: N815


def _unread(value: Any) -> Any:
    return value


ToBeJudged = Annotated[Any, BeforeValidator(_unread, json_schema_input_type=PostableAlert)]


class PostableAlerts(RootModel[list[ToBeJudged]]):
    """Each alert is validated separately, so that an invalid one does not hold up the others."""

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
