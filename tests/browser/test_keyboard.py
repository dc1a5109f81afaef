"""Keys that lead into a field: what is typed before the field is there acts on nothing."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.support.console import Operator, sign_in


def hold_back(page: Page, address: str) -> Callable[[], None]:
    """Lets nothing of the address arrive before what this gives is called."""
    waiting: list[Route] = []
    is_released: list[bool] = []

    def pass_on(route: Route) -> None:
        if is_released:
            route.continue_()
        else:
            waiting.append(route)

    def release() -> None:
        is_released.append(True)
        for route in waiting:
            route.continue_()

    page.route(re.compile(address), pass_on)
    return release


def test_a_comment_typed_at_once_after_its_key_is_no_commands(page: Page, operator: Operator):
    fault = operator.report()
    sign_in(page, operator)
    expect(page.get_by_role("list", name="Faults").get_by_role("listitem")).to_have_count(1)
    release = hold_back(page, f"/fault/{fault['id']}")

    page.keyboard.press("j")
    page.keyboard.press("c")
    page.keyboard.type("arts")
    expect(page.get_by_label("Comment")).to_be_focused()
    release()
    page.get_by_label("Comment").fill("")
    page.keyboard.type("a restart as usual")

    expect(page.get_by_label("Comment")).to_have_value("a restart as usual")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert operator.now(fault)["acknowledged_at"] is None


def test_keys_are_dead_until_a_fault_that_comes_slowly_has_its_comment_box(
    page: Page, operator: Operator
):
    fault = operator.report()
    page.goto("/")
    release = hold_back(page, f"/fault/{fault['id']}")
    sign_in(page, operator, f"/?status=resolved&fault={fault['id']}")
    expect(page.get_by_role("status", name="Loading the fault")).to_be_visible()

    page.keyboard.press("c")
    page.keyboard.type("tas")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Dark theme")).to_be_visible()
    release()

    expect(page.get_by_label("Comment")).to_be_focused()
    page.keyboard.type("Seen.")
    expect(page.get_by_label("Comment")).to_have_value("Seen.")


def test_escape_gives_the_keys_back_while_the_comment_box_does_not_come(
    page: Page, operator: Operator
):
    fault = operator.report()
    page.goto("/")
    hold_back(page, f"/fault/{fault['id']}")
    sign_in(page, operator, f"/?status=resolved&fault={fault['id']}")
    expect(page.get_by_role("status", name="Loading the fault")).to_be_visible()

    page.keyboard.press("c")
    page.keyboard.press("Escape")
    page.keyboard.press("s")

    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_search_typed_at_once_after_its_key_is_no_commands(page: Page, operator: Operator):
    operator.report()
    sign_in(page, operator, "/?view=statistics")
    expect(page.get_by_role("heading", name="Statistics")).to_be_visible()

    page.keyboard.press("/")
    page.keyboard.type("ts")

    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Dark theme")).to_be_visible()
