"""What CloudWatch says of an alarm on the event bus, as far as it is read.

"Alarm events and EventBridge" in the CloudWatch user guide: an alarm of one metric, of several, a
composite alarm, and a contributor of an alarm over many series.
"""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from faultbook.gateway.wire_types import SenderTime, any_as_text

MAX_ATTRIBUTES = 100  # dimensions of a metric, of which CloudWatch has 30
Text = Annotated[str, any_as_text(2_000)]
Attributes = Annotated[dict[str, Text], Field(max_length=MAX_ATTRIBUTES)]


class _Read(BaseModel):
    model_config = ConfigDict(defer_build=True, extra="ignore", frozen=True)


class State(_Read):
    value: Text
    reason: Text = ""
    timestamp: SenderTime = None


class Metric(_Read):
    name: Text = ""
    namespace: Text = ""
    dimensions: Attributes = Field(default_factory=dict)


class MetricStat(_Read):
    metric: Metric = Metric()


class MetricQuery(_Read):
    """One that is computed of others has no `metricStat`."""

    metricStat: MetricStat | None = None  # noqa: N815 - the wire's own name


class Configuration(_Read):
    description: Text = ""
    metrics: list[MetricQuery] = Field(default_factory=list)
    alarmRule: Text = ""  # noqa: N815


class Contributor(_Read):
    id: Text
    attributes: Attributes = Field(default_factory=dict)


class Detail(_Read):
    alarmName: Text  # noqa: N815
    state: State
    configuration: Configuration = Configuration()
    alarmContributor: Contributor | None = None  # noqa: N815


class AlarmStateChange(_Read):
    """`resources` has the ARN of the alarm."""

    account: Text
    region: Text
    time: datetime
    resources: list[Text] = Field(min_length=1)
    detail: Detail
