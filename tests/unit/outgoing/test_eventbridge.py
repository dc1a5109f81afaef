"""What a bus of EventBridge is sent, to the letter."""

import json

from faultbook.domain.endpoints import EndpointKind
from faultbook.outgoing.aws_call import AwsCall, Operation
from tests.support.builders import NOW
from tests.support.told import a_test, an_endpoint, request_of, told

ARN = "arn:aws:events:eu-central-1:123456789012:event-bus/faults"
BUS = an_endpoint(EndpointKind.EVENTBRIDGE, url=ARN)


def test_an_event_is_an_entry_of_the_region_of_the_bus():
    notice = told(message="Verbindung gestört")

    assert request_of(notice, BUS) == AwsCall(
        Operation.PUT_EVENTS,
        "eu-central-1",
        {
            "Entries": [
                {
                    "EventBusName": ARN,
                    "Source": "faultbook",
                    "DetailType": "fault.opened",
                    "Time": NOW,
                    "Detail": json.dumps(
                        notice.document, ensure_ascii=False, separators=(",", ":")
                    ),
                }
            ]
        },
    )


def test_a_test_is_an_entry_of_another_type():
    [entry] = request_of(a_test(BUS), BUS).parameters["Entries"]

    assert entry["DetailType"] == "endpoint.test"
    assert json.loads(entry["Detail"])["data"] == {"endpoint": {"id": "end_1", "name": "On call"}}
