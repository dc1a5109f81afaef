"""EventBridge: each event on a bus, with its type as `detail-type`.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html; an entry has 256 KB.
"""

import json
from datetime import datetime

from faultbook.domain.endpoints import Endpoint
from faultbook.outgoing.aws_call import AwsCall, Operation, region_of
from faultbook.outgoing.notice import Notice

SOURCE = "faultbook"


def request_of(notice: Notice, endpoint: Endpoint, at: datetime) -> AwsCall:
    entry = {
        "EventBusName": endpoint.url,
        "Source": SOURCE,
        "DetailType": notice.document["type"],
        "Time": notice.event.at if notice.event else at,
        "Detail": json.dumps(notice.document, ensure_ascii=False, separators=(",", ":")),
    }
    return AwsCall(Operation.PUT_EVENTS, region_of(endpoint.url), {"Entries": [entry]})
