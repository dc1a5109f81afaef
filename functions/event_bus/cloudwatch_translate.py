"""CloudWatch's events -> domain; pure."""

from collections.abc import Mapping

from faultbook.domain.cloudwatch_alarm import Alarm
from functions.event_bus.cloudwatch_schemas import AlarmStateChange


def alarm_of(change: AlarmStateChange) -> Alarm:
    detail = change.detail
    return Alarm(
        arn=change.resources[0],
        name=detail.alarmName,
        account=change.account,
        region=change.region,
        state=detail.state.value,
        changed_at=detail.state.timestamp or change.time,
        reason=detail.state.reason,
        description=detail.configuration.description,
        attributes=_attributes(change),
        metric=_metric(change),
        rule=detail.configuration.alarmRule,
        contributor=detail.alarmContributor.id if detail.alarmContributor else "",
    )


def _attributes(change: AlarmStateChange) -> Mapping[str, str]:
    """Which series it is about: a contributor's, or the dimensions of the first metric of all."""
    if change.detail.alarmContributor:
        return change.detail.alarmContributor.attributes
    for query in change.detail.configuration.metrics:
        if query.metricStat and query.metricStat.metric.dimensions:
            return query.metricStat.metric.dimensions
    return {}


def _metric(change: AlarmStateChange) -> str:
    """The name of the first metric that has one."""
    metrics = change.detail.configuration.metrics
    names = (query.metricStat.metric.name for query in metrics if query.metricStat)
    return next((name for name in names if name), "")
