"""What was over when it was reported is told and counted as opened and as resolved."""

from datetime import timedelta
from typing import Any

import pytest

from tests.integration.statistics.conftest import Town
from tests.integration.test_over_when_reported import REPORTS, Report
from tests.support.builders import NOW
from tests.support.every_api import EveryApi
from tests.support.native_api import environment_of

THAT_DAY = "from=2026-01-14T00:00:00Z&to=2026-01-15T00:00:00Z"


@pytest.fixture
def api(town: Town) -> EveryApi:
    return EveryApi(town.clock, environment_of(town.engine)["API_KEY_PEPPER"])


def timeline_of_the_only_fault(town: Town) -> list[dict[str, Any]]:
    [fault] = town.api("GET", "/fault").json["data"]
    entries: list[dict[str, Any]] = town.api("GET", f"/fault/{fault['id']}/timeline").json["data"]
    return entries


@pytest.mark.parametrize("report", REPORTS, ids=str)
def test_its_timeline_has_its_opening_and_its_end(town: Town, api: EveryApi, report: Report):
    report.send(api, "N1")
    town.drain()

    timeline = timeline_of_the_only_fault(town)

    assert [
        (entry["version"], entry["what"], entry["status"], entry["at"]) for entry in timeline
    ] == [
        (1, "opened", "unresolved", "2026-01-14T09:00:00.000000Z"),
        (2, "resolved", "resolved", "2026-01-14T09:30:00.000000Z"),
    ]


def test_its_timeline_is_the_same_before_the_stream_has_recorded_it(town: Town, api: EveryApi):
    REPORTS[0].send(api, "N1")
    at_once = timeline_of_the_only_fault(town)

    town.drain()

    assert timeline_of_the_only_fault(town) == at_once


@pytest.mark.parametrize("report", REPORTS, ids=str)
def test_it_counts_as_opened_and_as_resolved(town: Town, api: EveryApi, report: Report):
    report.send(api, "N1")
    town.drain()

    totals = town.statistics(THAT_DAY)["totals"]

    assert (totals["opened"]["total"], totals["resolved"]["total"]) == (1, 1)
    assert town.reconcile() == {"finished": True, "missing": 0, "wrong": 0}


def test_it_counts_as_both_when_its_record_was_lost(town: Town, api: EveryApi):
    town.api.create()
    town.drain()
    REPORTS[0].send(api, "N1")
    town.records()  # nobody ever gets these
    town.clock.at = NOW + timedelta(hours=1)

    town.reconcile()

    totals = town.statistics(THAT_DAY)["totals"]
    assert (totals["opened"]["total"], totals["resolved"]["total"]) == (1, 1)
