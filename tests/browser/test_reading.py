"""How faults are read: density, columns, long texts, links, times, drafts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.console import Operator, sign_in

TRACE = "Traceback\n" + "\n".join(f"  in worker_{number}" for number in range(30))
DEEP = "|".join(f"level_{number}_of_a_hierarchy" for number in range(9)) + "|edge-7"
HEIGHT = "(row) => row.getBoundingClientRect().height"


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Faults").get_by_role("listitem")


def panel_of(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Fault")


def edge_of(place: Locator, side: str) -> float:
    edge: float = place.evaluate(f"(one) => one.getBoundingClientRect().{side}")
    return edge


def test_dense_rows_are_chosen_by_a_key_and_remembered(page: Page, operator: Operator):
    operator.report()
    sign_in(page, operator)
    expect(rows(page)).to_have_count(1)
    comfortable = rows(page).evaluate(HEIGHT)

    page.keyboard.press("d")

    dense = rows(page).evaluate(HEIGHT)
    assert (round(comfortable), round(dense)) == (52, 32)
    page.reload()
    expect(rows(page)).to_have_count(1)
    assert rows(page).evaluate(HEIGHT) == dense
    page.get_by_role("button", name="Display").click()
    page.get_by_label("Comfortable").check()
    assert rows(page).evaluate(HEIGHT) == comfortable


def test_a_wide_screen_says_in_columns_what_a_narrow_one_leaves_to_the_fault(
    open_page: Callable[..., Page], operator: Operator
):
    operator.report()
    page = open_page(viewport={"width": 2560, "height": 1300})
    sign_in(page, operator)
    reporter = rows(page).get_by_text("wan-monitor")
    message, place = rows(page).get_by_text("is down"), rows(page).get_by_text("edge-7")

    expect(reporter).to_be_visible()
    for name in ("Message", "Place", "Type", "Reporter", "Seen", "Age", "Opened"):
        expect(page.locator(".columns").get_by_text(name, exact=True)).to_be_visible()
    assert edge_of(place, "left") > edge_of(message, "right")

    page.set_viewport_size({"width": 1280, "height": 800})
    expect(reporter).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280, 2560])
@pytest.mark.parametrize("density", ["comfortable", "compact"])
def test_the_device_of_a_long_path_is_in_sight(
    open_page: Callable[..., Page], operator: Operator, width: int, density: str
):
    operator.report(resource_ancestry_path=DEEP, message="A message of some length " * 8)
    page = open_page(viewport={"width": width, "height": 800})
    page.add_init_script(f"localStorage.setItem('faultbook.density', '{density}')")
    sign_in(page, operator)
    expect(rows(page)).to_have_count(1)

    place, device = rows(page).locator(".row-place"), rows(page).get_by_text("edge-7")

    assert edge_of(place, "left") <= edge_of(device, "left")
    assert edge_of(device, "right") <= edge_of(place, "right") + 1
    assert edge_of(rows(page).get_by_text("level_0_"), "left") < edge_of(place, "left")


def test_a_long_cause_keeps_its_lines_and_is_cut_until_asked_for(page: Page, operator: Operator):
    fault = operator.report(cause=TRACE)
    sign_in(page, operator, f"/?fault={fault['id']}")
    cause = panel_of(page).locator(".facts .clamped")

    expect(cause).to_have_text(TRACE)
    assert cause.evaluate("(one) => one.scrollHeight > one.clientHeight")
    panel_of(page).get_by_role("button", name="More of the cause").click()

    assert cause.evaluate("(one) => one.scrollHeight <= one.clientHeight")
    assert cause.evaluate(HEIGHT) > 30 * 12
    expect(panel_of(page).get_by_role("button", name="Acknowledge")).to_be_in_viewport(ratio=1)


def test_addresses_of_the_web_are_links_and_no_others(page: Page, operator: Operator):
    fault = operator.report(
        message="See https://runbooks.example/uplink.",
        cause="javascript:alert(1) or data:text/html,x",
        metadata={"page": "https://status.example/9", "bad": "javascript:alert(1)"},
    )
    operator.http.post(f"/fault/{fault['id']}/comment", json={"comment": "http://chat.example/1"})
    sign_in(page, operator, f"/?fault={fault['id']}")
    panel = panel_of(page)
    panel.get_by_text("Metadata").click()
    expect(panel.get_by_role("link", name="http://chat.example/1")).to_be_visible()

    links = panel.get_by_role("link").all()

    assert [link.get_attribute("href") for link in links] == [
        "https://runbooks.example/uplink",
        "https://status.example/9",
        "http://chat.example/1",
    ]
    assert {link.get_attribute("rel") for link in links} == {"noopener noreferrer"}


def test_metadata_is_a_table_that_is_folded_away(page: Page, operator: Operator):
    fault = operator.report(metadata={"attempts": 3, "labels": {"team": "payments"}})
    sign_in(page, operator, f"/?fault={fault['id']}")
    table = panel_of(page).get_by_role("table")
    expect(panel_of(page).get_by_text("Metadata")).to_be_visible()

    expect(table).to_be_hidden()
    panel_of(page).get_by_text("Metadata").click()

    expect(table.get_by_role("row", name="attempts")).to_contain_text("3")
    expect(table.get_by_role("row", name="labels")).to_contain_text('"team": "payments"')


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        ("Europe/Berlin", "26 Jul, 14:30"),
        ("America/New_York", "26 Jul, 08:30"),
        ("Asia/Kolkata", "26 Jul, 18:00"),
    ],
)
def test_beside_each_age_stands_when_it_was_here_or_in_utc(
    open_page: Callable[..., Page], operator: Operator, zone: str, local: str
):
    page = open_page(timezone_id=zone, viewport={"width": 2560, "height": 1300})
    fault = operator.report(occurred_at="2026-07-26T12:30:00Z")
    sign_in(page, operator, f"/?fault={fault['id']}")
    opened = panel_of(page).locator(".facts time").first
    expect(opened).to_contain_text(re.compile(f"ago {local}"))

    page.keyboard.press("z")

    expect(opened).to_contain_text("ago 26 Jul, 12:30")
    expect(rows(page).locator(".row-moment")).to_have_text("26 Jul, 12:30")
    expect(page.locator(".columns")).to_contain_text("(UTC)")
    page.reload()
    expect(opened).to_contain_text("ago 26 Jul, 12:30")


def test_charts_and_fields_for_times_follow_the_same_switch(
    open_page: Callable[..., Page], operator: Operator
):
    page = open_page(timezone_id="Asia/Kolkata")
    borders = "from=2026-07-26T12:00:00.000Z&to=2026-07-26T13:00:00.000Z"
    operator.report(occurred_at="2026-07-26T12:31:00Z")
    operator.stack.drain()
    sign_in(page, operator, f"/?view=statistics&{borders}")
    expect(page.get_by_label("From")).to_have_value("2026-07-26T17:30")
    page.locator("summary").first.click()
    bar = page.locator("details[open] tbody th")
    expect(bar).to_have_text("26 Jul, 18:01")

    page.keyboard.press("z")

    expect(bar).to_have_text("26 Jul, 12:31")
    expect(page.get_by_label("From")).to_have_value("2026-07-26T12:00")
    page.get_by_label("From").fill("2026-07-26T11:00")
    expect(page).to_have_url(re.compile(r"from=2026-07-26T11:00:00\.000Z"))


def test_a_comment_that_was_begun_waits_at_its_fault(page: Page, operator: Operator):
    first, second = (operator.report() for _ in range(2))
    sign_in(page, operator, f"/?fault={first['id']}")
    box = panel_of(page).get_by_label("Comment")
    box.fill("The carrier says")

    def open_other(fault: dict[str, Any]) -> None:
        rows(page).filter(has_text=fault["message"]).get_by_role("link").click()

    open_other(second)
    expect(box).to_have_value("")
    page.reload()
    open_other(first)
    expect(box).to_have_value("The carrier says")
    box.press("Control+Enter")

    expect(panel_of(page).get_by_text("The carrier says", exact=True)).to_be_visible()
    open_other(second)
    open_other(first)
    expect(box).to_have_value("")
    assert page.evaluate("JSON.parse(sessionStorage.getItem('faultbook.drafts'))") == []


def test_whoever_signs_out_takes_what_was_begun_along(page: Page, operator: Operator):
    fault = operator.report()
    sign_in(page, operator, f"/?fault={fault['id']}")
    panel_of(page).get_by_label("Comment").fill("Not for others")

    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_label("Token")).to_be_visible()
    assert page.evaluate("JSON.stringify(sessionStorage)") == "{}"
