"""CloudWatch's alarms in messages of SNS -> domain; pure. Imported where one is told of."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from faultbook.domain.cloudwatch_alarm import Alarm
from faultbook.gateway import lenient_json
from faultbook.gateway.validation import validated
from functions.webhooks.cloudwatch_schemas import AlarmChange, Series

_REGION = 3  # of the parts of an ARN; `Region` says it in words


def alarm_in(message: str, sent_at: datetime) -> Alarm:
    """Raises MalformedBody or InvalidRequest."""
    document = lenient_json.parse(message.encode())
    return alarm_of(validated(AlarmChange.model_validate, document), sent_at)


def alarm_of(change: AlarmChange, sent_at: datetime) -> Alarm:
    """`sent_at` stands for the time of the change where that is missing."""
    parts = change.AlarmArn.split(":")
    return Alarm(
        arn=change.AlarmArn,
        name=change.AlarmName,
        account=change.AWSAccountId,
        region=parts[_REGION] if len(parts) > _REGION else "",
        state=change.NewStateValue,
        changed_at=change.StateChangeTime or sent_at,
        reason=change.NewStateReason,
        description=change.AlarmDescription,
        attributes=_attributes(change),
        metric=next((metric.MetricName for metric in _metrics(change) if metric.MetricName), ""),
        rule=change.AlarmRule,
        contributor=change.AlarmContributorId,
    )


def _attributes(change: AlarmChange) -> Mapping[str, str]:
    """Which series it is about: a contributor's, or the dimensions of the first metric of all."""
    if change.AlarmContributorId:
        return change.AlarmContributorAttributes
    return next((metric.Dimensions for metric in _metrics(change) if metric.Dimensions), {})


def _metrics(change: AlarmChange) -> Iterator[Series]:
    yield change.Trigger
    for query in change.Trigger.Metrics:
        if query.MetricStat:
            yield query.MetricStat.Metric
