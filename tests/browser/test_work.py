"""What an operator does with faults, in the order of a night."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.console import Operator, sign_in

ACTIONS = "Actions"


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Faults").get_by_role("listitem")


def row(page: Page, message: str) -> Locator:
    return rows(page).filter(has_text=message)


def open_fault(page: Page, message: str) -> Locator:
    row(page, message).get_by_role("link").click()
    panel = page.get_by_role("complementary", name="Fault")
    expect(panel.get_by_role("heading", name=message)).to_be_visible()
    return panel


def select(page: Page, fault: dict[str, Any]) -> None:
    box = page.get_by_role("checkbox", name=f"Select {fault['message']}")
    box.click()
    expect(box).to_be_checked()


def test_a_token_opens_the_console_and_is_kept_for_the_session_only(page: Page, operator: Operator):
    fault = operator.report()

    sign_in(page, operator)

    expect(row(page, fault["message"])).to_be_visible()
    assert page.evaluate("Object.values(sessionStorage)").count(operator.token) == 1
    assert operator.token not in page.evaluate("JSON.stringify(localStorage)")
    assert page.context.cookies() == []
    page.reload()
    expect(row(page, fault["message"])).to_be_visible()


@pytest.mark.parametrize("token", ["nonsense", "a.b.c"])
def test_what_is_no_token_is_not_taken(page: Page, token: str):
    page.goto("/")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_contain_text("no token")


def test_a_new_fault_appears_by_itself_and_counts_in_the_title(page: Page, operator: Operator):
    first = operator.report()
    sign_in(page, operator)
    expect(rows(page)).to_have_count(1)

    second = operator.report(severity="LOW")
    operator.stack.drain()

    expect(rows(page)).to_have_count(2)
    expect(rows(page).first).to_contain_text(second["message"])
    expect(rows(page).last).to_contain_text(first["message"])
    expect(page).to_have_title(re.compile("^1 critical, 1 low"))


def test_filters_narrow_the_list_and_stand_in_the_address(page: Page, operator: Operator):
    here = operator.report(message="Uplink is down")
    operator.report(message="Door is open", severity="LOW", resource_ancestry_path="site_10|door")
    sign_in(page, operator)
    expect(rows(page)).to_have_count(2)

    page.get_by_role("group", name="Severity").get_by_role("button", name="Critical").click()
    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile("severity=critical", re.IGNORECASE))
    page.get_by_role("searchbox").fill("no such text")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    page.get_by_role("searchbox").fill("uplink")
    expect(row(page, here["message"])).to_be_visible()

    page.reload()
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_have_value("uplink")
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(rows(page)).to_have_count(2)
    page.go_back()
    expect(rows(page)).to_have_count(1)


def test_a_place_in_the_hierarchy_narrows_the_list_to_what_is_below_it(
    page: Page, operator: Operator
):
    operator.report(resource_ancestry_path="site_1|rack_3|edge-7")
    operator.report(resource_ancestry_path="site_1|rack_4|edge-8")
    operator.report(resource_ancestry_path="site_10|rack_3|edge-9")
    sign_in(page, operator)
    tree = page.get_by_role("tree", name="Hierarchy")

    expect(tree.get_by_role("treeitem", name=re.compile("^site_1,? 2 open"))).to_be_visible()
    tree.get_by_text("site_1", exact=True).click()
    expect(rows(page)).to_have_count(2)
    tree.get_by_text("rack_4", exact=True).click()

    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile("path=site_1"))


def test_a_view_is_saved_under_a_name(page: Page, operator: Operator):
    operator.report()
    sign_in(page, operator, "/?severity=low")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()

    page.get_by_role("button", name="Save this view").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Quiet ones")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    views = page.get_by_role("navigation", name="Saved views")
    views.get_by_role("link", name=re.compile("^Open")).click()
    expect(rows(page)).to_have_count(1)
    views.get_by_role("link", name=re.compile("^Quiet ones")).click()

    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()


def test_a_fault_is_acknowledged_commented_and_resolved_with_a_reason(
    page: Page, operator: Operator
):
    fault = operator.report()
    sign_in(page, operator)
    panel = open_fault(page, fault["message"])
    actions = panel.get_by_role("toolbar", name=ACTIONS)

    actions.get_by_role("button", name="Acknowledge").click()
    expect(actions.get_by_role("button", name="Unacknowledge")).to_be_visible()
    panel.get_by_label("Comment").fill("The carrier is on site.")
    panel.get_by_role("button", name="Comment").click()
    expect(panel.get_by_text("The carrier is on site.")).to_be_visible()
    actions.get_by_role("button", name="Resolve").click()
    page.get_by_role("dialog").get_by_label("Reason").fill("Line mended")
    page.get_by_role("dialog").get_by_role("button", name="Resolve", exact=True).click()

    expect(actions.get_by_role("button", name="Reopen")).to_be_visible()
    expect(panel.get_by_text("Line mended").first).to_be_visible()
    now = operator.now(fault)
    assert (now["status"], now["resolution_reason"]) == ("resolved", "Line mended")
    assert (now["acknowledged_by"], now["comments"][0]["user_id"]) == ("ada", "ada")
    operator.stack.drain()
    story = panel.get_by_role("region", name="What happened")
    expect(story).to_contain_text("opened")
    expect(story).to_contain_text("resolved")


def test_what_was_resolved_can_be_undone_and_reopened(page: Page, operator: Operator):
    fault = operator.report()
    sign_in(page, operator)
    panel = open_fault(page, fault["message"])

    panel.get_by_role("button", name="Resolve").click()
    page.get_by_role("dialog").get_by_role("button", name="Resolve", exact=True).click()
    page.get_by_role("button", name="Undo").click()

    expect(panel.get_by_role("button", name="Acknowledge")).to_be_visible()
    assert operator.now(fault)["status"] == "unresolved"
    operator.change(fault, "resolve", "Recovered")
    panel.get_by_role("button", name="Reopen").click()
    expect(panel.get_by_role("button", name="Acknowledge")).to_be_visible()
    assert operator.now(fault)["status"] == "unresolved"


def test_several_are_acknowledged_and_resolved_at_once(page: Page, operator: Operator):
    faults = [operator.report() for _ in range(3)]
    sign_in(page, operator)
    for fault in faults[:2]:
        select(page, fault)
    selection = page.get_by_role("toolbar", name="Selected faults")

    selection.get_by_role("button", name="Acknowledge").click()
    expect(row(page, faults[0]["message"]).get_by_text("Acknowledged")).to_be_attached()
    for fault in faults[:2]:
        select(page, fault)
    selection.get_by_role("button", name="Resolve").click()
    page.get_by_role("dialog").get_by_label("Reason").fill("Planned work")
    page.get_by_role("dialog").get_by_role("button", name="Resolve", exact=True).click()

    expect(rows(page)).to_have_count(1)
    reasons = [operator.now(fault)["resolution_reason"] for fault in faults]
    assert reasons == ["Planned work", "Planned work", None]
    assert operator.now(faults[0])["acknowledged_by"] == "ada"


def test_a_fault_has_an_address_of_its_own_and_a_command_to_read_it(
    open_page: Callable[..., Page], operator: Operator
):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    fault = operator.report()
    sign_in(page, operator)
    panel = open_fault(page, fault["message"])

    panel.get_by_role("button", name="Copy as curl").click()
    expect(page.get_by_role("status").filter(has_text="copied")).to_be_visible()
    command = page.evaluate("navigator.clipboard.readText()")
    assert f"/fault/{fault['id']}" in command
    assert operator.token not in command
    address = page.url
    page.goto("/")
    page.goto(address)

    expect(panel.get_by_role("heading", name=fault["message"])).to_be_visible()


def test_statistics_show_what_was_opened_and_resolved(page: Page, operator: Operator):
    faults = [operator.report(resource_id=f"edge-{number}") for number in range(3)]
    operator.change(faults[0], "acknowledge")
    operator.change(faults[0], "resolve")
    operator.stack.drain()
    sign_in(page, operator)

    page.get_by_role("link", name="Statistics").click()

    expect(page.get_by_role("heading", name="Statistics")).to_be_visible()
    expect(page.get_by_text("edge-0")).to_be_visible()
    for title in ("Opened", "Resolved"):
        chart = page.get_by_role("group", name=re.compile(f"^{title}: chart"))
        expect(chart.locator("canvas")).to_be_visible()
    page.get_by_text("As a table").first.click()
    expect(page.get_by_role("table").first).to_contain_text("Critical")
    page.get_by_label("Span of time").select_option(label="Last 7 days")
    expect(page).to_have_url(re.compile("span=7d"))
    expect(page.get_by_text("edge-0")).to_be_visible()


def test_the_open_faults_are_shared_by_a_link_that_reads_only(page: Page, operator: Operator):
    operator.report()
    sign_in(page, operator)

    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Make a link").click()
    link = dialog.get_by_label("The link").input_value()
    dialog.get_by_role("button", name="Revoke").click()

    expect(dialog.get_by_label("The link")).to_have_count(0)
    assert link.startswith(operator.stack.url)
