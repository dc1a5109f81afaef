"""What webhooks of Alertmanager (version 4) and Grafana (version 1) say.

Groups are a matter of notices: what a notification says of its group is passed over.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from faultbook.gateway.sender_types import Annotations, Labels
from faultbook.gateway.wire_types import SenderTime, any_as_text, cut_after

MAX_NOTIFICATION = 2_097_152  # bytes
MAX_ALERTS = 1_000
_MAX_URL = 2_000

Url = Annotated[str, any_as_text(_MAX_URL), cut_after(_MAX_URL)]


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _in_small_letters(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


class NotifiedAlert(BaseModel):
    """URLs, `values` and `valueString` are Grafana's."""

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)

    status: Annotated[Literal["firing", "resolved"], BeforeValidator(_in_small_letters)]
    labels: Labels
    annotations: Annotations = Field(default_factory=dict)
    startsAt: SenderTime = None  # noqa: N815 - the wire's own name
    endsAt: SenderTime = None  # noqa: N815
    generatorURL: Url = ""  # noqa: N815
    dashboardURL: Url = ""  # noqa: N815
    panelURL: Url = ""  # noqa: N815
    silenceURL: Url = ""  # noqa: N815
    imageURL: Url = ""  # noqa: N815
    values: Any = None


class Notification(BaseModel):
    """Each alert is judged by itself, so that one that is wrong does not hold up the others."""

    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)

    alerts: list[Any]
    truncatedAlerts: Annotated[int, BeforeValidator(_count, json_schema_input_type=Any)] = 0  # noqa: N815
