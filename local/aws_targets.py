"""EventBridge, SNS and SES, as far as endpoints call them: what they are sent is a line of a file.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html,
https://docs.aws.amazon.com/sns/latest/api/API_Publish.html,
https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
"""

import json
import threading
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from werkzeug import Request, Response

from local.http_events import message

PREFIX = "/_aws/"
SERVICES = ("eventbridge", "sns", "sesv2")
FILE = "told.jsonl"
_PUBLISHED = (
    '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult>'
    "<MessageId>{id}</MessageId></PublishResult>"
    "<ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata></PublishResponse>"
)


def endpoint_urls(url: str) -> dict[str, str]:
    """As botocore looks for them."""
    return {f"AWS_ENDPOINT_URL_{name.upper()}": f"{url}{PREFIX}{name}" for name in SERVICES}


class AwsTargets:
    """`directory` gets the file; each line has `service` and what was `sent`."""

    def __init__(self, directory: Path) -> None:
        self._file = directory / FILE
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Response:
        service = request.path.removeprefix(PREFIX).partition("/")[0]
        if service not in SERVICES:
            return message(404, "Not Found")
        sent: Mapping[str, Any] = request.form if service == "sns" else request.get_json(force=True)
        self._keep({"service": service, "sent": dict(sent)})
        new_id = str(uuid.uuid4())
        if service == "sns":
            return Response(_PUBLISHED.format(id=new_id), content_type="text/xml")
        if service == "sesv2":
            return _json({"MessageId": new_id})
        entries = [{"EventId": new_id} for _ in sent["Entries"]]
        return _json({"FailedEntryCount": 0, "Entries": entries})

    def _keep(self, line: Mapping[str, Any]) -> None:
        with self._lock, self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


def _json(body: Mapping[str, Any]) -> Response:
    return Response(json.dumps(body), content_type="application/x-amz-json-1.1")
