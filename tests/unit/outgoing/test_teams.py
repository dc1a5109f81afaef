"""What a channel of Teams is sent, to the letter."""

import json

import pytest

from faultbook.domain.endpoints import EndpointKind
from faultbook.domain.fault import ChangeKind
from tests.support.told import FAULT_ID, a_test, an_endpoint, request_of, told, told_with_link

WORKFLOW = an_endpoint(EndpointKind.TEAMS, url="https://x.api.powerplatform.com/w?sig=1")
MOST = 28 * 1024  # bytes, of Teams itself


def run(text: str, **look: object) -> dict[str, object]:
    return {"type": "TextRun", "text": text, **look}


def block(*runs: dict[str, object]) -> dict[str, object]:
    return {"type": "RichTextBlock", "inlines": list(runs)}


def fact(name: str, value: str) -> dict[str, object]:
    return block(run(f"{name}: ", isSubtle=True), run(value))


def test_an_opening_is_a_card():
    title = (
        "[HIGH] dev_2j4k2l2j3k4l2j3k4 opened: "
        "WAN link latency high: Primary link (WAN1) latency is elevated"
    )
    request = request_of(told(), WORKFLOW)

    assert request.url == WORKFLOW.url
    assert request.headers["Content-Type"] == "application/json"
    assert json.loads(request.body) == {
        "type": "message",
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "content": {
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "type": "AdaptiveCard",
                    "version": "1.2",
                    "fallbackText": title,
                    "msteams": {"width": "Full"},
                    "body": [
                        {
                            "type": "Container",
                            "style": "attention",
                            "bleed": True,
                            "items": [block(run(title, weight="Bolder"))],
                        },
                        block(run("Latency probe exceeded 250ms for 5 consecutive checks.")),
                        fact("Where", "site_8a7b6c5d4e3f2g1h / dev_2j4k2l2j3k4l2j3k4"),
                        fact("Type", "wan-degradation"),
                        fact("By", "user_1"),
                    ],
                    "actions": [
                        {
                            "type": "Action.OpenUrl",
                            "title": "Open",
                            "url": f"https://faults.example/?fault={FAULT_ID}",
                        }
                    ],
                },
            }
        ],
    }


@pytest.mark.parametrize(
    ("what", "style"), [(ChangeKind.RESOLVED, "good"), (ChangeKind.ACKNOWLEDGED, "attention")]
)
def test_an_end_looks_like_one(what: ChangeKind, style: str):
    card = json.loads(request_of(told(what), WORKFLOW).body)["attachments"][0]["content"]

    assert card["body"][0]["style"] == style


def test_a_test_is_a_card_of_no_fault():
    card = json.loads(request_of(a_test(WORKFLOW), WORKFLOW).body)["attachments"][0]["content"]

    assert card["fallbackText"] == "Faultbook can reach On call"
    assert card["body"][0]["style"] == "emphasis"


def test_what_is_long_in_any_script_fits_a_message():
    long = "\N{GRINNING FACE}" * 20_000
    request = request_of(
        told(message=long, cause=long, type=long, path="|".join([long] * 20)), WORKFLOW
    )

    assert len(request.body) < MOST


def test_an_open_fault_can_be_acknowledged():
    notice = told_with_link(WORKFLOW)
    card = json.loads(request_of(notice, WORKFLOW).body)["attachments"][0]["content"]

    assert notice.acknowledge_url.startswith("https://faults.example/endpoints/end_1/acknowledge/")
    assert card["actions"] == [
        {
            "type": "Action.OpenUrl",
            "title": "Open",
            "url": f"https://faults.example/?fault={FAULT_ID}",
        },
        {"type": "Action.OpenUrl", "title": "Acknowledge", "url": notice.acknowledge_url},
    ]


@pytest.mark.parametrize("what", [ChangeKind.ACKNOWLEDGED, ChangeKind.RESOLVED])
def test_what_is_acknowledged_or_over_has_no_link(what: ChangeKind):
    assert told_with_link(WORKFLOW, what).acknowledge_url == ""
