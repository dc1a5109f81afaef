"""What is not the usual: nothing there, no network, no answer, no longer allowed, too late."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from local.stack import LocalStack
from tests.support.console import Operator, sign_in
from tests.support.tokens import a_token


class HeldBack:
    """Keeps what a page reads from arriving until it has written something."""

    def __init__(self, page: Page) -> None:
        self._waiting: list[Route] = []
        self._is_over = False
        page.route(re.compile(r"/fault(/|\?|$)"), self._pass)

    def _pass(self, route: Route) -> None:
        self._is_over = self._is_over or route.request.method != "GET"
        if self._is_over:
            route.continue_()
        else:
            self._waiting.append(route)

    def release(self) -> None:
        for route in self._waiting:
            route.continue_()


def test_where_nothing_is_open_the_list_says_so(page: Page, operator: Operator):
    sign_in(page, operator)

    expect(page.get_by_role("heading", name="No open faults")).to_be_visible()


def test_without_a_network_the_list_stays_and_goes_on_afterwards(page: Page, operator: Operator):
    first = operator.report()
    sign_in(page, operator)
    expect(page.get_by_text(first["message"])).to_be_visible()

    page.context.set_offline(True)
    expect(page.get_by_role("alert")).to_contain_text("You are offline")
    expect(page.get_by_text(first["message"])).to_be_visible()
    second = operator.report()
    page.context.set_offline(False)

    expect(page.get_by_role("link", name=re.compile(second["message"]))).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_service_that_does_not_answer_is_told_and_asked_again(page: Page, operator: Operator):
    fault = operator.report()
    page.route(re.compile(r"/fault\?"), lambda route: route.abort())
    sign_in(page, operator)

    expect(page.get_by_role("heading", name="The faults could not be read")).to_be_visible()
    page.unroute_all()
    page.get_by_role("main").get_by_role("button", name="Try again").click()

    expect(page.get_by_text(fault["message"])).to_be_visible()


def test_a_token_that_expires_leads_to_the_sign_in_and_back_to_the_same_place(
    page: Page, operator: Operator
):
    operator.report(severity="LOW")
    fault = operator.report()
    sign_in(page, operator, "/?severity=critical")
    expect(page.get_by_text(fault["message"])).to_be_visible()

    operator.stack.set_clock("+90000")  # more than a token's day
    try:
        expect(page.get_by_text("Your token has expired")).to_be_visible()
        assert page.evaluate("Object.values(sessionStorage)").count(operator.token) == 0
    finally:
        operator.stack.set_clock("+0")
    page.get_by_label("Token").fill(operator.token)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_text(fault["message"])).to_be_visible()
    expect(page).to_have_url(re.compile("severity=critical"))


def test_somebody_faster_is_named_and_nothing_is_overwritten(page: Page, operator: Operator):
    fault = operator.report()
    sign_in(page, operator)
    page.get_by_role("link", name=re.compile(fault["message"])).click()
    panel = page.get_by_role("complementary", name="Fault")
    expect(panel.get_by_role("button", name="Acknowledge")).to_be_visible()
    held = HeldBack(page)
    operator.change(fault, "resolve", "Mended by ben")

    panel.get_by_role("button", name="Acknowledge").click()

    expect(panel.get_by_role("alert")).to_contain_text("Somebody else was faster")
    expect(panel.get_by_role("alert")).to_contain_text("Mended by ben")
    held.release()
    assert operator.now(fault)["acknowledged_by"] is None
    panel.get_by_role("button", name="Leave it").click()
    expect(panel.get_by_role("button", name="Reopen")).to_be_visible()


def test_what_somebody_else_changes_is_seen_without_asking(page: Page, operator: Operator):
    fault = operator.report()
    sign_in(page, operator)
    page.get_by_role("link", name=re.compile(fault["message"])).click()
    panel = page.get_by_role("complementary", name="Fault")
    expect(panel.get_by_role("button", name="Acknowledge")).to_be_visible()

    operator.change(fault, "resolve", "Mended by ben")

    expect(panel.get_by_role("button", name="Reopen")).to_be_visible()


def test_a_token_that_only_reads_is_offered_nothing_to_change(page: Page, operator: Operator):
    fault = operator.report()
    operator.token = operator.stack.mint(operator.customer, ["faults:read"])
    sign_in(page, operator)
    page.get_by_role("link", name=re.compile(fault["message"])).click()
    panel = page.get_by_role("complementary", name="Fault")

    expect(panel.get_by_text("Your token reads only")).to_be_visible()
    for name in ("Acknowledge", "Resolve", "Comment", "Share"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def test_a_fault_that_is_not_there_is_said_not_to_be(page: Page, operator: Operator):
    sign_in(page, operator, "/?fault=flt_31pkd1t8FvW7qZv0jG2a9kH5mB1")

    expect(page.get_by_role("heading", name="No such fault")).to_be_visible()


@pytest.mark.parametrize("claims", [{"iss": "somebody-else"}, {"customer_id": None}])
def test_a_token_of_somebody_else_is_refused(page: Page, stack: LocalStack, claims: dict[str, Any]):
    del stack
    page.goto("/")
    page.get_by_label("Token").fill(a_token(**claims))
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_label("Token")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
