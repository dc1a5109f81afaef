"""What a channel of Slack is sent, to the letter."""

import json

from faultbook.domain.endpoints import EndpointKind
from tests.support.told import FAULT_ID, an_endpoint, request_of, told, told_with_link

CHANNEL = an_endpoint(EndpointKind.SLACK, url="https://hooks.slack.com/services/T/B/x")


def section(text: str) -> dict[str, object]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def field(name: str, value: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": f"*{name}*\n{value}"}


def test_an_opening_is_a_message_with_a_link_that_acknowledges():
    notice = told_with_link(CHANNEL)
    title = (
        "[HIGH] dev_2j4k2l2j3k4l2j3k4 opened: "
        "WAN link latency high: Primary link (WAN1) latency is elevated"
    )

    assert json.loads(request_of(notice, CHANNEL).body) == {
        "text": title,
        "attachments": [
            {
                "color": "#e65100",
                "blocks": [
                    section(f"*<https://faults.example/?fault={FAULT_ID}|{title}>*"),
                    section("Latency probe exceeded 250ms for 5 consecutive checks."),
                    {
                        "type": "section",
                        "fields": [
                            field("Where", "site_8a7b6c5d4e3f2g1h / dev_2j4k2l2j3k4l2j3k4"),
                            field("Type", "wan-degradation"),
                            field("By", "user_1"),
                        ],
                    },
                    section(f"<{notice.acknowledge_url}|Acknowledge>"),
                ],
            }
        ],
    }


def test_without_a_link_there_is_none():
    assert "Acknowledge" not in json.dumps(json.loads(request_of(told(), CHANNEL).body))
