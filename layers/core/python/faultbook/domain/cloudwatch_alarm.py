"""An alarm of CloudWatch as it changes its state, whichever way the news of it comes.

Where each part of a fault comes from is a convention of this service. The key is the alarm's ARN,
so that what the event bus brings and what a topic brings of one alarm are one fault.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from faultbook.domain import hierarchy
from faultbook.domain.detail import detail_of, shortened
from faultbook.domain.fault import Severity
from faultbook.domain.report import Report
from faultbook.domain.severity_words import severity_of
from faultbook.domain.text import cut_apart, name_of

REPORTER = "cloudwatch"
OK = "OK"
_ALARM = "ALARM"
_PREFIX = "cw:"  # of the deduplication keys of alarms
_MAX_TYPE = 100
_COMPOSITE = "composite alarm"
_OTHERWISE = "alarm"
_SEVERITY = re.compile(r"\bseverity\s*[:=]\s*([\w-]+)", re.IGNORECASE)
_SENTENCE = re.compile(r"[.:] ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """`state` is ALARM, OK or INSUFFICIENT_DATA; `attributes` are those of the series it is about.

    `metric` is empty for an alarm of none, `rule` for one that is not composed of others, and
    `contributor` for one that is not about many series.
    """

    arn: str
    name: str
    account: str
    region: str
    state: str
    changed_at: datetime
    reason: str = ""
    description: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    metric: str = ""
    rule: str = ""
    contributor: str = ""

    @property
    def is_on(self) -> bool:
        return self.state == _ALARM

    @property
    def deduplication_key(self) -> str:
        """Each contributor of an alarm over many series is one by itself."""
        return f"{_PREFIX}{self.arn}" + (f" {self.contributor}" if self.contributor else "")

    def report(self, now: datetime, *, begin: str = "") -> Report:
        """`begin` is where the paths of its sender's faults begin."""
        resource = next(iter(self.attributes.values()), "") or self.name
        match = _SEVERITY.search(self.description)
        word = match[1] if match else ""
        otherwise = _COMPOSITE if self.rule else _OTHERWISE
        message = ": ".join(part for part in (self.name, _first(self.reason)) if part)
        return Report(
            resource_id=name_of(resource),
            reporter=REPORTER,
            type=cut_apart(name_of(self.metric or otherwise), _MAX_TYPE),
            severity=severity_of(word, Severity.HIGH),
            severity_word=word,
            message=shortened(message),
            cause=shortened(self.reason),
            path=hierarchy.joined(begin, self.account, self.region, resource),
            detail=detail_of(
                "",
                description=self.description,
                labels=self.attributes,
                details={"alarm": self.arn, "rule": self.rule},
            ),
            deduplication_key=self.deduplication_key,
            occurred_at=min(self.changed_at, now),
        )


def _first(reason: str) -> str:
    """The first sentence: figures follow it."""
    return _SENTENCE.split(reason, maxsplit=1)[0]
