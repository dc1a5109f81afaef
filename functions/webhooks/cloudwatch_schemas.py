"""What CloudWatch tells a topic of an alarm, as far as it is read."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from faultbook.gateway.wire_types import SenderTime, any_as_text

MAX_DIMENSIONS = 100  # of a metric, of which CloudWatch has 30
Text = Annotated[str, any_as_text(2_000)]


class _Read(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)


def _unless_null(value: Any) -> Any:
    return {} if value is None else value


def _of_pairs(value: Any) -> Any:
    """`[{"name": n, "value": v}]`, as SNS has dimensions."""
    if not isinstance(value, list):
        return value
    pairs = [pair for pair in value[:MAX_DIMENSIONS] if isinstance(pair, Mapping)]
    return {str(pair.get("name")): pair.get("value") for pair in pairs}


DimensionsByName = Annotated[dict[str, Text], BeforeValidator(_of_pairs)]


class Series(_Read):
    MetricName: Text = ""
    Dimensions: DimensionsByName = Field(default_factory=dict)


class Statistic(_Read):
    Metric: Series = Series()


class Query(_Read):
    """One that is computed of others has no `MetricStat`."""

    MetricStat: Statistic | None = None


class Condition(Series):
    """An alarm of one metric says it here, an alarm of several in `Metrics`."""

    Metrics: list[Query] = Field(default_factory=list)


class AlarmChange(_Read):
    """A composite alarm has a rule and no trigger."""

    AlarmName: Text
    AlarmArn: Annotated[str, Field(min_length=1, max_length=2_000)]
    AlarmDescription: Text = ""
    AWSAccountId: Text = ""
    NewStateValue: Literal["ALARM", "OK", "INSUFFICIENT_DATA"]
    NewStateReason: Text = ""
    StateChangeTime: SenderTime = None
    AlarmRule: Text = ""
    Trigger: Annotated[Condition, BeforeValidator(_unless_null)] = Condition()
    AlarmContributorId: Text = ""
    AlarmContributorAttributes: Annotated[dict[str, Text], BeforeValidator(_unless_null)] = Field(
        default_factory=dict
    )
