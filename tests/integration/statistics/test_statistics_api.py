"""GET /fault/statistics and /fault/top_faults, from reports over HTTP through the stream."""

from datetime import timedelta

import pytest

from tests.integration.statistics.conftest import Town
from tests.support.builders import NOW
from tests.support.native_api import OTHER_CUSTOMER

DAY = "from=2026-01-15T00:00:00Z&to=2026-01-16T00:00:00Z"


def pass_time(town: Town, **parts: float) -> None:
    town.clock.at += timedelta(**parts)


def test_the_life_of_a_fault_is_counted(town: Town):
    fault = town.api.create(severity="CRITICAL", type="wantunnel")
    pass_time(town, minutes=2)
    town.api("POST", f"/fault/{fault['id']}/acknowledge", {})
    pass_time(town, minutes=8)
    town.api("POST", f"/fault/{fault['id']}/resolve", {})
    pass_time(town, hours=1)
    town.api("POST", f"/fault/{fault['id']}/reopen", {})
    town.drain()

    statistics = town.statistics(DAY + "&buckets=24")

    assert {name: counts["total"] for name, counts in statistics["totals"].items()} == {
        "opened": 1,
        "resolved": 1,
        "reopened": 1,
        "acknowledged": 1,
        "expired": 0,
    }
    assert statistics["totals"]["opened"]["by_severity"] == {
        "CRITICAL": 1,
        "HIGH": 0,
        "MEDIUM": 0,
        "WARNING": 0,
        "LOW": 0,
    }
    assert statistics["totals"]["opened"]["by_type"] == {"wantunnel": 1}
    assert statistics["totals"]["opened"]["by_kind"] == {"INCIDENT": 0, "ANOMALY": 0, "ALERT": 1}
    hours = [bucket["opened"]["total"] for bucket in statistics["buckets"]]
    assert hours == [0] * 12 + [1] + [0] * 11
    assert [bucket["reopened"]["total"] for bucket in statistics["buckets"]][13] == 1
    assert statistics["buckets"][12]["from"] == "2026-01-15T12:00:00.000000Z"
    assert statistics["buckets"][12]["to"] == "2026-01-15T13:00:00.000000Z"
    assert statistics["current"]["open"]["total"] == 1
    assert (statistics["mtta"]["count"], statistics["mtta"]["mean"]) == (1, 120.0)
    assert statistics["mtta"]["p50"] == pytest.approx(120, rel=0.091)
    assert statistics["mttr"]["mean"] == 600.0
    assert statistics["top_resources"] == [{"resource_id": "dev_2j4k2l2j3k4l2j3k4", "count": 1}]
    assert statistics["resolution_seconds"] == 1


def test_without_a_span_the_last_day_up_to_this_second_is_counted(town: Town):
    town.api.create()
    town.drain()

    statistics = town.statistics()

    assert statistics["from"] == "2026-01-14T12:00:01.000000Z"
    assert statistics["to"] == "2026-01-15T12:00:01.000000Z"
    assert statistics["totals"]["opened"]["total"] == 1
    assert len(statistics["buckets"]) == 1


def test_borders_are_exact_to_the_microsecond(town: Town):
    for microseconds in (0, 1, 999_999):
        town.clock.at = NOW + timedelta(seconds=73, microseconds=microseconds)
        town.api.create()
    town.drain()

    def opened(since: str, to: str) -> int:
        statistics = town.statistics(f"from=2026-01-15T12:01:{since}Z&to=2026-01-15T12:01:{to}Z")
        total: int = statistics["totals"]["opened"]["total"]
        return total

    assert opened("13", "14") == 3
    assert opened("13.000001", "14") == 2
    assert opened("13", "13.999999") == 2
    assert opened("12", "13") == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-01-15T00:00:00Z&to=2026-01-15T00:00:00Z", "from"),
        ("from=2026-01-16T00:00:00Z&to=2026-01-15T00:00:00Z", "from"),
        ("from=2016-01-16T00:00:00Z&to=2026-01-15T00:00:00Z", "from"),
        ("from=9997-01-01T00:00:00Z", "from"),
        ("buckets=0", "buckets"),
        ("buckets=1001", "buckets"),
        ("buckets=1.0", "buckets"),
        ("top=101", "top"),
        ("top=-1", "top"),
        ("from=yesterday", "from"),
        ("colour=red", "colour"),
    ],
)
def test_what_is_no_span_is_refused_by_field(town: Town, query: str, field: str):
    answer = town.api("GET", "/fault/statistics", query=query)

    assert answer.status == 400
    assert field in answer.json["errors"]


@pytest.mark.parametrize(
    "query",
    [
        "buckets=1000",
        "top=0",
        "top=100",
        "from=1971-01-01T00:00:00Z&to=1975-12-31T00:00:00Z",
        "from=9993-01-01T00:00:00Z&to=9997-12-31T00:00:00Z",
    ],
)
def test_limits_themselves_are_fine(town: Town, query: str):
    statistics = town.statistics(query)

    assert statistics["totals"]["opened"]["total"] == 0


def test_each_customer_counts_its_own(town: Town):
    town.api.create()
    town.api.create(customer=OTHER_CUSTOMER)
    town.api.create(customer=OTHER_CUSTOMER)
    town.drain()

    assert town.statistics(DAY)["totals"]["opened"]["total"] == 1
    theirs = town.statistics(DAY, customer=OTHER_CUSTOMER)
    assert theirs["totals"]["opened"]["total"] == theirs["current"]["open"]["total"] == 2


