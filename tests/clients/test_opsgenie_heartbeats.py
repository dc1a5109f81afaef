"""Heartbeats of Opsgenie's own clients, as they are."""

from typing import Any

from tests.clients.running import Tenant
from tests.clients.test_opsgenie_clients import go, npm, python

NAME = "nightly backup"
NAMED = {"name": NAME}
HEARTBEAT = {
    "name": NAME,
    "description": "Copies of all databases.",
    "interval": 10,
    "intervalUnit": "minutes",
    "enabled": True,
    "ownerTeam": {"name": "ops"},
    "alertMessage": "No backup",
    "alertPriority": "P2",
}


def native(tenant: Tenant) -> Any:
    with tenant.stack.http(tenant.stack.token(tenant.customer_id)) as http:
        return http.get("/heartbeats").json()["data"]


def test_the_python_client_makes_pings_and_changes_heartbeats(tenant: Tenant):
    payload = {**HEARTBEAT, "alertTags": ["db"]}

    made, ponged, shown, listed, changed, off, on = python(
        tenant,
        ["heartbeats.create_heartbeat", {"create_heartbeat_payload": payload}],
        ["heartbeats.ping", NAMED],
        ["heartbeats.get_heartbeat", NAMED],
        ["heartbeats.list_heart_beats", {}],
        ["heartbeats.update_heartbeat", {**NAMED, "update_heartbeat_payload": {"interval": 2}}],
        ["heartbeats.disable_heartbeat", NAMED],
        ["heartbeats.enable_heartbeat", NAMED],
    )

    assert (made["data"]["name"], made["data"]["expired"]) == (NAME, False)
    assert ponged["result"] == "PONG - Heartbeat received"
    told = ("interval", "intervalUnit", "enabled", "expired")
    assert [shown["data"][name] for name in told] == [10, "minutes", True, False]
    assert [one["name"] for one in listed["data"]["heartbeats"]] == [NAME]
    assert changed["data"]["name"] == NAME
    assert (off["data"]["enabled"], on["data"]["enabled"]) == (False, True)
    [standing] = native(tenant)
    assert (standing["interval_minutes"], standing["state"]) == (2, "waiting")
    assert (standing["message"], standing["tags"]) == ("No backup", ["db"])
    assert (standing["severity"], bool(standing["last_ping_at"])) == ("HIGH", True)

    deleted, unknown, ponged = python(
        tenant,
        ["heartbeats.delete_heartbeat", NAMED],
        ["heartbeats.get_heartbeat", NAMED],
        ["heartbeats.ping", NAMED],
    )
    assert deleted["result"] == "Deleted"
    assert unknown["status"] == 404
    assert ponged["result"] == "PONG - Heartbeat received"
    assert native(tenant) == []


def test_the_npm_client_makes_pings_and_changes_heartbeats(tenant: Tenant):
    by_name = {"identifier": NAME}

    made, ponged, shown, changed, off, on = npm(
        tenant,
        ["heartbeat.create", HEARTBEAT, {}],
        ["heartbeat.ping", by_name, {}],
        ["heartbeat.get", by_name, {}],
        ["heartbeat.update", by_name, {"interval": 2}, {}],
        ["heartbeat.disable", by_name, {}],
        ["heartbeat.enable", by_name, {}],
    )

    assert made["data"]["name"] == NAME
    assert ponged["result"] == "PONG - Heartbeat received"
    assert (shown["data"]["interval"], shown["data"]["expired"]) == (10, False)
    assert changed["data"]["interval"] == 2
    assert (off["data"]["enabled"], on["data"]["enabled"]) == (False, True)
    [deleted] = npm(tenant, ["heartbeat.delete", by_name, {}])
    assert deleted["result"] == "Deleted"
    assert native(tenant) == []


def test_the_go_client_makes_pings_and_changes_heartbeats(tenant: Tenant):
    made, ponged, shown, listed, changed, off, on = go(
        tenant,
        ["heartbeat.add", {**HEARTBEAT, "alertTags": ["db"]}],
        ["heartbeat.ping", NAME],
        ["heartbeat.get", NAME],
        ["heartbeat.list", NAME],
        ["heartbeat.update", {**HEARTBEAT, "interval": 2}],
        ["heartbeat.disable", NAME],
        ["heartbeat.enable", NAME],
    )

    assert (made["name"], made["alertTags"]) == (NAME, ["db"])
    assert ponged["result"] == "PONG - Heartbeat received"
    assert (shown["interval"], shown["ownerTeam"]["name"]) == (10, "ops")
    assert [one["name"] for one in listed["heartbeats"]] == [NAME]
    assert changed["name"] == NAME
    assert (off["enabled"], on["enabled"]) == (False, True)
    [standing] = native(tenant)
    assert (standing["interval_minutes"], standing["tags"]) == (2, ["db"])
    [deleted] = go(tenant, ["heartbeat.delete", NAME])
    assert deleted["result"] == "Deleted"
    assert native(tenant) == []
