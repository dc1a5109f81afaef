"""The charts, in the reader's own days."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.support.console import Operator, sign_in

BERLIN = ZoneInfo("Europe/Berlin")


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
