"""Every command, view and place by its name; faults reported, corrected and deleted here."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.support.console import Operator, sign_in


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Faults").get_by_role("listitem")


def choose(page: Page, text: str) -> None:
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="A command")).to_be_focused()
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="A command")).to_have_count(0)


def test_the_palette_leads_to_views_places_faults_and_searches(page: Page, operator: Operator):
    here = operator.report()
    operator.report(resource_ancestry_path="site_2|edge-8", severity="LOW")
    sign_in(page, operator)
    expect(rows(page)).to_have_count(2)
    expect(page.get_by_role("treeitem", name=re.compile("^site_2"))).to_be_visible()

    choose(page, "place site_2")
    expect(rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile("path=site_2"))
    choose(page, "view everything")
    expect(rows(page)).to_have_count(2)
    expect(page).to_have_url(re.compile(r"/\?status=all$"))
    choose(page, here["message"])
    expect(page).to_have_url(re.compile("q=Uplink"))
    choose(page, here["id"])
    panel = page.get_by_role("complementary", name="Fault")
    expect(panel.get_by_role("heading", name=here["message"])).to_be_visible()


def test_the_palette_acts_on_the_fault_that_the_keyboard_is_on(page: Page, operator: Operator):
    fault = operator.report()
    sign_in(page, operator)
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("Control+k")
    entries = page.get_by_role("listbox", name="What there is")
    expect(entries.get_by_role("option").first).to_be_visible()
    expect(entries.get_by_text("Acknowledge")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.keyboard.press("j")
    choose(page, "acknow")

    expect(rows(page).get_by_text("Acknowledged")).to_be_attached()
    assert operator.now(fault)["acknowledged_by"] == "ada"
    page.keyboard.press("Control+k")
    page.keyboard.type("statist")
    page.get_by_role("option", name=re.compile("Go to the statistics")).click()
    expect(page.get_by_role("heading", name="Statistics")).to_be_visible()


def test_the_arrow_keys_choose_and_each_command_shows_its_key(page: Page, operator: Operator):
    sign_in(page, operator)
    page.keyboard.press("Control+k")
    expect(page.get_by_label("A command, a view or a place")).to_be_focused()
    page.keyboard.type("go to the")
    chosen = page.get_by_role("listbox", name="What there is").get_by_role("option", selected=True)
    expect(chosen).to_contain_text("Go to the list")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    expect(chosen).to_contain_text("Go to the statistics")
    expect(chosen.locator("kbd")).to_have_text(["g", "s"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Statistics")).to_be_visible()


def test_a_fault_is_reported_at_the_place_that_is_shown(page: Page, operator: Operator):
    sign_in(page, operator, "/?path=site_1|rack_3")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()

    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="Report a fault")
    expect(dialog.get_by_label("What is wrong")).to_be_focused()
    page.keyboard.type("Smoke in the rack")
    dialog.get_by_label("Critical").check()
    dialog.get_by_label("Device").fill("edge-7")
    dialog.get_by_label("Type").fill("smoke")
    dialog.get_by_role("button", name="Report").click()

    panel = page.get_by_role("complementary", name="Fault")
    expect(panel.get_by_role("heading", name="Smoke in the rack")).to_be_visible()
    [fault] = operator.http.get("/fault").json()["data"]
    assert fault["resource_ancestry_path"] == "site_1|rack_3|edge-7"
    assert (fault["severity"], fault["microservice_id"]) == ("CRITICAL", "console")
    expect(rows(page)).to_contain_text("Smoke in the rack")


def test_a_report_that_did_not_arrive_stays_in_its_form(page: Page, operator: Operator):
    sign_in(page, operator)
    page.route("**/fault", lambda route: route.abort())
    page.get_by_role("button", name="Report a fault").click()
    dialog = page.get_by_role("dialog", name="Report a fault")
    dialog.get_by_label("What is wrong").fill("Smoke")
    dialog.get_by_label("Device").fill("edge-7")
    dialog.get_by_label("Type").fill("smoke")

    dialog.get_by_role("button", name="Report").click()

    expect(dialog.get_by_role("alert")).to_contain_text("does not answer")
    expect(dialog.get_by_label("What is wrong")).to_have_value("Smoke")
    page.unroute_all()
    dialog.get_by_role("button", name="Report").click()
    expect(rows(page)).to_contain_text("Smoke")


def test_severity_and_texts_are_corrected_and_what_others_changed_stays(
    page: Page, operator: Operator
):
    fault = operator.report()
    sign_in(page, operator)
    expect(rows(page)).to_have_count(1)

    page.keyboard.press("j")
    page.keyboard.press("e")
    dialog = page.get_by_role("dialog", name="Correct this fault")
    dialog.get_by_label("Low").check()
    dialog.get_by_label("Message").fill("Uplink was unplugged")
    dialog.get_by_label("Where").fill("site_2 / rack_9 / edge-7")
    dialog.get_by_label("Why").fill("Not as bad")
    dialog.get_by_role("button", name="Correct").click()

    expect(rows(page)).to_have_attribute("data-severity", "LOW")
    now = operator.now(fault)
    assert (now["severity"], now["message"]) == ("LOW", "Uplink was unplugged")
    assert now["resource_ancestry_path"] == "site_2|rack_9|edge-7"
    operator.change(fault, "acknowledge")
    page.keyboard.press("e")
    dialog.get_by_label("High").check()
    operator.http.patch(f"/fault/{fault['id']}", json={"cause": "Cleaning"})
    dialog.get_by_role("button", name="Correct").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    assert operator.now(fault)["severity"] == "LOW"


def test_a_fault_is_deleted_after_a_question(page: Page, operator: Operator):
    kept, gone = operator.report(), operator.report()
    sign_in(page, operator, f"/?fault={gone['id']}")
    panel = page.get_by_role("complementary", name="Fault")

    panel.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(rows(page)).to_have_count(2)
    panel.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()

    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text(kept["message"])
    expect(panel).to_have_count(0)
    assert operator.http.get(f"/fault/{gone['id']}").status_code == 404
