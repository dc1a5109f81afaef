"""The reader of the OpenAPI document, under the same content security policy as the console."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support.console import Operator, sign_in


@pytest.fixture
def reader(open_page: Callable[..., Page]) -> Page:
    page = open_page()
    page.goto("/docs")
    return page


def operation(method: str, path: str) -> str:
    return f'.opblock:has(.opblock-summary-method:text-is("{method}")):has([data-path="{path}"])'


def test_the_search_leaves_what_holds_its_words(reader: Page):
    expect(reader.locator('[data-path="/fault/{fault_id}/timeline"]')).to_be_visible()

    reader.get_by_placeholder("Filter by tag or path").fill("timeline")

    expect(reader.locator('[data-path="/fault"]')).to_have_count(0)
    expect(reader.locator('[data-path="/fault/{fault_id}/timeline"]')).to_be_visible()


def test_an_api_is_chosen_by_address_and_on_the_page(reader: Page):
    reader.goto("/docs?api=mackerel")
    expect(reader.locator('[data-path="/api/v0/alerts"]')).to_be_visible()
    expect(reader.locator('[data-path="/fault"]')).to_have_count(0)

    reader.get_by_label("Select a definition").select_option(label="FortiMonitor")

    expect(reader.locator('[data-path="/v2/outage/active"]')).to_be_visible()


def test_who_has_signed_in_to_the_console_calls_with_that_token(page: Page, operator: Operator):
    fault = operator.report()
    sign_in(page, operator)
    page.goto("/docs")

    block = page.locator(operation("GET", "/fault"))
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Execute").click()

    expect(block.locator(".live-responses-table .response").first).to_contain_text(fault["id"])


def test_who_has_not_is_told_so_by_the_api(reader: Page):
    block = reader.locator(operation("GET", "/fault"))
    block.locator(".opblock-summary-control").click()
    block.get_by_role("button", name="Execute").click()

    expect(block.locator(".live-responses-table .response").first).to_contain_text("401")
