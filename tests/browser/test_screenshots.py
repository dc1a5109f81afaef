"""Pictures of the main views, of an invented network.

`make screenshots` puts them where the README shows them; other runs only see that they can be made.
"""

import io
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from faultbook_client import Faultbook
from faultbook_client.command.invented import invented_reports
from local.stack import LocalStack
from local.template import ROOT
from tests.support.console import Operator, sign_in

FOLDER = ROOT / os.environ.get("FAULTBOOK_SCREENSHOTS", ".local/screenshots")
WIDE = {"viewport": {"width": 1280, "height": 760}}
PHONE = {"viewport": {"width": 390, "height": 760}, "has_touch": True, "is_mobile": True}
FEWEST_COLOURS = 40  # an empty page has less
MOST_BYTES = 100_000


@pytest.fixture(scope="module")
def busy(stack: LocalStack) -> Iterator[Operator]:
    """Some 300 faults of three days, most of them resolved, some with a story."""
    customer = "cus_screenshots"
    with stack.http(stack.mint(customer, subject="ben")) as http:
        operator = Operator(stack, customer, stack.mint(customer, subject="ada"), http)
        tell_three_days(operator)
        stack.drain()
        yield operator


def tell_three_days(operator: Operator) -> None:
    reports: list[Any] = [*invented_reports(300, datetime.now(UTC))]
    with Faultbook(operator.stack.url, operator.token) as faultbook:
        for batch in (reports[start : start + 100] for start in range(0, 300, 100)):
            faultbook.batch(batch)
    newest = operator.http.get("/fault", params={"limit": "100"}).json()["data"]
    for place, fault in enumerate(newest):
        if place % 4 == 1:
            operator.change(fault, "acknowledge")
        if place % 3 == 2:
            operator.change(fault, "resolve", "Recovered by itself")
    told = newest[3]
    operator.change(told, "acknowledge")
    for text in ("Ticket 4711 is with the carrier.", "They replace the optics at 02:30."):
        operator.http.post(f"/fault/{told['id']}/comment", json={"comment": text})


def a_list(page: Page) -> None:
    expect(page.get_by_role("list", name="Faults").get_by_role("listitem").nth(20)).to_be_attached()


def a_fault(page: Page) -> None:
    page.get_by_role("list", name="Faults").get_by_role("link").nth(2).click()
    panel = page.get_by_role("complementary", name="Fault")
    expect(panel.get_by_role("region", name="What happened")).to_contain_text("opened")


def the_statistics(page: Page) -> None:
    expect(page.get_by_role("group", name=re.compile("^Opened: chart"))).to_be_visible()
    expect(page.get_by_role("heading", name="Devices with most faults")).to_be_visible()


def a_night(page: Page) -> None:
    """Groups, every view with its count, and the tree with a site open."""
    expect(page.get_by_role("list", name="Groups").get_by_role("listitem").nth(9)).to_be_visible()
    counts = page.get_by_role("navigation", name="Saved views").locator(".count")
    expect(counts).to_have_count(6)
    tree = page.get_by_role("tree", name="Hierarchy")
    tree.get_by_role("treeitem").nth(1).locator(".twist").click()
    expect(tree.get_by_role("treeitem", level=2).first).to_be_visible()


def the_tree(page: Page) -> None:
    tree = page.get_by_role("tree", name="Hierarchy")
    tree.get_by_text("site_2", exact=True).click()
    tree.get_by_role("treeitem", name=re.compile("^rack_")).first.get_by_text("rack_").first.click()
    expect(tree.get_by_role("treeitem", level=3).first).to_be_visible()


PICTURES: dict[str, tuple[str, str, dict[str, Any], Callable[[Page], None]]] = {
    "groups": ("/?group=type,site", "light", WIDE, a_night),
    "list-light": ("/", "light", WIDE, a_list),
    "list-dark": ("/", "dark", WIDE, a_list),
    "fault": ("/", "light", WIDE, a_fault),
    "hierarchy": ("/", "dark", WIDE, the_tree),
    "statistics": ("/?view=statistics&span=7d", "light", WIDE, the_statistics),
    "phone": ("/", "dark", PHONE, a_list),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_made(open_page: Callable[..., Page], busy: Operator, name: str):
    address, scheme, how, view = PICTURES[name]
    page = open_page(color_scheme=scheme, reduced_motion="reduce", **how)
    sign_in(page, busy, address)

    view(page)
    page.mouse.move(0, 0)
    picture = small(page.screenshot(animations="disabled"))

    FOLDER.mkdir(parents=True, exist_ok=True)
    file = Path(FOLDER, f"console-{name}.png")
    file.write_bytes(picture)
    with Image.open(file) as seen:
        assert seen.size == (how["viewport"]["width"], how["viewport"]["height"])
        assert len(seen.getcolors() or []) > FEWEST_COLOURS
    assert len(picture) < MOST_BYTES


def small(png: bytes) -> bytes:
    """In as many colours as a palette has, spread so that rare ones stay what they are."""
    with Image.open(io.BytesIO(png)) as picture:
        reduced = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE)
        out = io.BytesIO()
        reduced.save(out, "PNG", optimize=True)
        return out.getvalue()
