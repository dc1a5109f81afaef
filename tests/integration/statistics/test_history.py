"""What began longer than a year before its report: taken, listed last, counted when reported."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from faultbook.domain.retention import expiry
from tests.integration.statistics.conftest import Town
from tests.support.builders import NOW

DAY = "from=2026-01-15T00:00:00Z&to=2026-01-16T00:00:00Z"
TIMES = {
    "now": "2026-01-15T12:00:00.000000Z",
    "a month ago": "2025-12-15T12:00:00.000000Z",
    "a year ago": "2025-01-15T12:00:00.000000Z",
    "a little longer ago": "2025-01-15T11:59:59.000000Z",
    "within what months keep": "2024-12-20T00:00:00.000000Z",
    "the incidents document": "2019-08-24T14:15:22.000000Z",
}
NEWEST_FIRST = list(TIMES)


@pytest.fixture
def old_town(town: Town) -> Town:
    for name, at in reversed(TIMES.items()):
        town.api.create(occurred_at=at, deduplication_key=name, severity="LOW", type="t")
    return town


def listed(town: Town, query: str) -> list[str]:
    return [fault["deduplication_key"] for page in town.api.walk(query) for fault in page]


def test_history_shows_its_own_times_and_is_kept_from_its_report_on(old_town: Town):
    [page] = old_town.api.walk()
    shown = {fault["deduplication_key"]: fault for fault in page}

    assert {name: fault["created_at"] for name, fault in shown.items()} == TIMES
    assert shown["a year ago"]["ttl"] == expiry(datetime.fromisoformat(TIMES["a year ago"]))
    assert shown["the incidents document"]["ttl"] == expiry(NOW)


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize("query", ["", "severity=LOW", "status=unresolved", "path=site_1", "q=wan"])
def test_history_is_listed_last_page_by_page(old_town: Town, query: str, limit: int):
    query = query.replace("site_1", quote("site_8a7b6c5d4e3f2g1h"))

    assert listed(old_town, f"{query}&limit={limit}") == NEWEST_FIRST


@pytest.mark.parametrize("days", [200, 400])
def test_history_stays_behind_what_is_as_old_after_a_while(old_town: Town, days: int):
    old_town.clock.at += timedelta(days=days)
    old_town.api.create(deduplication_key="later")
    expired = {"a year ago"} | ({"a month ago"} if days > 390 else set())
    kept = [name for name in NEWEST_FIRST if name not in expired]

    for limit in (1, 100):
        assert listed(old_town, f"limit={limit}") == ["later", *kept]


@pytest.mark.parametrize(
    ("span", "found"),
    [
        ("from=2019-01-01T00:00:00Z&to=2020-01-01T00:00:00Z", ["the incidents document"]),
        ("to=2025-01-15T12:00:00Z", NEWEST_FIRST[3:]),
        ("from=2025-01-15T12:00:00Z", NEWEST_FIRST[:3]),
    ],
)
def test_history_is_found_by_its_own_times(old_town: Town, span: str, found: list[str]):
    assert listed(old_town, span) == found
    assert listed(old_town, f"{span}&limit=1") == found


def test_history_counts_in_the_five_minutes_of_its_report(old_town: Town):
    old_town.drain()

    counted = old_town.statistics(f"{DAY}&buckets=288")
    in_2019 = old_town.statistics("from=2019-08-24T00:00:00Z&to=2019-08-25T00:00:00Z")

    opened = [bucket["opened"]["total"] for bucket in counted["buckets"]]
    assert opened == [0] * 144 + [4] + [0] * 143
    assert in_2019["totals"]["opened"]["total"] == 0
    assert counted["top_resources"][0]["count"] == 4
    assert counted["current"]["open"]["total"] == 6


@pytest.mark.parametrize("seconds", [1, 30, 299])
def test_of_five_minutes_that_a_border_cuts_history_is_in_the_first_part(
    old_town: Town, seconds: int
):
    old_town.clock.at += timedelta(hours=1)
    old_town.drain()
    border = f"2026-01-15T12:{seconds // 60:02d}:{seconds % 60:02d}Z"

    before = old_town.statistics(f"from=2026-01-15T00:00:00Z&to={border}")
    after = old_town.statistics(f"from={border}&to=2026-01-16T00:00:00Z")

    assert before["totals"]["opened"]["total"] == 4
    assert after["totals"]["opened"]["total"] == 0


def test_what_was_over_long_ago_is_resolved_in_the_five_minutes_of_its_report(old_town: Town):
    outage: dict[str, Any] = next(
        fault for page in old_town.api.walk() for fault in page if fault["created_at"][:4] == "2019"
    )
    old_town.api("POST", f"/fault/{outage['id']}/resolve", {})
    old_town.drain()

    counted = old_town.statistics(DAY)

    assert counted["totals"]["resolved"]["total"] == 1
    assert listed(old_town, "status=resolved") == ["the incidents document"]
