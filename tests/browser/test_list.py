"""The list: paths and names of any kind, counts, long lists and long searches."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.console import Operator, sign_in

# As the API signs and writes one: of a fault opened at the beginning of 2026.
CURSOR = "AAAAAAAAAAAAAAAAAAAAAFsxLDE3NjcyMjU2MDAwMDAwMDAsMV0"


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Faults").get_by_role("listitem")


@pytest.mark.parametrize("segment", ["Gi0/1", "rack/1"])
def test_a_path_of_one_segment_with_a_slash_leads_to_its_faults(
    page: Page, operator: Operator, segment: str
):
    fault = operator.report(resource_id=segment, resource_ancestry_path=segment)
    operator.report(resource_ancestry_path=segment.replace("/", "|"))
    sign_in(page, operator)
    rows(page).filter(has_text=segment).get_by_role("link").click()
    panel = page.get_by_role("complementary", name="Fault")

    panel.locator(".path").get_by_role("button", name=segment).click()
    expect(rows(page)).to_have_count(1)
    page.reload()

    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text(segment)
    operator.change(fault, "resolve")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()


def test_a_path_may_be_written_with_slashes(page: Page, operator: Operator):
    operator.report()
    operator.report(resource_ancestry_path="site_2|edge-8")

    sign_in(page, operator, "/?path=site_1/rack_3")

    expect(rows(page)).to_have_count(1)
    expect(page.get_by_text("site_1 / rack_3", exact=True)).to_be_visible()


def test_severities_are_counted_as_the_other_filters_have_it(page: Page, operator: Operator):
    operator.report(type="door-open")
    operator.report(type="door-open", severity="LOW")
    operator.report()
    operator.stack.drain()
    severities = page.get_by_role("group", name="Severity")

    sign_in(page, operator, "/?type=door-open&severity=low")

    expect(severities.get_by_role("button", name=re.compile("^Low"))).to_have_text("Low1")
    expect(severities.get_by_role("button", name=re.compile("^Critical"))).to_have_text("Critical1")
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(severities.get_by_role("button", name=re.compile("^Critical"))).to_have_text("Critical2")


def test_the_far_end_of_a_long_list_is_right_by_news_alone(page: Page, operator: Operator):
    page.set_default_timeout(60_000)
    operator.report_many(1000)
    operator.stack.drain()
    sign_in(page, operator)
    while rows(page).count() < 1000:
        page.locator(".list").evaluate("(list) => list.scrollTo(0, list.scrollHeight)")
        page.wait_for_timeout(50)
    seen, gone, done = ({"id": rows(page).nth(at).get_attribute("data-id")} for at in (-1, -2, 700))
    page.route(re.compile(r"/fault\?.*cursor="), lambda route: route.abort())

    operator.change(seen, "acknowledge")
    operator.http.delete(f"/fault/{gone['id']}")
    operator.change(done, "resolve")
    operator.stack.drain()

    expect(rows(page).last).to_have_attribute("data-seen", "true")
    for fault in (gone, done):
        expect(page.locator(f".row[data-id={fault['id']}]")).to_have_count(0)
    operator.change(done, "reopen")
    operator.stack.drain()
    expect(rows(page)).to_have_count(999)
    expect(rows(page).nth(700)).to_have_attribute("data-id", done["id"] or "")


def test_without_the_log_each_part_of_a_long_list_is_asked_for_in_turn(
    page: Page, operator: Operator
):
    page.route("**/events?*", lambda route: route.fulfill(status=404, json={}))
    operator.report_many(150)
    sign_in(page, operator)
    while rows(page).count() < 150:
        page.locator(".list").evaluate("(list) => list.scrollTo(0, list.scrollHeight)")
        page.wait_for_timeout(50)
    oldest = rows(page).last

    operator.change({"id": oldest.get_attribute("data-id")}, "acknowledge")

    expect(oldest).to_have_attribute("data-seen", "true", timeout=25_000)


def test_a_search_goes_on_by_itself_and_what_it_finds_stays(page: Page, operator: Operator):
    needle = operator.report(message="The needle")
    operator.report_many(1100)

    sign_in(page, operator, "/?q=needle")

    expect(rows(page)).to_have_count(1, timeout=40_000)
    expect(rows(page)).to_contain_text("The needle")
    page.wait_for_timeout(5_000)  # a round of the list, which begins at the newest
    expect(rows(page)).to_have_count(1)
    operator.change(needle, "acknowledge")
    operator.stack.drain()
    expect(rows(page).first).to_have_attribute("data-seen", "true", timeout=25_000)


def test_a_search_without_a_match_says_how_far_back_it_looked(page: Page, operator: Operator):
    operator.report()
    page.route(
        re.compile(r"/fault\?(?=.*q=nothing)"),
        lambda route: route.fulfill(
            json={"data": [], "meta": {"count": 0, "cursor": CURSOR, "has_more": True}}
        ),
    )

    sign_in(page, operator, "/?q=nothing")

    expect(page.get_by_role("heading", name="Nothing found yet")).to_be_visible()
    expect(page.get_by_text(re.compile("Looked back to .*2026"))).to_be_visible()
    expect(page.get_by_role("button", name="Search further back")).to_be_visible()
