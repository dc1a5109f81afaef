"""Keyboard, screen readers, colour schemes, small screens, slow lines."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, expect

from tests.support.console import Operator, sign_in

PHONE = {"width": 390, "height": 844}
FIRST_VIEW = 60 * 1024  # bytes, as they come over the line
GRAVE = ("serious", "critical")


def a_list(page: Page, operator: Operator) -> None:
    sign_in(page, operator)
    expect(page.get_by_role("list", name="Faults")).to_be_visible()
    expect(page.get_by_role("treeitem", include_hidden=True).first).to_be_attached()


def a_fault(page: Page, operator: Operator) -> None:
    a_list(page, operator)
    page.get_by_role("list", name="Faults").get_by_role("link").first.click()
    panel = page.get_by_role("complementary", name="Fault")
    expect(panel.get_by_role("region", name="What happened")).to_contain_text("opened")


def a_resolving(page: Page, operator: Operator) -> None:
    a_fault(page, operator)
    page.get_by_role("button", name="Resolve").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def a_selection(page: Page, operator: Operator) -> None:
    a_list(page, operator)
    page.get_by_role("checkbox").first.click()
    expect(page.get_by_role("toolbar", name="Selected faults")).to_be_visible()


def statistics(page: Page, operator: Operator) -> None:
    sign_in(page, operator, "/?view=statistics")
    expect(page.get_by_role("group", name=re.compile("^Opened: chart"))).to_be_visible()


def nothing_found(page: Page, operator: Operator) -> None:
    sign_in(page, operator, "/?q=nothing+of+the+kind")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()


def groups(page: Page, operator: Operator) -> None:
    sign_in(page, operator, "/?group=type,site")
    expect(page.get_by_role("list", name="Groups").get_by_role("listitem").first).to_be_visible()


def the_palette(page: Page, operator: Operator) -> None:
    a_list(page, operator)
    page.keyboard.press("Control+k")
    page.keyboard.type("site")
    expect(page.get_by_role("listbox", name="What there is")).to_be_visible()


def a_report(page: Page, operator: Operator) -> None:
    a_list(page, operator)
    page.get_by_role("button", name="Report a fault").click()
    expect(page.get_by_role("dialog", name="Report a fault")).to_be_visible()


def administration(page: Page, operator: Operator) -> None:
    operator.http.post("/fault/token", json={})
    operator.http.post("/api-keys", json={"name": "Zabbix", "scopes": ["faults:read"]})
    sign_in(page, operator, "/?view=administration")
    for name in ("API keys", "Links"):
        region = page.get_by_role("region", name=name)
        expect(region.get_by_role("button", name="Revoke").first).to_be_visible()


def signed_out(page: Page, operator: Operator) -> None:
    del operator
    page.goto("/")
    expect(page.get_by_label("Token")).to_be_visible()


VIEWS: list[Callable[[Page, Operator], None]] = [
    signed_out,
    a_list,
    a_selection,
    a_fault,
    a_resolving,
    groups,
    the_palette,
    a_report,
    administration,
    statistics,
    nothing_found,
]


def busy_night(operator: Operator) -> None:
    for severity in ("CRITICAL", "HIGH", "MEDIUM", "WARNING", "LOW"):
        fault = operator.report(severity=severity, resource_id=f"edge-{severity.lower()}")
        if severity == "HIGH":
            operator.change(fault, "acknowledge")
            operator.http.post(f"/fault/{fault['id']}/comment", json={"comment": "Looking."})
    operator.stack.drain()


def grave_faults(page: Page) -> list[str]:
    """What axe finds, in its own words, with the first element that it is about."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']} {one['nodes'][0]['html']}"
        for one in found
        if one["impact"] in GRAVE
    ]


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault(
    open_page: Callable[..., Page],
    operator: Operator,
    view: Callable[[Page, Operator], None],
    scheme: str,
):
    busy_night(operator)
    page = open_page(color_scheme=scheme, reduced_motion="reduce")

    view(page, operator)

    assert grave_faults(page) == []


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_a_phone_shows_every_view_without_moving_sideways(
    open_page: Callable[..., Page], operator: Operator, view: Callable[[Page, Operator], None]
):
    busy_night(operator)
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")

    view(page, operator)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert grave_faults(page) == []


def test_a_phone_works_through_a_fault(open_page: Callable[..., Page], operator: Operator):
    fault = operator.report()
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(page, operator)

    page.get_by_role("button", name="Views and hierarchy").tap()
    page.get_by_role("tree").get_by_text("site_1", exact=True).tap()
    page.get_by_role("link", name=re.compile(fault["message"])).tap()
    panel = page.get_by_role("complementary", name="Fault")
    panel.get_by_role("button", name="Acknowledge").tap()
    expect(panel.get_by_role("button", name="Unacknowledge")).to_be_visible()
    panel.get_by_role("button", name="Close the fault").tap()

    expect(page.get_by_role("list", name="Faults")).to_be_visible()
    assert operator.now(fault)["acknowledged_by"] == "ada"


def test_dark_and_light_follow_the_system_until_somebody_chooses(
    open_page: Callable[..., Page], operator: Operator
):
    page = open_page(color_scheme="dark")
    sign_in(page, operator)
    background = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(background)

    page.emulate_media(color_scheme="light")
    page.reload()
    light = page.evaluate(background)
    page.get_by_role("button", name="Dark theme").click()

    assert dark != light
    expect(page.get_by_role("button", name="Light theme")).to_be_visible()
    assert page.evaluate(background) == dark
    page.reload()
    expect(page.get_by_role("button", name="Light theme")).to_be_visible()
    assert page.evaluate(background) == dark


def test_a_night_s_work_needs_no_mouse(page: Page, operator: Operator):
    first, second = operator.report(), operator.report()
    page.goto("/")
    expect(page.get_by_label("Token")).to_be_visible()
    while not page.evaluate("document.activeElement.matches('input')"):
        page.keyboard.press("Tab")
    page.keyboard.insert_text(operator.token)
    page.keyboard.press("Enter")
    expect(page.get_by_role("list", name="Faults").get_by_role("listitem")).to_have_count(2)
    panel = page.get_by_role("complementary", name="Fault")

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading", name=first["message"])).to_be_visible()
    page.keyboard.press("a")
    expect(panel.get_by_role("button", name="Unacknowledge")).to_be_visible()
    page.keyboard.press("c")
    expect(panel.get_by_label("Comment")).to_be_focused()
    page.keyboard.type("Seen it.")
    page.keyboard.press("Control+Enter")
    expect(panel.get_by_text("Seen it.")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("Mended")
    page.keyboard.press("Control+Enter")
    expect(panel.get_by_role("button", name="Reopen")).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)

    assert operator.now(first)["resolution_reason"] == "Mended"
    assert operator.now(second)["status"] == "unresolved"
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Statistics")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_the_first_view_comes_over_a_slow_line(page: Page, operator: Operator):
    operator.report()
    came: list[Request] = []
    # Playwright writes on what it calls, which a built-in method does not bear.
    page.on("requestfinished", lambda request: came.append(request))  # noqa: PLW0108

    sign_in(page, operator)
    expect(page.get_by_role("list", name="Faults")).to_be_visible()

    sizes = [request.sizes() for request in came]
    assert len(came) > 3
    assert sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes) < FIRST_VIEW
