"""The wire of access tokens, API keys and settings: what requests carry."""

import ipaddress
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from faultbook.domain import access
from faultbook.domain.customer_settings import (
    MAX_LABELS_OF_A_LEVEL,
    MAX_PATH_LEVELS,
    MAX_SERVERS,
    MAX_SEVERITY_WORDS,
)
from faultbook.domain.fault import Severity
from faultbook.domain.severity_words import as_counted, means_itself
from faultbook.domain.sns_topic import TOPIC_ARN
from faultbook.domain.stripes import MAX_STRIPES
from faultbook.gateway.wire_types import (
    AS_TEXT,
    NOTHING_TO_SEE,
    VISIBLE,
    Path,
    ResourceName,
    ZonedTime,
    named,
)
from functions.fault_api.schemas import Body, unnamed

_MINUTES_A_DAY = 1440
_MAX_WORD = 50  # characters
_MAX_LABEL = 200


def _address_block(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text))
    except ValueError:
        raise ValueError("an address or block without host bits, as 192.0.2.0/24") from None


def _single_line(text: str) -> str:
    if not text.isprintable() or text != text.strip():
        raise ValueError("printable characters on one line")
    return text


def _word_of_a_house(word: str) -> str:
    """As it counts."""
    if means_itself(word):
        raise ValueError("a word that is no severity itself")
    return as_counted(word)


def _all_different(names: Any) -> Any:
    """As they were sent: names that differ in blanks at their ends alone are one."""
    texts = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    if len(set(texts)) < len(texts):
        raise ValueError("names that all differ")
    return names


Minutes = Annotated[int, Field(ge=1, le=access.MAX_TOKEN_MINUTES)]
OverlapMinutes = Annotated[int, Field(ge=0, le=access.MAX_OVERLAP.days * _MINUTES_A_DAY)]
Cidr = Annotated[
    str,
    StringConstraints(max_length=43),
    AfterValidator(_address_block),
    Field(json_schema_extra={"format": "cidr"}),
]
KeyName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100),
    AfterValidator(_single_line),
    Field(json_schema_extra={"format": "single-line"}),
]
# A key opens the compatible APIs, and those have nothing for an administrator.
KeyScope = Literal["faults:read", "faults:write"]
KeyApi = Literal["fortimonitor", "mackerel", "pagerduty", "opsgenie", "alertmanager", "webhooks"]
TopicArn = Annotated[str, Field(pattern=TOPIC_ARN)]
Servers = Annotated[
    list[ResourceName],
    Field(min_length=1, max_length=MAX_SERVERS, json_schema_extra={"uniqueItems": True}),
    BeforeValidator(_all_different),
]
SeverityWord = Annotated[
    str,
    named(_MAX_WORD),
    AfterValidator(_word_of_a_house),
    Field(json_schema_extra={"x-words": "a word that is no severity itself"}),
]
SeverityWords = Annotated[
    dict[SeverityWord, Annotated[Severity, AS_TEXT]],
    Field(max_length=MAX_SEVERITY_WORDS),
]
LabelName = Annotated[
    str,
    named(_MAX_LABEL),
    Field(json_schema_extra={"pattern": VISIBLE, "x-words": NOTHING_TO_SEE}),
]
PathLevel = Annotated[list[LabelName], Field(min_length=1, max_length=MAX_LABELS_OF_A_LEVEL)]
StripeCount = Annotated[int, Field(ge=1, le=MAX_STRIPES)]


class MakeAccessToken(Body):
    expire_after_minutes: Minutes = access.DEFAULT_TOKEN_MINUTES


class MakeApiKey(Body):
    name: KeyName
    scopes: Annotated[list[KeyScope], Field(min_length=1, max_length=2)]
    cidrs: list[Cidr] = Field(
        default_factory=list,
        max_length=access.MAX_CIDRS,
        description="Addresses that may use the key; none: all.",
    )
    apis: list[KeyApi] = Field(
        default_factory=list,
        max_length=len(access.KEY_APIS),
        description="APIs that take the key; none: all.",
    )
    path: Path | None = Field(
        default=None, description="Begins the paths of faults whose senders know no paths."
    )
    topics: list[TopicArn] = Field(
        default_factory=list,
        max_length=access.MAX_TOPICS,
        description="Topics of Amazon SNS whose messages the key takes at `/webhooks/cloudwatch`; "
        "it opens nothing else then.",
    )
    expires_at: ZonedTime | None = None


class RotateApiKey(Body):
    overlap_minutes: OverlapMinutes = int(access.DEFAULT_OVERLAP.total_seconds()) // 60


class ChangeSettings(Body):
    """What is not named stays as it is. `servers` null: any name is a server."""

    servers: Servers | None = Field(default=None, description="FortiMonitor servers there are.")
    severity_words: SeverityWords | None = Field(
        default=None,
        description="What senders' words for severities mean, before the table of such words; "
        "all of the customer's own, null for none. Case, blanks and hyphens do not count.",
    )
    alert_path_labels: list[PathLevel] | None = Field(
        default=None,
        max_length=MAX_PATH_LEVELS,
        description="Which labels of Prometheus's and Grafana's alerts make their paths, above the "
        "resource: for each level, the site first, labels of which the first that an alert has "
        "counts. Null for `site datacenter region cluster`, then `namespace job`.",
    )
    stripes: StripeCount = Field(
        default_factory=unnamed,
        description="One for each thousand faults a second that are reported or resolved.",
    )