def test_history_stays_when_faults_expire_and_what_is_falls(town: Town):
    town.api.create()
    town.drain()
    pass_time(town, days=430)
    lingering = town.statistics()
    town.expire()

    gone = town.statistics()
    history = town.statistics(DAY)

    assert lingering["current"]["open"]["total"] == gone["current"]["open"]["total"] == 0
    assert history["totals"]["opened"]["total"] == 1
    month = town.statistics("from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00Z")
    assert month["totals"]["expired"]["total"] == 1
    assert month["totals"]["expired"]["by_severity"]["HIGH"] == 1


def test_a_deleted_fault_is_not_current_but_was_opened(town: Town):
    fault = town.api.create()
    town.drain()
    town.api("DELETE", f"/fault/{fault['id']}")
    town.drain()

    statistics = town.statistics(DAY)

    assert statistics["current"]["open"]["total"] == 0
    assert statistics["totals"]["opened"]["total"] == 1
    assert statistics["totals"]["expired"]["total"] == 0


def test_rolled_up_days_say_the_same_as_their_slots(town: Town):
    for number in range(30):
        fault = town.api.create(resource_id=f"dev_{number % 4}", type=f"type-{number % 3}")
        pass_time(town, minutes=47)
        town.api("POST", f"/fault/{fault['id']}/resolve", {})
    town.drain()
    pass_time(town, days=2)
    query = "from=2026-01-15T00:00:00Z&to=2026-01-17T00:00:00Z&buckets=48"
    before = town.statistics(query)

    assert town.close_days() == {"closed": 3, "left_over": 0}
    assert town.close_days() == {"closed": 0, "left_over": 0}

    assert town.statistics(query) == before
    assert before["totals"]["opened"]["total"] == 30


def test_top_faults_are_the_ten_resources_with_most_faults_of_fourteen_days(town: Town):
    for number in range(12):
        for _ in range(number % 5 + 1):
            town.api.create(
                resource_id=f"dev_{number:02d}",
                resource_ancestry_path=f"site_{number}|dev_{number:02d}",
                message=f"Tunnel {number} is down",
            )
            pass_time(town, seconds=90)
    town.drain()
    ancient = {"resource_id": "dev_99", "occurred_at": "2025-12-25T00:00:00Z"}
    for _ in range(9):
        town.api.create(**ancient)
    town.drain()

    answer = town.api("GET", "/fault/top_faults")

    top = answer.json
    counts = [(resource["resource_id"], resource["count"]) for resource in top]
    assert (
        counts
        == sorted(
            ((f"dev_{n:02d}", n % 5 + 1) for n in range(12)), key=lambda one: (-one[1], one[0])
        )[:10]
    )
    assert [one["count"] for one in top] == [len(one["faults"]) for one in top]
    assert top[0]["tunnel_name"] == "Tunnel 4 is down"
    assert top[0]["site_id"] == "site_4"
    assert set(top[0]["faults"][0]) == {
        "id",
        "message",
        "resolved_at",
        "created_at",
        "duration",
        "severity",
        "type",
        "cause",
        "site_id",
        "resource_identifier",
    }
    for alias in ("/faults/top_faults", "/top_faults"):
        assert town.api("GET", alias).json == top


def test_top_faults_count_what_is_there_after_a_deletion(town: Town):
    kept, deleted, alone = (
        town.api.create(resource_id=name, resource_ancestry_path=f"site_1|{name}")
        for name in ("dev_1", "dev_1", "dev_2")
    )
    pass_time(town, days=2)
    town.drain()
    town.close_days()
    assert [fault["count"] for fault in town.api("GET", "/top_faults").json] == [2, 1]

    for fault in (deleted, alone):
        town.api("DELETE", f"/fault/{fault['id']}")
    town.drain()

    [top] = town.api("GET", "/top_faults").json
    assert (top["resource_id"], top["count"]) == ("dev_1", 1)
    assert [fault["id"] for fault in top["faults"]] == [kept["id"]]
    town.close_days()
    assert town.api("GET", "/top_faults").json == [top]


def test_the_timeline_of_a_fault_shows_what_was_recorded(town: Town):
    fault = town.api.create()
    pass_time(town, minutes=1)
    town.api("POST", f"/fault/{fault['id']}/resolve", {"reason": "It works again."})
    town.drain()

    entries = town.api("GET", f"/fault/{fault['id']}/timeline").json["data"]

    assert [(entry["what"], entry["reason"], entry["status"]) for entry in entries] == [
        ("opened", None, "unresolved"),
        ("resolved", "It works again.", "resolved"),
    ]


def test_top_resources_are_those_of_the_statistics_of_the_same_span(town: Town):
    for seconds, name in enumerate(["dev_1", "dev_2", "dev_2", "dev_3", "dev_3", "dev_3"]):
        town.api.create(resource_id=name)
        town.clock.at += timedelta(seconds=seconds)
    town.drain()
    span = f"from={NOW:%Y-%m-%dT%H:%M:%SZ}&to={NOW + timedelta(seconds=9):%Y-%m-%dT%H:%M:%SZ}"

    answer = town.api("GET", "/fault/top_resources", query=f"{span}&top=2")

    statistics = town.api("GET", "/fault/statistics", query=f"{span}&top=2").json
    assert answer.json == {
        "from": statistics["from"],
        "to": statistics["to"],
        "data": statistics["top_resources"],
    }
    assert answer.json["data"] == [
        {"resource_id": "dev_2", "count": 2},
        {"resource_id": "dev_3", "count": 2},
    ]
    assert town.api("GET", "/faults/top_resources", query=f"{span}&top=2").json == answer.json


@pytest.mark.parametrize(
    "query", ["top=0", "top=101", "from=2026-01-16T00:00:00Z&to=2026-01-15T00:00:00Z"]
)
def test_a_top_list_of_no_length_or_no_span_is_refused(town: Town, query: str):
    assert town.api("GET", "/fault/top_resources", query=query).status == 400
