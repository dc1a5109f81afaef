"""What a topic of SNS is sent, to the letter."""

import json
from typing import Any

import pytest

from faultbook.domain.endpoints import EndpointKind
from faultbook.domain.fault import ChangeKind
from faultbook.outgoing.aws_call import AwsCall, Operation
from tests.support.told import FAULT_ID, NUMBER, a_test, an_endpoint, request_of, told

ARN = "arn:aws-us-gov:sns:us-gov-west-1:123456789012:faults"
TOPIC = an_endpoint(EndpointKind.SNS, url=ARN)
ORDERED = an_endpoint(EndpointKind.SNS, url=f"{ARN}.fifo")


def text(value: str) -> dict[str, str]:
    return {"DataType": "String", "StringValue": value}


def test_an_event_is_a_message_with_words_for_people():
    notice = told(ChangeKind.RESOLVED, "fixed", message="Uplink is down", path="")
    call = request_of(notice, TOPIC)
    title = "[HIGH] dev_2j4k2l2j3k4l2j3k4 resolved: Uplink is down"

    assert json.loads(call.parameters["Message"]) == {
        "default": json.dumps(notice.document, ensure_ascii=False, separators=(",", ":")),
        "email": f"{title}\n\nfixed\n\nWhere: dev_2j4k2l2j3k4l2j3k4\nType: wan-degradation\n"
        f"By: user_1\n\nhttps://faults.example/?fault={FAULT_ID}",
        "sms": title,
    }
    assert call == AwsCall(
        Operation.PUBLISH,
        "us-gov-west-1",
        {
            "TopicArn": ARN,
            "Subject": title,
            "MessageStructure": "json",
            "Message": call.parameters["Message"],
            "MessageAttributes": {
                "type": text("fault.resolved"),
                "severity": text("HIGH"),
                "kind": text("ALERT"),
                "path": text("dev_2j4k2l2j3k4l2j3k4"),
            },
        },
    )


def test_a_topic_with_an_order_keeps_that_of_each_fault():
    notice = told()
    parameters = request_of(notice, ORDERED).parameters

    assert parameters["MessageGroupId"] == str(NUMBER)
    assert parameters["MessageDeduplicationId"] == notice.event_id


@pytest.mark.parametrize("topic", [TOPIC, ORDERED])
def test_a_test_is_about_no_fault(topic: Any):
    parameters = request_of(a_test(topic), topic).parameters

    assert parameters["MessageAttributes"] == {"type": text("endpoint.test")}
    assert parameters["Subject"] == "Faultbook can reach On call"


@pytest.mark.parametrize(
    ("message", "end"),
    [("x\ny", "opened: x y"), ("größer", "opened: grer"), ("x" * 500, "x")],
)
def test_a_subject_is_a_short_line_in_ascii(message: str, end: str):
    subject = request_of(told(message=message), TOPIC).parameters["Subject"]

    assert len(subject) < 100
    assert subject.isascii()
    assert subject.isprintable()
    assert subject.endswith(end)
