"""The panel of one fault, whatever its sender wrote."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.support.console import Operator, sign_in

LONG = "Traceback of a worker\n" + "at some.module.call " * 98  # close to the 2,000 that are taken
PHONE = {"viewport": {"width": 400, "height": 800}, "is_mobile": True, "has_touch": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_long_message_leaves_the_actions_and_the_comment_box_in_sight(
    open_page: Callable[..., Page], operator: Operator, device: dict[str, object]
):
    fault = operator.report(message=LONG)
    page = open_page(**device)
    sign_in(page, operator, f"/?fault={fault['id']}")
    panel = page.get_by_role("complementary", name="Fault")

    for name in ("More of the message", "Less of the message"):
        expect(panel.get_by_role("button", name="Acknowledge")).to_be_in_viewport(ratio=1)
        expect(panel.get_by_label("Comment")).to_be_in_viewport(ratio=1)
        expect(panel.get_by_text("No carrier on port 1")).to_be_in_viewport()
        panel.get_by_role("button", name=name).click()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    panel.get_by_role("button", name="Acknowledge").click()

    expect(panel.get_by_role("button", name="Unacknowledge")).to_be_visible()


def test_a_long_message_leaves_the_dialog_that_resolves_in_sight(
    open_page: Callable[..., Page], operator: Operator
):
    fault = operator.report(message=LONG)
    page = open_page(**PHONE)
    sign_in(page, operator, f"/?fault={fault['id']}")

    page.get_by_role("button", name="Resolve").click()

    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Reason")).to_be_in_viewport(ratio=1)
    expect(dialog.get_by_role("button", name="Resolve", exact=True)).to_be_in_viewport(ratio=1)


def test_a_short_message_needs_no_button(page: Page, operator: Operator):
    fault = operator.report()
    sign_in(page, operator, f"/?fault={fault['id']}")

    expect(page.get_by_role("button", name="Acknowledge")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("More of"))).to_have_count(0)


def test_a_memo_of_mackerel_is_shown_and_who_did_what_stands_beside_its_credential(
    page: Page, operator: Operator
):
    fault = operator.report(deduplication_key="disk", message="disk 91%")
    wire = {"memo": "Ask the vendor", "acknowledged_by": "key:1", "acknowledged_by_name": "Ada"}
    shown = {**fault, **wire, "acknowledged_at": fault["created_at"]}
    path = f"**/fault/{fault['id']}"
    page.route(path, lambda route: route.fulfill(json=shown))
    sign_in(page, operator, f"/?fault={fault['id']}")
    panel = page.get_by_role("complementary", name="Fault")

    expect(panel.get_by_text("Ask the vendor")).to_be_visible()
    expect(panel.get_by_text("by Ada (key:1)")).to_be_visible()
    expect(panel.locator(".story").get_by_text("disk 91%")).to_be_visible()


def test_what_was_changed_at_its_site_shortly_before_stands_beside_a_fault(
    page: Page, operator: Operator
):
    made = operator.http.post(
        "/api-keys", json={"name": "Deployer", "path": "site_1", "scopes": ["faults:write"]}
    )
    key = made.json()["key"]
    now = datetime.now(UTC)
    for minutes, source, summary in (
        (40, "edge-7", "Firmware 4.2 rolled out"),
        (210, "edge-7", "Cable replaced"),
        (5, "edge-7", "Rolled back"),
    ):
        sent = operator.http.post(
            "/v2/change/enqueue",
            json={
                "routing_key": key,
                "payload": {
                    "summary": summary,
                    "source": source,
                    "timestamp": (now - timedelta(minutes=minutes)).isoformat(),
                },
            },
        )
        assert sent.status_code == 202, sent.text
    fault = operator.report(occurred_at=(now - timedelta(minutes=10)).isoformat())
    elsewhere = operator.report(resource_ancestry_path="site_2|edge-8")

    sign_in(page, operator, f"/?fault={fault['id']}")
    changes = page.get_by_role("region", name="Changes shortly before")
    expect(changes.get_by_role("listitem")).to_have_count(1)
    expect(changes).to_contain_text("Firmware 4.2 rolled out")
    expect(changes).to_contain_text("30m before")
    page.goto(f"/?fault={elsewhere['id']}")

    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    expect(changes).to_have_count(0)
