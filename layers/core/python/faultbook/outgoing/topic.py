"""SNS: each event to a topic, with what filter policies ask for as attributes.

https://docs.aws.amazon.com/sns/latest/api/API_Publish.html; a message has 256 KB. People who
subscribed by e-mail or SMS get words, everybody else the event.
"""

import json
from datetime import datetime
from typing import Any

from faultbook.domain.endpoints import Endpoint
from faultbook.domain.text import cut
from faultbook.outgoing.aws_call import AwsCall, Operation, region_of
from faultbook.outgoing.notice import Notice

_FIFO = ".fifo"
_MAX_SUBJECT = 99  # characters, in ASCII and on one line
_MAX_SMS = 140
_MAX_TEXT = 1500


def request_of(notice: Notice, endpoint: Endpoint, at: datetime) -> AwsCall:
    del at
    parameters: dict[str, Any] = {
        "TopicArn": endpoint.url,
        "Subject": _subject(notice.title),
        "MessageStructure": "json",
        "Message": json.dumps(_messages(notice), ensure_ascii=False),
        "MessageAttributes": _attributes(notice),
    }
    if endpoint.url.endswith(_FIFO):
        fault = notice.event.fault if notice.event else None
        parameters["MessageGroupId"] = f"{fault.number}" if fault else "test"
        parameters["MessageDeduplicationId"] = notice.event_id
    return AwsCall(Operation.PUBLISH, region_of(endpoint.url), parameters)


def _messages(notice: Notice) -> dict[str, str]:
    facts = "\n".join(f"{name}: {value}" for name, value in notice.facts.items())
    parts = [notice.title, cut(notice.text, _MAX_TEXT), facts, notice.url]
    return {
        "default": json.dumps(notice.document, ensure_ascii=False, separators=(",", ":")),
        "email": "\n\n".join(part for part in parts if part),
        "sms": cut(notice.title, _MAX_SMS),
    }


def _attributes(notice: Notice) -> dict[str, dict[str, str]]:
    named = {"type": notice.document["type"]}
    if notice.event:
        fault = notice.event.fault
        named |= {"severity": fault.severity, "kind": fault.kind, "path": fault.path}
    return {
        name: {"DataType": "String", "StringValue": value} for name, value in named.items() if value
    }


def _subject(title: str) -> str:
    """Begins with a letter, a digit or a mark; what is not ASCII is left out."""
    line = " ".join(title.encode("ascii", "ignore").decode().split())
    return cut(line, _MAX_SUBJECT).replace("\N{HORIZONTAL ELLIPSIS}", "")
