"""Reconcile over DynamoDB: as schedule and as command, after corruption and beside live writes."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from faultbook import wiring
from tests.integration.statistics.conftest import Town
from tests.support.builders import CUSTOMER
from tests.support.fault_histories import random_source
from tests.support.fresh_wiring import forget_wiring
from tests.support.interruptions import UnreliableClient, all_goes_well
from tests.support.native_api import OTHER_CUSTOMER
from tools import reconcile as reconcile_command
from tools.reconcile import main as command

SPAN = "from=2026-01-14T00:00:00Z&to=2026-01-17T00:00:00Z&buckets=72"
CLEAN = {"finished": True, "missing": 0, "wrong": 0}
_NO_COUNTERS = {"ttl", "since"}


def some_life(town: Town, seed: int, faults: int = 30) -> None:
    draw = random_source(seed)
    ids = []
    for number in range(faults):
        customer = draw.choice([CUSTOMER, OTHER_CUSTOMER])
        fault = town.api.create(
            customer,
            severity=draw.choice(["LOW", "HIGH"]),
            type=draw.choice(["link", "disk"]),
            resource_id=f"dev_{number % 5}",
        )
        ids.append((customer, fault["id"]))
        town.clock.at += timedelta(minutes=draw.randrange(20))
        customer, one = draw.choice(ids)
        verb = draw.choice(["resolve", "acknowledge", "reopen"])
        town.api("POST", f"/fault/{one}/{verb}", {}, customer=customer)
    town.drain()


def everything(town: Town) -> list[dict[str, Any]]:
    return [town.statistics(SPAN, customer=customer) for customer in (CUSTOMER, OTHER_CUSTOMER)]


def corrupt(town: Town, share: float = 0.1) -> int:
    """Behind the back of everybody: other values, and attributes that are gone."""
    client, table = town.engine.client, town.tables.statistics
    draw = random_source(7)
    counters = sorted(
        (item["pk"]["S"], item["sk"]["S"], name)
        for item in client.scan(TableName=table)["Items"]
        for name in item.keys() - _NO_COUNTERS
        if item[name].get("N", "0") != "0"
    )
    chosen = draw.sample(counters, round(len(counters) * share))
    for pk, sk, name in chosen:
        gone = draw.random() < 0.3
        values: Any = {} if gone else {"ExpressionAttributeValues": {":n": {"N": "-3"}}}
        client.update_item(
            TableName=table,
            Key={"pk": {"S": pk}, "sk": {"S": sk}},
            UpdateExpression="REMOVE #n" if gone else "ADD #n :n",
            ExpressionAttributeNames={"#n": name},
            **values,
        )
    return len(chosen)


def drift_metric(output: str) -> list[float]:
    lines = [json.loads(line) for line in output.splitlines() if '"Drift"' in line]
    assert all(line["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Faultbook" for line in lines)
    assert all(line["service"] == "faultbook" for line in lines)
    return [value for line in lines for value in line["Drift"]]


def test_a_clean_run_reports_no_drift(town: Town, capsys: pytest.CaptureFixture[str]):
    some_life(town, 1)
    before = everything(town)

    assert town.reconcile() == CLEAN
    assert town.recount_everything() == CLEAN

    assert drift_metric(capsys.readouterr().out) == [0, 0, 0]
    assert everything(town) == before


def test_a_tenth_of_corrupted_counters_is_mended(town: Town, capsys: pytest.CaptureFixture[str]):
    some_life(town, 2)
    town.close_days()
    before = everything(town)
    corrupted = corrupt(town)
    assert everything(town) != before

    found = town.reconcile()
    rest = town.recount_everything()

    assert found["wrong"] + rest["wrong"] >= corrupted > rest["wrong"]
    assert drift_metric(capsys.readouterr().out) == [found["wrong"], 0, rest["wrong"]]
    assert everything(town) == before
    town.close_days()
    assert everything(town) == before
    assert town.reconcile()["wrong"] == 0


def test_live_writes_before_every_call_are_counted_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
):
    some_life(town, 3, faults=12)
    corrupt(town, 0.3)
    writes = 0

    def write() -> None:
        nonlocal writes
        writes += 1
        client.plan = all_goes_well
        fault = town.api.create(resource_id="dev_live")
        if writes % 2:
            town.api("POST", f"/fault/{fault['id']}/resolve", {})
        town.drain()
        client.plan = before_each

    def before_each(number: int, name: str) -> None:
        del number, name
        write()

    client = UnreliableClient(town.engine.client, before_each)
    for part in ("ledger", "statistics_store", "audit_store", "window_store", "fault_store"):
        getattr(wiring.stores, part).cache_clear()
    monkeypatch.setattr(wiring.stores, "dynamodb", lambda: client)

    # Not by its handler: what the writes in between need is not what its role needs.
    wiring.reconcile_window(lambda: 60).run(lambda: True)

    client.plan = all_goes_well
    assert writes > 20
    mine = town.statistics(SPAN + "&top=100")
    live = [
        resource["count"]
        for resource in mine["top_resources"]
        if resource["resource_id"] == "dev_live"
    ]
    assert live == [writes]
    assert town.reconcile() == CLEAN


def test_a_run_that_is_out_of_time_is_gone_on_with(town: Town):
    some_life(town, 4)
    before = everything(town)
    corrupt(town, 0.3)
    runs = [town.reconcile(counting_down(5))]

    while not runs[-1]["finished"]:
        runs.append(town.reconcile(counting_down(10), run="continue"))

    assert len(runs) > 3
    assert everything(town) == before
    corrupt(town)
    assert town.reconcile(run="continue") == CLEAN
    assert everything(town) != before
    town.reconcile()
    assert everything(town) == before


def test_a_recount_of_everything_that_is_out_of_time_is_gone_on_with(town: Town):
    some_life(town, 4)
    town.clock.at += timedelta(days=10)
    before = everything(town)
    corrupt(town, 0.3)
    assert town.reconcile()["finished"]
    runs = [town.recount_everything(counting_down(5))]

    while not runs[-1]["finished"]:
        runs.append(town.reconcile(counting_down(10), run="continue"))

    assert len(runs) > 3
    town.close_days()
    assert everything(town) == before
    assert town.recount_everything() == CLEAN


def test_changes_whose_records_were_lost_are_made_up_for(town: Town):
    """Of every kind; the fault that is edited was resolved long before."""
    fault, commented, old = (town.api.create() for _ in range(3))
    town.api("POST", f"/fault/{old['id']}/resolve", {})
    town.drain()
    town.clock.at += timedelta(days=10)
    town.reconcile()
    deleted = town.api.create()
    reopened = town.api.create()
    town.api("POST", f"/fault/{reopened['id']}/resolve", {})
    town.drain()
    town.api("POST", f"/fault/{fault['id']}/resolve", {})
    town.api("POST", f"/fault/{commented['id']}/comment", {"comment": "Rebooted the modem."})
    town.api("PATCH", f"/fault/{old['id']}", {"cause": "Something else."})
    town.api("DELETE", f"/fault/{deleted['id']}")
    town.api("POST", f"/fault/{reopened['id']}/reopen", {})
    town.api.create(occurred_at="2025-06-01T00:00:00Z")
    town.records()  # nobody ever gets these
    town.clock.at += timedelta(hours=2)

    found = town.reconcile()

    assert found == {"finished": True, "missing": 6, "wrong": 0}
    assert town.statistics()["current"]["open"]["total"] == 3
    assert town.statistics()["totals"]["reopened"]["total"] == 1
    assert [len(timeline(town, one)) for one in (fault, commented, old)] == [2, 2, 3]
    assert town.reconcile() == CLEAN
    assert town.recount_everything() == CLEAN


def test_an_expiry_whose_record_was_lost_is_made_up_for(town: Town):
    town.api.create()
    town.drain()
    expiry = datetime(2027, 3, 15, 12, tzinfo=UTC)
    town.clock.at = expiry - timedelta(days=1)
    assert town.reconcile() == CLEAN
    town.clock.at = expiry + timedelta(hours=20)
    town.remove_expired()
    town.records()  # nobody ever gets these
    assert town.statistics()["current"]["open"]["total"] == 1

    assert town.reconcile() == {"finished": True, "missing": 1, "wrong": 0}

    statistics = town.statistics()
    assert statistics["current"]["open"]["total"] == 0
    assert statistics["totals"]["expired"]["total"] == 1
    assert town.reconcile() == CLEAN
    for _ in range(8):
        town.clock.at += timedelta(days=1)
        assert town.reconcile() == CLEAN


def test_statistics_are_built_again_from_the_faults_table_alone(town: Town):
    some_life(town, 5)
    before = everything(town)
    client, table = town.engine.client, town.tables.statistics
    for item in client.scan(TableName=table)["Items"]:
        client.delete_item(TableName=table, Key={key: item[key] for key in ("pk", "sk")})

    town.recount_everything()

    assert everything(town) == before
    assert town.reconcile() == CLEAN
    town.api.create()
    town.drain()
    assert town.statistics(SPAN) != before[0]


def test_the_command_recounts_everything_and_says_what_it_found(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.argv", ["reconcile"])
    monkeypatch.setattr(reconcile_command, "pause", town.wait)
    some_life(town, 6, faults=5)
    town.clock.at += timedelta(days=10)
    corrupted = corrupt(town)

    assert command() == 1
    assert f"Wrong counters: {corrupted}." in capsys.readouterr().out
    assert command() == 0
    assert "Missing entries: 0. Wrong counters: 0." in capsys.readouterr().out


def test_the_command_looks_after_the_newest_days_alone_where_it_is_asked_to(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.argv", ["reconcile", "--window"])
    some_life(town, 6, faults=5)
    before = everything(town)
    corrupt(town)

    assert command() == 1
    assert everything(town) == before
    assert command() == 0
    assert "Missing entries: 0. Wrong counters: 0." in capsys.readouterr().out


def test_the_command_wants_to_know_the_tables(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.argv", ["reconcile"])
    monkeypatch.delenv("FAULTS_TABLE", raising=False)
    forget_wiring()

    assert command() == 2
    assert "FAULTS_TABLE" in capsys.readouterr().err


def counting_down(steps: int) -> Callable[[], int]:
    """Milliseconds that are enough so many times."""
    left = [900_000] * steps
    return lambda: left.pop() if left else 0


def timeline(town: Town, fault: dict[str, Any]) -> list[Any]:
    entries: list[Any] = town.api("GET", f"/fault/{fault['id']}/timeline").json["data"]
    return entries
