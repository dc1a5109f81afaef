"""Opsgenie's own clients, as they are: opsgenie-sdk of PyPI and npm, opsgenie-go-sdk-v2."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.clients.documented import lines_for
from tests.clients.installing import SOURCES, go_program, node_modules, python_packages
from tests.clients.running import Tenant, run_client

NODE = Path(sys.executable).with_name("node")
ALIAS = "al/x y"
BY_ALIAS = {"identifier": ALIAS, "identifier_type": "alias"}
ALERT = {
    "message": "Disk full",
    "alias": ALIAS,
    "description": "Nothing can be written any more.",
    "entity": "web-1",
    "tags": ["db", "night"],
    "details": {"site": "frankfurt"},
    "priority": "P2",
}


def run(
    command: list[str | Path], tenant: Tenant, calls: list[Any], **environment: str
) -> list[Any]:
    key = environment.pop("key", tenant.key)
    done = run_client(*command, stdin=json.dumps(calls), OPSGENIE_KEY=key, **environment)
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def python(tenant: Tenant, *calls: Any, **environment: str) -> list[Any]:
    program = SOURCES / "python" / "call_opsgenie.py"
    packages = str(python_packages("opsgenie.txt"))
    command: list[str | Path] = [sys.executable, program, tenant.stack.url]
    return run(command, tenant, list(calls), PYTHONPATH=packages, **environment)


def npm(tenant: Tenant, *calls: Any, **environment: str) -> list[Any]:
    packages = str(node_modules("npm_opsgenie"))
    program = SOURCES / "npm_opsgenie" / "call.js"
    command: list[str | Path] = [NODE, program, tenant.stack.url]
    return run(command, tenant, list(calls), NODE_PATH=packages, **environment)


def go(tenant: Tenant, *calls: Any) -> list[Any]:
    """`http` because its host has no `api` in it."""
    program = go_program("go_opsgenie")
    return run([program, urlsplit(tenant.stack.url).netloc], tenant, list(calls))


def fault(tenant: Tenant) -> Any:
    """The one that there is, natively, in full."""
    with tenant.stack.http(tenant.stack.token(tenant.customer_id)) as http:
        [one] = http.get("/fault").json()["data"]
        return http.get(f"/fault/{one['id']}").json()


def test_the_python_client_does_all_that_it_can_do_to_an_alert(tenant: Tenant):
    actions: list[Any] = [
        ("acknowledge_alert", {"acknowledge_alert_payload": {"note": "on it"}}),
        ("un_acknowledge_alert", {}),
        ("snooze_alert", {"snooze_alert_payload": {"endTime": in_an_hour(tenant)}}),
        ("add_note", {"add_note_to_alert_payload": {"note": "carrier called"}}),
        ("add_tags", {"add_tags_to_alert_payload": {"tags": ["wan"]}}),
        ("remove_tags", {"tags": ["night"]}),
        ("add_details", {"add_details_to_alert_payload": {"details": {"port": "1"}}}),
        ("remove_details", {"keys": ["site"]}),
        ("assign_alert", {"assign_alert_payload": {"owner": {"username": "ann"}}}),
        ("escalate_alert", {"escalate_alert_to_next_payload": {"escalation": {"name": "night"}}}),
        ("update_alert_message", {"update_alert_message_payload": {"message": "Disk /var full"}}),
        (
            "update_alert_description",
            {"update_alert_description_payload": {"description": "Logs have filled it."}},
        ),
        ("update_alert_priority", {"update_alert_priority_payload": {"priority": "P1"}}),
    ]

    created, *done = python(
        tenant,
        ["create_alert", {"create_alert_payload": ALERT}],
        *[[name, {**BY_ALIAS, **said}] for name, said in actions],
    )

    assert created["data"]["status"] == "Created alert"
    assert [one["data"]["isSuccess"] for one in done] == [True] * len(actions)
    standing = fault(tenant)
    assert (standing["message"], standing["severity"]) == ("Disk /var full", "CRITICAL")
    assert (standing["assignee"], standing["resource_ancestry_path"]) == ("ann", "frankfurt|web-1")
    assert standing["snoozed_until"]
    assert standing["detail"]["details"] == {"port": "1"}
    assert standing["detail"]["description"] == "Logs have filled it."
    assert [one["comment"] for one in standing["comments"]] == [
        "carrier called",
        "Escalate to night",
    ]

    tenant.stack.drain()
    shown, listed, count, notes, logs, closed, again = python(
        tenant,
        ["get_alert", BY_ALIAS],
        ["list_alerts", {"query": "status: open AND tag: wan", "limit": 10}],
        ["count_alerts", {"query": "status=open"}],
        ["list_notes", BY_ALIAS],
        ["list_logs", BY_ALIAS],
        ["close_alert", {**BY_ALIAS, "close_alert_payload": {"note": "mended"}}],
        ["close_alert", BY_ALIAS],
    )

    assert shown["data"]["id"] == created["data"]["alertId"]
    assert (shown["data"]["alias"], shown["data"]["tags"]) == (ALIAS, ["db", "wan"])
    assert [one["id"] for one in listed["data"]] == [shown["data"]["id"]]
    assert count["data"]["count"] == 1
    assert notes["data"][-1]["note"] == "carrier called"
    assert logs["data"][-1]["log"] == "Alert created"
    assert closed["data"]["isSuccess"] is True
    assert again["data"]["status"] == "There is no open alert"
    assert fault(tenant)["resolution_reason"] == "mended"


def test_the_documented_lines_open_and_close_an_alert(tenant: Tenant):
    host = urlsplit(tenant.stack.url).netloc
    lines = lines_for("opsgenie-sdk of PyPI", host=host, key=tenant.key)

    done = run_client(sys.executable, "-c", lines, PYTHONPATH=str(python_packages("opsgenie.txt")))

    assert done.returncode == 0, done.stderr
    assert (fault(tenant)["message"], fault(tenant)["status"]) == ("Disk full", "resolved")


def test_the_documented_lines_open_an_alert_in_node(tenant: Tenant):
    host = urlsplit(tenant.stack.url).netloc
    lines = lines_for("opsgenie-sdk of npm", host=host, key=tenant.key)

    done = run_client(NODE, "-e", lines, NODE_PATH=str(node_modules("npm_opsgenie")))

    assert done.returncode == 0, done.stderr
    assert fault(tenant)["message"] == "Disk full"


def test_the_python_client_is_told_what_is_wrong_in_its_own_exceptions(tenant: Tenant):
    unknown_key, refused, unknown = (
        *python(tenant, ["list_alerts", {}], key="fb_0000000000000000_1"),
        *python(
            tenant,
            ["list_alerts", {"query": "colour: red"}],
            ["get_alert", BY_ALIAS],
        ),
    )

    assert unknown_key == {"error": "AuthenticationException", "status": 401}
    assert refused["status"] == 422
    assert unknown["status"] == 404


def test_the_npm_client_ends_every_path_with_a_slash_and_is_understood(tenant: Tenant):
    alias = {"identifier": "disk-web-1", "identifierType": "alias"}

    created, acknowledged, noted, tagged, shown, closed = npm(
        tenant,
        ["create", {**ALERT, "alias": "disk-web-1"}],
        ["acknowledge", alias, {"note": "on it"}],
        ["addNote", alias, {"note": "carrier called"}],
        ["addTags", alias, {"tags": ["wan"]}],
        ["get", alias],
        ["close", alias, {"note": "mended"}],
    )

    for one in (created, acknowledged, noted, tagged, closed):
        assert one["result"] == "Request will be processed"
    assert (shown["data"]["acknowledged"], shown["data"]["count"]) == (True, 1)
    standing = fault(tenant)
    assert (standing["status"], standing["resolution_reason"]) == ("resolved", "mended")
    assert [one["comment"] for one in standing["comments"]] == ["carrier called"]


def test_the_go_client_gets_the_end_of_each_action(tenant: Tenant):
    alias = {"IdentifierType": 1, "IdentifierValue": ALIAS}

    done = go(
        tenant,
        ["create", ALERT],
        ["create", ALERT],
        ["acknowledge", {**alias, "note": "on it"}],
        ["note", {**alias, "note": "carrier called"}],
        ["tags", {**alias, "tags": ["wan"]}],
        ["details", {**alias, "details": {"port": "1"}}],
        ["message", {**alias, "message": "Disk /var full"}],
        ["priority", {**alias, "priority": "P1"}],
    )
    tenant.stack.drain()
    shown, listed, count, logs, closed = go(
        tenant,
        ["get", {"IdentifierType": 1, "IdentifierValue": ALIAS}],
        ["list", {"query": "status: open", "Limit": 10}],
        ["count", {"query": "status: open"}],
        ["logs", alias],
        ["close", {**alias, "note": "mended"}],
    )

    assert [(one.get("error"), one.get("isSuccess")) for one in done] == [(None, True)] * len(done)
    assert shown["alias"] == ALIAS
    assert (shown["count"], shown["acknowledged"], shown["priority"]) == (2, True, "P1")
    assert [one["id"] for one in listed["data"]] == [shown["id"]]
    assert count["count"] == 1
    assert logs["data"][-1]["log"] == "Alert created"
    assert closed["isSuccess"] is True
    assert fault(tenant)["status"] == "resolved"


def test_an_alert_opened_by_one_client_is_worked_on_by_the_others(tenant: Tenant):
    alias = {"IdentifierType": 1, "IdentifierValue": ALIAS}
    python(tenant, ["create_alert", {"create_alert_payload": ALERT}])
    go(tenant, ["acknowledge", {**alias, "note": "on it"}])
    npm(tenant, ["addNote", {"identifier": fault(tenant)["id"][4:]}, {"note": "carrier called"}])
    native = fault(tenant)
    with tenant.stack.http(tenant.stack.token(tenant.customer_id)) as http:
        assert http.post(f"/fault/{native['id']}/resolve", json={"reason": "mended"}).is_success

    [shown] = python(tenant, ["get_alert", BY_ALIAS])

    assert native["acknowledged_at"]
    assert [one["comment"] for one in native["comments"]] == ["carrier called"]
    assert (shown["data"]["status"], shown["data"]["acknowledged"]) == ("closed", True)


def in_an_hour(tenant: Tenant) -> str:
    """Without a zone, as the Python client sends times."""
    at = datetime.fromtimestamp(tenant.now() + 3600, UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}"
