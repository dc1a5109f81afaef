"""What functions without a caller use of their permissions: schedules, streams, alarms."""

import json
from datetime import timedelta

from functions.schedules import reconcile
from local.template import ROOT
from tests.support.deployment import Deployment
from tests.support.lambda_context import Context


def test_auto_close(deployment: Deployment):
    said = {"description": "Disk is full", "auto_close_duration": 60}
    made = deployment.call("POST", "/v2/server/42/custom_incident", said)
    deployment.clock.at += timedelta(minutes=2)

    deployment.invoke("SchedulesDueNotesFunction", {})

    assert deployment.get(f"/v2/outage/{made.headers['id']}")["status"] == "resolved"


def test_alarms_of_the_account(deployment: Deployment):
    told = json.loads(
        (ROOT / "events/event_bus/cloudwatch_alarms/threshold_crossed.json").read_text()
    )
    for state in ("ALARM", "INSUFFICIENT_DATA", "OK"):
        told["detail"]["state"]["value"] = state
        deployment.invoke("EventBusCloudwatchAlarmsFunction", told)

    [fault] = deployment.get("/fault")["data"]
    assert (fault["status"], fault["comment_count"]) == ("resolved", 1)


def test_closing_days(deployment: Deployment):
    for _ in range(2):
        deployment.report()
        deployment.drain()
        deployment.clock.at += timedelta(days=2)

    closed = deployment.invoke("SchedulesCloseDaysFunction", {})

    assert closed["closed"] > 2  # and with them the day between, on which nothing happened


def test_reconcile(deployment: Deployment):
    gone, changed = deployment.report(), deployment.report()
    deployment.drain()
    deployment.call("DELETE", f"/fault/{gone}")  # of which the stream does not tell
    deployment.call("POST", f"/fault/{changed}/resolve", {})  # nor of this
    client, table = deployment.engine.client, deployment.engine.tables.statistics
    for item in client.scan(TableName=table)["Items"]:
        if {"serial", "ttl"} <= item.keys():  # counters of a span of time
            client.delete_item(TableName=table, Key={name: item[name] for name in ("pk", "sk")})

    begun = reconcile.lambda_handler({}, Context(lambda: 50_000))
    found = deployment.invoke("SchedulesReconcileFunction", {"run": "continue"})

    assert (begun["finished"], found["finished"]) == (False, True)
    assert found["wrong"] > 0
    again = {"finished": True, "missing": 0, "wrong": 0}
    assert deployment.invoke("SchedulesReconcileFunction", {}) == again


def test_recounting_everything(deployment: Deployment):
    deployment.report()
    deployment.drain()

    begun = deployment.invoke("SchedulesReconcileFunction", {"run": "everything"})
    deployment.clock.at += timedelta(minutes=2)
    found = deployment.invoke("SchedulesReconcileFunction", {"run": "continue"})

    assert (begun["finished"], found["finished"]) == (False, True)


def test_reconciling_after_expiry(deployment: Deployment):
    """Lists of what expires are made, gone through, and let go.

    What began longer than a year before its report expires at another age than the rest.
    """
    deployment.report()
    deployment.report(occurred_at="2024-06-01T00:00:00Z")
    deployment.drain()
    deployment.clock.at += timedelta(days=423)
    for _ in range(5):
        deployment.invoke("SchedulesReconcileFunction", {})
        deployment.clock.at += timedelta(days=1)
