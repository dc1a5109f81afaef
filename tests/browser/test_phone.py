"""What fingers do: on a phone there are no keys, and little room."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests.support.console import Operator, sign_in

PHONE = {"viewport": {"width": 360, "height": 760}, "is_mobile": True, "has_touch": True}
# What can be met by a finger and is less than 44 pixels high; links within a text are not.
SMALL = """() => {
  const places = "button:not(.link), select, input, textarea, .tabs a, .views a, .tree-row, summary"
  return [...document.querySelectorAll(places)]
    .map((one) => one.closest("label") ?? one)
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => one.getBoundingClientRect().height < 44)
    .map((one) => one.outerHTML.slice(0, 120));
}"""


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(**PHONE)


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Faults").get_by_role("listitem")


def swipe(phone: Page, row: Locator, by: int, down: int = 0) -> None:
    """With a finger, in steps as a hand does it."""
    box: Any = row.bounding_box()
    x, y = box["x"] + 80, box["y"] + box["height"] / 2
    session: CDPSession = phone.context.new_cdp_session(phone)
    touch = "Input.dispatchTouchEvent"
    session.send(touch, {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        point = {"x": x + by * step / 10, "y": y + down * step / 10}
        session.send(touch, {"type": "touchMove", "touchPoints": [point]})
    session.send(touch, {"type": "touchEnd", "touchPoints": []})


def test_filters_are_behind_one_button_beside_the_search(phone: Page, operator: Operator):
    operator.report()
    operator.report(severity="LOW", type="door-open")
    sign_in(phone, operator)
    expect(rows(phone)).to_have_count(2)
    critical = phone.get_by_role("button", name="Critical")
    expect(critical).to_be_hidden()
    assert (
        phone.get_by_role("searchbox").evaluate("(one) => one.closest('label').offsetWidth") > 270
    )

    phone.get_by_role("button", name="Filters").tap()
    critical.tap()

    expect(rows(phone)).to_have_count(1)
    expect(phone.get_by_role("button", name="Filters, 1 set")).to_be_visible()
    phone.get_by_role("button", name="Filters, 1 set").tap()
    expect(critical).to_be_hidden()


def test_each_target_is_large_enough_for_a_finger(phone: Page, operator: Operator):
    fault = operator.report(metadata={"rack": 3})
    sign_in(phone, operator)
    expect(rows(phone)).to_have_count(1)

    phone.get_by_role("button", name="Filters").tap()
    assert phone.evaluate(SMALL) == []
    phone.get_by_role("button", name="Views and hierarchy").tap()
    expect(phone.get_by_role("treeitem").first).to_be_visible()
    assert phone.evaluate(SMALL) == []
    phone.goto(f"/?fault={fault['id']}")
    expect(phone.get_by_role("button", name="Acknowledge")).to_be_visible()
    assert phone.evaluate(SMALL) == []
    phone.get_by_role("button", name="Resolve").tap()
    expect(phone.get_by_role("dialog")).to_be_visible()
    assert phone.evaluate(SMALL) == []


def test_a_swipe_to_the_right_acknowledges_and_undoes(phone: Page, operator: Operator):
    fault = operator.report()
    sign_in(phone, operator)
    expect(rows(phone)).to_have_count(1)

    swipe(phone, rows(phone), by=60)
    swipe(phone, rows(phone), by=20, down=120)
    expect(rows(phone).locator(".row-link")).to_have_css("translate", "none")
    assert operator.now(fault)["acknowledged_by"] is None
    swipe(phone, rows(phone), by=130)

    expect(rows(phone)).to_have_attribute("data-seen", "true")
    assert operator.now(fault)["acknowledged_by"] == "ada"
    expect(phone).not_to_have_url("fault=")
    swipe(phone, rows(phone), by=130)
    expect(rows(phone)).to_have_attribute("data-seen", "false")


def test_nothing_is_said_about_keys(phone: Page, operator: Operator):
    fault = operator.report()
    sign_in(phone, operator, f"/?fault={fault['id']}")
    expect(phone.get_by_label("Comment")).to_have_attribute("placeholder", "Comment")
    expect(phone.get_by_role("button", name="Keys")).to_be_hidden()

    phone.get_by_role("button", name="Resolve").tap()

    expect(phone.get_by_role("dialog")).not_to_contain_text("Ctrl")
    assert phone.locator("kbd:visible").count() == 0


def test_what_the_header_has_no_room_for_is_in_its_menu(phone: Page, operator: Operator):
    sign_in(phone, operator)
    phone.get_by_role("button", name="Display").tap()
    menu = phone.get_by_role("group", name="Display")

    menu.get_by_role("button", name="Share").tap()
    expect(phone.get_by_role("dialog", name="Share")).to_be_visible()
    phone.get_by_role("dialog").get_by_role("button", name="Close").tap()
    phone.get_by_role("button", name="Display").tap()
    menu.get_by_role("button", name="Sign out").tap()

    expect(phone.get_by_label("Token")).to_be_visible()
