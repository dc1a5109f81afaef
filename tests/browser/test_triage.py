"""A night's inbox: what nobody has touched, worked down to nothing by keys alone."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.console import Operator, sign_in

MANY = 200
SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "WARNING", "LOW")
UNTOUCHED = "/?acknowledged=false&snoozed=false&order=severity"


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Faults").get_by_role("listitem")


def panel_of(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Fault")


def test_two_hundred_faults_are_worked_down_to_none_by_keys_alone(page: Page, operator: Operator):
    page.set_default_timeout(60_000)
    operator.report_many(MANY, SEVERITIES)
    sign_in(page, operator)
    page.keyboard.press("g")
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile("acknowledged=false"))
    expect(rows(page).nth(40)).to_be_attached()
    expect(rows(page).first).to_have_attribute("data-severity", "CRITICAL")

    page.keyboard.press("j")
    for _ in range(5):  # one by one, each key on the row that has taken the place of the last
        before = page.locator(".row[data-current=true]").get_attribute("data-id")
        page.keyboard.press("a")
        expect(page.locator(f".row[data-id='{before}']")).to_have_count(0)
        expect(page.locator(".row[data-current=true]")).to_have_count(1)
    while page.get_by_role("heading", name="Nothing is untouched").count() == 0:
        page.keyboard.press("End")
        page.keyboard.press("x")
        page.keyboard.press("Home")
        page.keyboard.press("X")
        page.keyboard.press("a")
        expect(page.get_by_role("toolbar", name="Selected faults")).to_have_count(0, timeout=60_000)
        page.wait_for_timeout(300)

    assert {fault["acknowledged_by"] for fault in operator.open_faults()} == {"ada"}
    assert len(operator.open_faults()) == MANY


def test_the_open_fault_gives_way_to_the_next_one_when_it_is_acknowledged(
    page: Page, operator: Operator
):
    second, first = operator.report(), operator.report()
    sign_in(page, operator, UNTOUCHED)
    rows(page).first.get_by_role("link").click()
    heading = panel_of(page).get_by_role("heading", name=first["message"])
    expect(heading).to_be_visible()

    page.keyboard.press("a")
    expect(panel_of(page).get_by_role("heading", name=second["message"])).to_be_visible()
    page.keyboard.press("a")

    expect(panel_of(page)).to_have_count(0)
    expect(page.get_by_role("heading", name="Nothing is untouched")).to_be_visible()
    page.keyboard.press("u")
    expect(rows(page)).to_have_count(1)
    assert operator.now(second)["acknowledged_by"] is None


def test_the_gravest_stand_first_and_stay_so_while_others_come(page: Page, operator: Operator):
    for severity in ("CRITICAL", "LOW", "HIGH"):
        operator.report(severity=severity)
    sign_in(page, operator)
    page.get_by_label("Order").select_option("Gravest first")
    severities = page.locator(".row")
    expect(rows(page)).to_have_count(3)
    expect(severities.nth(1)).to_have_attribute("data-severity", "HIGH")

    operator.report(severity="CRITICAL", message="Newest of all")
    operator.report(severity="MEDIUM")

    expect(rows(page)).to_have_count(5)
    seen = [row.get_attribute("data-severity") for row in severities.all()]
    assert seen == ["CRITICAL", "CRITICAL", "HIGH", "MEDIUM", "LOW"]
    expect(rows(page).first).to_contain_text("Newest of all")
    page.get_by_label("Order").select_option("Oldest first")
    expect(rows(page).last).to_have_attribute("data-severity", "MEDIUM")


def test_the_oldest_first_goes_on_over_pages_and_takes_what_comes_at_its_end(
    page: Page, operator: Operator
):
    operator.report_many(60)
    sign_in(page, operator, "/?order=oldest")
    expect(rows(page).first).to_contain_text("Port 0 flaps")
    page.locator(".list").evaluate("(list) => list.scrollTo(0, list.scrollHeight)")
    expect(rows(page)).to_have_count(60)

    operator.report(message="Newest of all")
    operator.stack.drain()

    expect(rows(page)).to_have_count(61)
    expect(rows(page).last).to_contain_text("Newest of all")
    numbers = [
        int(re.findall(r"Port (\d+)", text)[0]) for text in rows(page).all_text_contents()[:60]
    ]
    assert sorted(numbers) == list(range(60))


def test_keys_one_to_five_choose_severities_and_choose_them_off(page: Page, operator: Operator):
    for severity in ("CRITICAL", "HIGH", "LOW"):
        operator.report(severity=severity)
    sign_in(page, operator)
    expect(rows(page)).to_have_count(3)

    page.keyboard.press("1")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("2")
    expect(rows(page)).to_have_count(2)
    expect(page).to_have_url(re.compile("severity=critical,high$"))
    expect(page.get_by_role("link", name=re.compile("^Critical and high"))).to_have_attribute(
        "aria-current", "true"
    )
    page.keyboard.press("1")

    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_have_attribute("data-severity", "HIGH")


def test_a_fault_is_taken_seen_among_mine_and_given_back(page: Page, operator: Operator):
    fault = operator.report()
    operator.report()
    sign_in(page, operator)
    expect(rows(page)).to_have_count(2)

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("i")
    expect(rows(page).last.get_by_text("ada")).to_be_attached()
    page.get_by_role("link", name=re.compile("^Mine")).click()
    expect(rows(page)).to_have_count(1)
    assert operator.now(fault)["assignee"] == "ada"
    rows(page).get_by_role("link").click()
    operator.stack.drain()
    expect(panel_of(page).get_by_role("region", name="What happened")).to_contain_text(
        "assigned to"
    )
    panel_of(page).get_by_role("button", name="Give back").click()

    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    assert operator.now(fault)["assignee"] is None


def test_what_was_taken_from_somebody_is_theirs_again_when_it_is_undone(
    page: Page, operator: Operator
):
    fault = operator.report()
    operator.http.post(f"/fault/{fault['id']}/assign", json={"assignee": "ben"})
    sign_in(page, operator)
    expect(rows(page)).to_contain_text("ben")

    page.keyboard.press("j")
    page.keyboard.press("I")
    dialog = page.get_by_role("dialog", name="Assign this fault")
    dialog.get_by_label("To whom").fill("cleo")
    page.keyboard.press("Enter")
    expect(rows(page).get_by_text("cleo")).to_be_attached()
    assert operator.now(fault)["assignee"] == "cleo"
    page.keyboard.press("u")

    expect(rows(page).get_by_text("ben")).to_be_attached()
    assert operator.now(fault)["assignee"] == "ben"


def test_a_fault_is_left_alone_for_a_while_and_then_no_longer(page: Page, operator: Operator):
    fault = operator.report()
    sign_in(page, operator, f"/?fault={fault['id']}")
    panel = panel_of(page)
    expect(panel.get_by_role("button", name="Leave alone for a while")).to_be_visible()

    page.keyboard.press("h")
    dialog = page.get_by_role("dialog", name="Leave it alone")
    expect(dialog.get_by_role("button", name="an hour", exact=True)).to_be_focused()
    page.keyboard.press("Enter")

    expect(rows(page).get_by_text("Left alone")).to_be_attached()
    expect(panel.get_by_text("Left alone", exact=True)).to_be_visible()
    assert operator.now(fault)["snoozed_by"] == "ada"
    page.get_by_role("link", name=re.compile("^Untouched")).click()
    expect(page.get_by_role("heading", name="Nothing is untouched")).to_be_visible()
    page.get_by_label("Status").select_option("Left alone")
    rows(page).get_by_role("link").click()
    panel.get_by_role("button", name="Leave alone for a while").click()
    dialog.get_by_role("button", name="no longer").click()
    expect(rows(page)).to_have_count(0)
    assert operator.now(fault)["snoozed_until"] is None
