"""The charts, in the reader's own days."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.support.console import Operator, sign_in

BERLIN = ZoneInfo("Europe/Berlin")


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Faults").get_by_role("listitem")


def last_change_of_the_clock() -> datetime:
    """The newest day before today on which Berlin changed to or from summer time, at noon."""
    noon = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    while True:
        noon -= timedelta(days=1)
        at_midnight = noon.astimezone(BERLIN).replace(hour=0)
        if at_midnight.utcoffset() != noon.astimezone(BERLIN).utcoffset():
            return noon


def test_days_before_a_change_of_the_clock_have_their_own_names(
    open_page: Callable[..., Page], operator: Operator
):
    changed = last_change_of_the_clock()
    days = [changed + timedelta(days=days) for days in (-9, 0, 9)]
    for day in days:
        just_after_midnight = day.astimezone(BERLIN).replace(hour=0, minute=30)
        operator.report(occurred_at=just_after_midnight.isoformat(), resource_id=str(day.day))
    operator.stack.drain()
    page = open_page(timezone_id="Europe/Berlin")
    page.clock.set_fixed_time(changed + timedelta(days=20))

    sign_in(page, operator, "/?view=statistics&span=90d")
    page.locator("summary").first.click()

    names = page.locator("details[open] tbody th")
    expect(names).to_have_text([f"{day:%-d %b}" for day in days])


def test_half_days_before_a_change_of_the_clock_begin_at_midnight_and_noon(
    open_page: Callable[..., Page], operator: Operator
):
    changed = last_change_of_the_clock()
    times = [changed + timedelta(days=days) for days in (-5, 5)]
    for at in times:
        operator.report(occurred_at=at.strftime("%Y-%m-%dT%H:%M:%SZ"), resource_id=str(at.day))
    operator.stack.drain()
    page = open_page(timezone_id="Europe/Berlin")
    page.clock.set_fixed_time(changed + timedelta(days=20))

    sign_in(page, operator, "/?view=statistics&span=30d")
    page.locator("summary").first.click()

    names = page.locator("details[open] tbody th")
    expect(names).to_have_text([f"{at:%-d %b}, 12:00" for at in times])


def test_a_bar_leads_to_the_list_of_what_it_counts(page: Page, operator: Operator):
    now = datetime.now(UTC)
    told = {2: "Two hours old", 5: "Five hours old"}
    for hours, message in told.items():
        began = (now - timedelta(hours=hours)).isoformat()
        operator.report(message=message, occurred_at=began)
    operator.stack.drain()
    sign_in(page, operator, "/?view=statistics")
    chart = page.get_by_role("group", name=re.compile("^Opened: chart"))
    expect(chart.locator("canvas")).to_be_visible()

    chart.focus()
    readout = page.get_by_role("region", name="Opened", exact=True).locator(".readout")
    while "1 critical" not in (readout.text_content() or ""):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")

    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("Two hours old")
    expect(page).to_have_url(re.compile(r"\?status=all&from=.*&to="))


def test_a_bar_of_what_was_resolved_lists_it_whenever_it_was_opened(page: Page, operator: Operator):
    began = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    old = operator.report(message="Three days old", occurred_at=began)
    operator.report(message="Still open")
    operator.change(old, "resolve")
    operator.stack.drain()
    sign_in(page, operator, "/?view=statistics")
    chart = page.get_by_role("group", name=re.compile("^Resolved: chart"))
    expect(chart.locator("canvas")).to_be_visible()

    chart.focus()
    readout = page.get_by_role("region", name="Resolved", exact=True).locator(".readout")
    while "1 critical" not in (readout.text_content() or ""):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")

    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("Three days old")
    expect(page).to_have_url(re.compile(r"\?status=resolved&resolved_from=.*&resolved_to="))
    operator.change(old, "reopen")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    page.get_by_role("button", name="Remove the filter resolved").click()
    expect(page).to_have_url(re.compile(r"\?status=resolved$"))


def test_a_click_lists_a_bar_and_a_stroke_over_several_is_the_span(page: Page, operator: Operator):
    operator.report(occurred_at=(datetime.now(UTC) - timedelta(hours=12)).isoformat())
    operator.stack.drain()
    sign_in(page, operator, "/?view=statistics")
    chart = page.get_by_role("group", name=re.compile("^Opened: chart")).locator(".u-over")
    box = chart.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2

    page.mouse.move(box["x"] + box["width"] * 0.25, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, middle, steps=8)
    page.mouse.up()
    expect(page.get_by_label("From")).to_be_visible()
    expect(page).to_have_url(re.compile("view=statistics.*from=.*to="))
    expect(page.get_by_text("1 in all").first).to_be_visible()
    page.go_back()
    page.mouse.click(box["x"] + box["width"] * 0.98, middle)

    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?status=all&from=.*&to="))


def test_charts_figures_and_rankings_obey_site_and_severity(page: Page, operator: Operator):
    began = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    old = operator.report(
        resource_ancestry_path="site_2|edge-7", resource_id="edge-7", occurred_at=began
    )
    operator.change(old, "resolve")
    there = operator.report(resource_ancestry_path="site_2|edge-8", resource_id="edge-8")
    operator.report(resource_ancestry_path="site_2|edge-9", resource_id="edge-9", severity="LOW")
    operator.report()
    operator.change(there, "acknowledge")
    operator.change(there, "resolve")
    operator.stack.drain()
    sign_in(page, operator, "/?view=statistics&site=site_2&severity=critical")

    expect(page.get_by_text("Counters are kept by severity alone")).to_be_visible()
    for title, words in (("Opened", "1 in all"), ("Resolved", "2 in all")):
        expect(page.get_by_role("region", name=title, exact=True)).to_contain_text(words)
    devices = page.locator(".ranking").filter(has_text="Devices with most faults")
    expect(devices.get_by_role("row")).to_have_text(["NameFaults", "edge-81"])
    page.get_by_role("button", name=re.compile("^Critical")).click()
    expect(page.get_by_role("region", name="Opened", exact=True)).to_contain_text("2 in all")
    expect(page.locator(".figure").first).to_contain_text("1")
    expect(page).to_have_url(re.compile("view=statistics"))


def test_of_severities_alone_the_counters_tell_the_numbers(page: Page, operator: Operator):
    operator.report_many(1200, ("LOW", "HIGH"))
    operator.stack.drain()

    sign_in(page, operator, "/?view=statistics&severity=low")

    expect(page.get_by_text("Numbers and charts are of every fault")).to_be_visible()
    expect(page.get_by_role("region", name="Opened", exact=True)).to_contain_text("600 in all")
    expect(page.locator(".figure-number").first).to_have_text("600")


def test_an_empty_chart_says_so_in_its_place(page: Page, operator: Operator):
    operator.report()
    operator.stack.drain()

    sign_in(page, operator, "/?view=statistics")

    expect(page.get_by_role("group", name=re.compile("^Opened: chart"))).to_be_visible()
    for title, words in (
        ("Resolved", "Nothing was resolved in this span"),
        ("Times", "Nothing was acknowledged or resolved in this span"),
    ):
        place = page.get_by_role("region", name=title, exact=True)
        expect(place.get_by_text(words)).to_be_visible()
        expect(place.locator("canvas")).to_have_count(0)


def test_times_to_acknowledge_and_to_resolve_are_drawn_as_trends(page: Page, operator: Operator):
    fault = operator.report(occurred_at=(datetime.now(UTC) - timedelta(hours=3)).isoformat())
    operator.change(fault, "acknowledge")
    operator.change(fault, "resolve")
    operator.stack.drain()
    sign_in(page, operator, "/?view=statistics")
    chart = page.get_by_role("group", name=re.compile("^Mean times"))
    expect(chart.locator("canvas")).to_be_visible()

    chart.focus()
    page.keyboard.press("ArrowLeft")

    readout = page.get_by_role("region", name="Times").locator(".readout")
    expect(readout).to_contain_text("3h to acknowledge, 3h to resolve")


def test_the_heat_map_has_hours_and_weekdays_of_the_reader(
    open_page: Callable[..., Page], operator: Operator
):
    yesterday = datetime.now(UTC).replace(hour=20, minute=15) - timedelta(days=1)
    operator.report(occurred_at=yesterday.isoformat())
    operator.stack.drain()
    page = open_page(timezone_id="Asia/Kolkata")
    sign_in(page, operator, "/?view=statistics")
    heat = page.get_by_role("region", name="Opened by hour and weekday")

    there = yesterday.astimezone(ZoneInfo("Asia/Kolkata"))
    expect(heat.get_by_title(f"{there:%a %H}:00: 1")).to_have_attribute("data-level", "5")
    assert heat.locator("td[data-level='0']").count() == 7 * 24 - 1
    page.keyboard.press("z")
    expect(heat.get_by_title(f"{yesterday:%a %H}:00: 1")).to_be_attached()
