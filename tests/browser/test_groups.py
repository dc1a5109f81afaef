"""Faults in groups, and what is done to all that match, loaded or not; views with their counts."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.console import Operator, sign_in


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Faults").get_by_role("listitem")


def groups(page: Page) -> Locator:
    return page.get_by_role("list", name="Groups").get_by_role("listitem")


def views(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Saved views")


def some_of_each(operator: Operator) -> None:
    for number in range(3):
        operator.report(
            resource_id=f"edge-{number}", resource_ancestry_path=f"site_1|edge-{number}"
        )
    operator.report(type="door-open", severity="LOW", resource_ancestry_path="site_1|edge-7")
    operator.report(resource_ancestry_path="site_2|edge-8", resource_id="edge-8", severity="HIGH")


def test_what_is_alike_stands_together_and_opens_with_one_key(page: Page, operator: Operator):
    some_of_each(operator)
    sign_in(page, operator)
    expect(rows(page)).to_have_count(5)

    page.keyboard.press("o")
    expect(groups(page)).to_have_count(3)
    expect(groups(page).first).to_contain_text("link-down")
    expect(groups(page).first.locator(".group-count")).to_have_text("3")
    expect(groups(page).nth(1)).to_contain_text("site_2")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(rows(page)).to_have_count(3)
    expect(page).to_have_url(re.compile(r"\?type=link-down&site=site_1$"))
    page.go_back()
    expect(groups(page)).to_have_count(3)
    page.keyboard.press("O")
    expect(groups(page)).to_have_count(5)
    page.keyboard.press("O")
    expect(rows(page)).to_have_count(5)


def test_a_group_is_acted_on_as_one_and_it_is_undone(page: Page, operator: Operator):
    some_of_each(operator)
    sign_in(page, operator, "/?acknowledged=false&group=type,site")
    expect(groups(page)).to_have_count(3)

    page.keyboard.press("j")
    page.keyboard.press("a")
    dialog = page.get_by_role("dialog", name="Acknowledge all that match")
    expect(dialog.get_by_role("status")).to_have_text("3 faults, shown or not.")
    expect(dialog.get_by_role("button", name="Acknowledge")).to_be_focused()
    page.keyboard.press("Enter")

    expect(groups(page)).to_have_count(2)
    seen = [one["resource_id"] for one in operator.open_faults() if one["acknowledged_at"]]
    assert sorted(seen) == ["edge-0", "edge-1", "edge-2"]
    page.get_by_role("button", name="Undo").click()
    expect(groups(page)).to_have_count(3)
    assert not [one for one in operator.open_faults() if one["acknowledged_at"]]


def test_a_group_that_was_taken_is_given_back_to_whoever_had_it(page: Page, operator: Operator):
    some_of_each(operator)
    had = next(one for one in operator.open_faults() if one["resource_id"] == "edge-1")
    operator.http.post(f"/fault/{had['id']}/assign", json={"assignee": "ben"})
    sign_in(page, operator, "/?group=type,site")
    expect(groups(page)).to_have_count(3)

    page.keyboard.press("j")
    page.keyboard.press("i")
    page.get_by_role("dialog", name="Take all that match").get_by_role(
        "button", name="Take"
    ).click()
    expect(page.get_by_text("You have them now: 3 faults")).to_be_visible()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_text("Undone: 3 faults")).to_be_visible()
    who = {one["resource_id"]: one["assignee"] for one in operator.open_faults()}
    assert {name: one for name, one in who.items() if one} == {"edge-1": "ben"}


def test_a_group_is_left_alone_as_one_and_it_is_undone(page: Page, operator: Operator):
    some_of_each(operator)
    sign_in(page, operator, "/?snoozed=false&group=type,site")
    expect(groups(page)).to_have_count(3)

    page.keyboard.press("j")
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog", name="Leave alone all that match")
    dialog.get_by_role("button", name="a week").click()

    expect(groups(page)).to_have_count(2)
    assert sum(one["snoozed_until"] is not None for one in operator.open_faults()) == 3
    page.get_by_role("button", name="Undo").click()
    expect(groups(page)).to_have_count(3)
    assert not [one for one in operator.open_faults() if one["snoozed_until"]]


def test_groups_are_live(page: Page, operator: Operator):
    operator.report()
    sign_in(page, operator, "/?group=type,site")
    expect(groups(page).locator(".group-count")).to_have_text("1")

    operator.report()

    expect(groups(page).locator(".group-count")).to_have_text("2")


def test_all_that_match_are_resolved_beyond_what_is_loaded(page: Page, operator: Operator):
    operator.report_many(120)
    other = operator.report(type="door-open")
    sign_in(page, operator, "/?type=link-down")
    expect(rows(page)).to_have_count(50)

    page.get_by_role("checkbox").first.click()
    page.get_by_role("button", name="All 120 that match").click()
    selection = page.get_by_role("toolbar", name="Selected faults")
    expect(selection).to_contain_text("All 120 that match selected")
    selection.get_by_role("button", name="Resolve").click()
    dialog = page.get_by_role("dialog", name="Resolve all that match")
    dialog.get_by_label("Reason").fill("Planned work")
    dialog.get_by_role("button", name="Resolve").click()

    expect(page.get_by_text("Resolved: 120 faults")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    assert [one["id"] for one in operator.open_faults()] == [other["id"]]
    done = operator.http.get("/fault", params={"status": "resolved"}).json()["data"]
    assert {one["resolution_reason"] for one in done} == {"Planned work"}


def test_each_view_has_its_count_and_it_is_live(page: Page, operator: Operator):
    first = operator.report()
    operator.report(severity="LOW")
    operator.change(operator.report(), "resolve")
    operator.http.post(f"/fault/{first['id']}/assign", json={"assignee": "ada"})
    sign_in(page, operator)
    counts = views(page).locator(".count")
    names = ["Untouched", "Mine", "Open", "Critical and high", "Resolved today", "Everything"]
    expect(views(page).locator(".views bdi")).to_have_text(names)
    expect(counts).to_have_text(["2", "1", "2", "1", "1", "3"])

    operator.change(first, "acknowledge")
    operator.stack.drain()

    expect(counts.first).to_have_text("1")


def test_a_saved_view_has_a_count_and_an_address(page: Page, operator: Operator):
    operator.report()
    operator.report(severity="LOW")
    sign_in(page, operator, "/?severity=low")
    page.keyboard.press("v")
    page.get_by_role("dialog").get_by_label("Name").fill("Quiet ones")
    page.keyboard.press("Enter")

    page.reload()

    link = views(page).get_by_role("link", name=re.compile("^Quiet ones"))
    expect(link.locator(".count")).to_have_text("1")
    expect(link).to_have_attribute("href", "/?severity=low")
