"""What is sent by e-mail, to the letter."""

import pytest

from faultbook.domain.endpoints import EndpointKind
from faultbook.domain.fault import ChangeKind
from faultbook.outgoing.aws_call import AwsCall, Operation
from faultbook.outgoing.mail import complaints_of
from tests.support.told import (
    ALERT,
    FAULT_ID,
    a_test,
    an_endpoint,
    request_of,
    told,
    told_with_link,
)

PEOPLE = an_endpoint(EndpointKind.EMAIL, url="mailto:noc@example.com,boss@example.com")
THREAD = f"<{ALERT}@faultbook.invalid>"


def test_an_event_is_a_message_in_the_thread_of_its_fault():
    text = (
        "[HIGH] dev_2j4k2l2j3k4l2j3k4 resolved: Uplink is down\n\nfixed\n\n"
        "Where: site_8a7b6c5d4e3f2g1h / dev_2j4k2l2j3k4l2j3k4\nType: wan-degradation\n"
        f"By: user_1\n\nhttps://faults.example/?fault={FAULT_ID}\n"
    )

    assert request_of(told(ChangeKind.RESOLVED, "fixed", message="Uplink is down"), PEOPLE) == (
        AwsCall(
            Operation.SEND_EMAIL,
            "",
            {
                "Destination": {"ToAddresses": ["noc@example.com", "boss@example.com"]},
                "Content": {
                    "Simple": {
                        "Subject": {
                            "Data": "[HIGH] dev_2j4k2l2j3k4l2j3k4: Uplink is down",
                            "Charset": "UTF-8",
                        },
                        "Body": {"Text": {"Data": text, "Charset": "UTF-8"}},
                        "Headers": [
                            {"Name": "Auto-Submitted", "Value": "auto-generated"},
                            {"Name": "References", "Value": THREAD},
                            {"Name": "In-Reply-To", "Value": THREAD},
                        ],
                    }
                },
            },
        )
    )


def test_a_test_begins_no_thread():
    message = request_of(a_test(PEOPLE), PEOPLE).parameters["Content"]["Simple"]

    assert message["Subject"]["Data"] == "Faultbook can reach On call"
    assert [one["Name"] for one in message["Headers"]] == ["Auto-Submitted"]


def test_a_subject_is_one_line():
    message = request_of(told(message="a\r\nBcc: all@example.com"), PEOPLE).parameters["Content"]

    assert message["Simple"]["Subject"]["Data"].endswith(": a Bcc: all@example.com")


@pytest.mark.parametrize(
    "url", ["mailto:noc@example.com", "mailto:" + ",".join(["a.b+c@x-1.example.com"] * 10)]
)
def test_up_to_ten_addresses_are_taken(url: str):
    assert complaints_of(an_endpoint(EndpointKind.EMAIL, url=url)) == {}


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mailto:",
        "noc@example.com",
        "mailto:noc",
        "mailto:noc@example",
        "mailto:a@example.com, b@example.com",
        "mailto:a@example.com?bcc=b@example.com",
        "mailto:" + ",".join(["a@example.com"] * 11),
    ],
)
def test_other_addresses_are_refused_in_words(url: str):
    assert complaints_of(an_endpoint(EndpointKind.EMAIL, url=url)) == {
        "url": "mailto:noc@example.com, with up to 10 addresses and commas"
    }


def test_an_open_fault_can_be_acknowledged():
    notice = told_with_link(PEOPLE)
    message = request_of(notice, PEOPLE).parameters["Content"]["Simple"]

    assert message["Body"]["Text"]["Data"].endswith(
        f"https://faults.example/?fault={FAULT_ID}\n\nAcknowledge: {notice.acknowledge_url}\n"
    )
