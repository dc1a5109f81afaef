"""Each function does, by itself, everything that its role lets it do.

`tests/template/test_granted_equals_used.py` holds what was seen here against the template. So these
are the functions as they are deployed: their own clients, and secrets that each of them reads from
SSM. What is set up goes through the functions as well.
"""

import itertools
import json
from collections.abc import Iterator
from datetime import timedelta
from functools import cache, cached_property
from typing import Any

import pytest
from botocore.session import Session

from faultbook import wiring
from faultbook.aws import Aws
from faultbook.domain.events import event_of
from faultbook.domain.timeline import observation_of
from faultbook.dynamodb.fault_item import fault_of
from functions.schedules import reconcile
from local.environment import in_environment
from local.functions import load_functions
from local.gateway import Gateway
from local.template import ROOT, read_template
from tests.support.builders import CUSTOMER, SteppingClock, a_fault
from tests.support.engines import Engine
from tests.support.fresh_wiring import forget_wiring
from tests.support.http_events import Response, an_event
from tests.support.incidents_world import an_incident
from tests.support.lambda_context import Context
from tests.support.mackerel_world import a_report as a_check
from tests.support.native_api import a_body, environment_of
from tests.support.stream_records import a_record
from tests.support.tokens import SECRET, a_token

SECRETS_PATH = "/faultbook/permissions"
SECRETS = {
    "jwt-secret": SECRET.decode(),
    "token-secret": "a token secret of thirty-two bytes",
    "outage-link-secret": "an outage link secret of thirty-two bytes",
    "cursor-secret": "a cursor secret of thirty-two bytes",
    "api-key-pepper": "a pepper of at least thirty-two bytes",
}
SCOPES = "faults:read faults:write admin"
DAY = "from=2026-01-15T00:00:00Z&to=2026-01-15T12:34:56Z"


class Deployment:
    """One customer at all functions of the template."""

    def __init__(self, engine: Engine, clock: SteppingClock) -> None:
        self.engine = engine
        self.clock = clock
        self._functions = load_functions(read_template())
        self._gateway = Gateway(self._functions, domain="faults.example")
        self._running = ""
        self._sequence = itertools.count(1)

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """What the one before has read or built is not there for the next."""
        if function != self._running:
            forget_wiring()
            self._running = function
        return self._functions[function].invoke(event)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: str = "",
        **headers: str,
    ) -> Response:
        """Has to succeed; a keyword is a header's name with `_` for `-`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= self._credential(path)
        match = self._gateway.match(method, path)
        assert match, path
        event = an_event(method, path, query=query, body=body, headers=sent)
        response = Response.of(self.invoke(match.function, event))
        assert response.status in {200, 201, 202, 204}, response.text
        return response

    def get(self, path: str, query: str = "") -> Any:
        return self.call("GET", path, query=query).json

    def report(self, **fields: Any) -> str:
        """The native id of a new fault."""
        return str(self.call("POST", "/fault", a_body(**fields)).json["id"])

    def drain(self) -> None:
        """The stream's function is told of each fault as it stands."""
        found = self.engine.items(self.engine.tables.faults)
        faults = [fault_of(item) for item in found if item["sk"]["S"] == "fault"]
        table = self.engine.tables.faults
        records = [a_record(next(self._sequence), new=one, table=table) for one in faults]
        answer = self.invoke("StreamsTimelineFunction", {"Records": records})
        assert answer == {"batchItemFailures": []}

    @cached_property
    def api_key(self) -> str:
        wanted = {"name": "monitor", "scopes": ["faults:read", "faults:write"]}
        return str(self.call("POST", "/api-keys", wanted).json["key"])

    def _credential(self, path: str) -> dict[str, str]:
        if path.startswith(("/v2/alerts", "/v2/heartbeats")):
            return {"authorization": f"GenieKey {self.api_key}"}
        if path.startswith("/v2/"):
            return {"authorization": f"ApiKey {self.api_key}"}
        if path.startswith("/api/v0/"):
            return {"x-api-key": self.api_key}
        if path.startswith(("/api/v2/", "/webhooks/")):
            return {"authorization": f"Bearer {self.api_key}"}
        issued = int(self.clock.at.timestamp())
        token = a_token(scope=SCOPES, iat=issued, exp=issued + 3600)
        return {"authorization": f"Bearer {token}"}


class KeptClients(Aws):
    """One of each kind: to make one takes longer than all that it is asked here."""

    dynamodb = cache(Aws.dynamodb)
    ssm = cache(Aws.ssm)


@pytest.fixture(scope="module")
def clients() -> KeptClients:
    return KeptClients()


@pytest.fixture(scope="module")
def secrets_endpoint(moto: Engine) -> str:
    session = Session()
    session.set_credentials("local", "local")
    ssm: Any = session.create_client("ssm", region_name="us-east-1", endpoint_url=moto.endpoint)
    for name, value in SECRETS.items():
        ssm.put_parameter(Name=f"{SECRETS_PATH}/{name}", Value=value, Type="SecureString")
    return moto.endpoint


@pytest.fixture
def deployment(
    dynoxide: Engine,
    clock: SteppingClock,
    secrets_endpoint: str,
    clients: KeptClients,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Deployment]:
    monkeypatch.setattr(wiring.stores, "clock", clock)
    monkeypatch.setattr(wiring.stores, "aws", lambda: clients)
    place = {"SECRETS_PATH": SECRETS_PATH, "AWS_ENDPOINT_URL_SSM": secrets_endpoint}
    with dynoxide.fresh_tables(), in_environment(environment_of(dynoxide, **place)):
        yield Deployment(dynoxide, clock)
    forget_wiring()


def test_the_native_api(deployment: Deployment):
    body = a_body(deduplication_key="wan-1")
    made = deployment.call("POST", "/fault", body, idempotency_key="first")
    again = deployment.call("POST", "/fault", body, idempotency_key="first")
    fault = made.json["id"]
    assert again.json["id"] == fault
    deployment.call("PATCH", f"/fault/{fault}", {"severity": "CRITICAL"})
    deployment.call("POST", f"/fault/{fault}/comment", {"comment": "x" * 600})
    deployment.drain()

    whats = [entry["what"] for entry in deployment.get(f"/fault/{fault}/timeline")["data"]]
    lists = [
        deployment.get("/fault", query)["data"]
        for query in ("", "status=unresolved", "site=site_8a7b6c5d4e3f2g1h")
    ]
    deployment.call("DELETE", f"/fault/{fault}")

    assert whats[-1] == "commented"
    assert [[one["id"] for one in faults] for faults in lists] == [[fault]] * 3
    assert deployment.get("/fault")["data"] == []


def test_access_tokens(deployment: Deployment):
    talked_about, fault = deployment.report(), deployment.report()
    deployment.call("POST", f"/fault/{fault}/comment", {"comment": "x" * 600})
    for _ in range(30):  # more than twenty of them have no room in the fault
        deployment.call("POST", f"/fault/{talked_about}/comment", {"comment": "x" * 100})
    made = deployment.call("POST", "/fault/token", {}).json

    listed = deployment.get("/fault/token")["data"]
    shown = deployment.get(f"/fault/token/{made['token']}")
    deployment.call("DELETE", f"/fault/token/{made['id']}")

    assert [token["id"] for token in listed] == [made["id"]]
    assert {one["id"]: len(one["comments"]) for one in shown} == {talked_about: 30, fault: 1}
    assert deployment.get("/fault/token")["data"] == []


def test_api_keys(deployment: Deployment):
    assert deployment.api_key
    [key] = deployment.get("/api-keys")["data"]
    rotated = deployment.call("POST", f"/api-keys/{key['id']}/rotate", {}).json
    deployment.call("DELETE", f"/api-keys/{key['id']}")

    [revoked] = deployment.get("/api-keys")["data"]
    assert rotated["key"] != deployment.api_key
    assert revoked["revoked_at"]


def test_settings(deployment: Deployment):
    chosen = deployment.call("PATCH", "/settings", {"servers": ["web-1"], "stripes": 4}).json

    assert deployment.get("/settings") == chosen
    assert (chosen["servers"], chosen["stripes"]["read"]) == (["web-1"], 4)


def test_deliveries(deployment: Deployment):
    said = {"name": "On call", "url": "https://203.0.114.7/faults"}
    endpoint = deployment.call("POST", "/endpoints", said).json["id"]
    for number in (1, 2):
        event = event_of(observation_of(a_fault(number=number)))
        wiring.stores.delivery_store().put(CUSTOMER, endpoint, event, deployment.clock.at)
    path = f"/endpoints/{endpoint}/deliveries"

    first = deployment.get(path, "limit=1")
    second = deployment.get(path, f"limit=1&cursor={first['meta']['cursor']}")
    again = deployment.call("POST", f"{path}/{second['data'][0]['id']}/redeliver").json

    assert first["data"][0]["id"] > again["id"]
    assert deployment.get(f"{path}/{again['id']}")["redelivered_at"]


def test_statistics_of_the_native_api(deployment: Deployment):
    fault = deployment.report()
    deployment.clock.at += timedelta(minutes=34, seconds=30)
    deployment.report(resource_id="dev_2")
    deployment.call("POST", f"/fault/{fault}/resolve", {})
    deployment.drain()

    totals = deployment.get("/fault/statistics", DAY)["totals"]
    top = deployment.get("/top_faults")

    assert (totals["opened"]["total"], totals["resolved"]["total"]) == (2, 1)
    assert sorted(one["count"] for one in top) == [1, 1]


def test_fortimonitor(deployment: Deployment):
    incidents = "/v2/server/42/custom_incident"
    deployment.call("POST", incidents, {"description": "Disk is slow"})
    made = deployment.call("POST", incidents, {"description": "Disk is full"})
    outage = f"/v2/outage/{made.headers['id']}"
    deployment.call("PUT", f"{outage}/acknowledge", {"who": "somebody"})
    deployment.call("POST", f"{outage}/outage_log", {"entry": "Somebody cleans up."})
    deployment.drain()

    log = deployment.get(f"{outage}/outage_log")["outage_log_list"]
    everything = deployment.get("/v2/outage")["outage_list"]
    active = deployment.get("/v2/outage/active", "limit=1")

    assert "Somebody cleans up." in str(log)
    assert (len(everything), len(active["outage_list"])) == (2, 1)
    assert active["meta"]["total_count"] == 2


def test_incidents(deployment: Deployment):
    incident = deployment.call("POST", "/api/v1/incidents", an_incident()).json
    worse = an_incident(title="All orders fail", severity="Houston")
    deployment.call("POST", "/api/v1/incidents", worse)
    deployment.call("POST", f"/api/v1/incidents/{incident}/acknowledge")

    everything = deployment.get("/api/v1/incidents")["data"]
    still_open = deployment.get("/api/v1/incidents", "status=OPEN")["data"]

    assert [one["id"] for one in everything] == [one["id"] for one in still_open] == [incident]
    assert deployment.get(f"/api/v1/incidents/{incident}")["title"] == "All orders fail"


def test_notes(deployment: Deployment):
    incident = deployment.call("POST", "/api/v1/incidents", an_incident()).json
    notes = f"/api/v1/incidents/{incident}/notes"
    first, second = (
        deployment.call("POST", notes, {"body": text * 1000}).json["id"] for text in "ab"
    )
    deployment.call("PUT", f"/api/v1/notes/{first}", {"body": "c" * 1000})

    told = deployment.get(notes)
    deployment.call("DELETE", f"/api/v1/notes/{second}")

    assert [note["id"] for note in told] == [first, second]
    assert [note["id"] for note in deployment.get(notes)] == [first]


def test_scan_reports(deployment: Deployment):
    path = "/api/v1/scan-reports"
    body = {"source": "trivy", "createdAt": "2026-01-15T11:00:00Z", "payload": "{}"}
    deployment.call("POST", path, body | {"payload": "[]"})
    deployment.call("POST", path, body)

    assert deployment.get(path, "source=trivy")["payload"] == "{}"
    assert deployment.get(f"{path}/score")["grade"] == "NONE"


def test_statistics_of_incidents(deployment: Deployment):
    fault = deployment.report()
    deployment.clock.at += timedelta(minutes=34, seconds=30)
    deployment.report()
    deployment.call("POST", f"/fault/{fault}/resolve", {})
    deployment.drain()
    now = int(deployment.clock.at.timestamp())
    span = f"timestampFrom={now - 3601}&timestampTo={now + 1}"

    counted = deployment.get("/api/v1/statistics/ALERT/count", span)
    current = deployment.get("/api/v1/statistics/current", "status=RESOLVED")

    assert counted == {"OPEN": 2, "RESOLVED": 1}
    assert current == {"count": 1}


def test_events_of_pagerduty(deployment: Deployment):
    payload = {"summary": "Disk full", "source": "web-1", "severity": "error"}
    event = {"routing_key": deployment.api_key, "dedup_key": "disk", "payload": payload}
    for action in ("trigger", "trigger", "acknowledge", "resolve"):
        deployment.call("POST", "/v2/enqueue", event | {"event_action": action})
    change = {"routing_key": deployment.api_key, "payload": {"summary": "Released"}}
    deployment.call("POST", "/v2/change/enqueue", change)

    [fault] = deployment.get("/fault")["data"]
    assert (fault["status"], fault["occurrences"]) == ("resolved", 2)
    assert [one["summary"] for one in deployment.get("/changes")["data"]] == ["Released"]


def test_alerts_that_are_pushed(deployment: Deployment):
    now = deployment.clock.at.isoformat()
    alert = {"labels": {"alertname": "Down"}, "annotations": {"summary": "x"}, "startsAt": now}
    for summary in ("It is down", "It is down for long"):
        said = alert | {"annotations": {"summary": summary}}
        deployment.call("POST", "/api/v2/alerts", [said])
    [shown] = deployment.get("/api/v2/alerts")
    deployment.call("POST", "/api/v2/alerts", [alert | {"endsAt": now}])

    assert shown["annotations"]["summary"] == "It is down for long"
    assert deployment.get("/api/v2/alerts") == []


def test_webhooks(deployment: Deployment):
    now = deployment.clock.at.isoformat()
    alert = {"status": "firing", "labels": {"alertname": "Down"}, "startsAt": now}
    deployment.call("POST", "/webhooks/grafana", {"alerts": [alert], "truncatedAlerts": 2})
    over = alert | {"status": "resolved", "endsAt": now}
    deployment.call("POST", "/webhooks/grafana", {"alerts": [over]})

    [fault] = deployment.get("/fault")["data"]
    assert (fault["status"], fault["comment_count"]) == ("resolved", 1)


def test_checks_of_mackerel(deployment: Deployment):
    report = a_check(occurredAt=int(deployment.clock.at.timestamp()), status="WARNING")
    for one in (report, report | {"status": "CRITICAL"}):
        deployment.call("POST", "/api/v0/monitoring/checks/report", {"reports": [one]})

    [host] = deployment.get("/api/v0/hosts")["hosts"]
    [monitor] = deployment.get("/api/v0/monitoring/checks")["checks"]

    assert (host["name"], monitor["name"]) == ("web-1", "disk")


def test_hosts_of_mackerel(deployment: Deployment):
    path = "/api/v0/hosts"
    described = {"name": "web-1", "meta": {}, "customIdentifier": "i-0abc"}
    host = deployment.call("POST", path, described).json["id"]
    deployment.call("PUT", f"{path}/{host}", described | {"customIdentifier": "i-0def"})
    deployment.call("POST", f"{path}/{host}/status", {"status": "standby"})
    deployment.call("PUT", f"{path}/{host}/metadata/env", {"stage": "test"})
    deployment.call("DELETE", f"{path}/{host}/metadata/env")
    deployment.call("POST", f"{path}/{host}/retire", {})

    assert deployment.get(f"{path}/{host}")["host"]["isRetired"] is True
    assert deployment.get(path) == {"hosts": []}


def test_alerts_of_mackerel(deployment: Deployment):
    deployment.report()
    [alert] = deployment.get("/api/v0/alerts")["alerts"]
    path = f"/api/v0/alerts/{alert['id']}"
    deployment.call("POST", f"{path}/close", {"reason": "mended"})
    deployment.drain()

    [closed] = deployment.get("/api/v0/alerts", "withClosed=true")["alerts"]
    logs = deployment.get(f"{path}/logs")["logs"]

    assert (closed["id"], closed["reason"]) == (alert["id"], "mended")
    assert logs[0]["status"] == "OK"


def test_the_reference(deployment: Deployment):
    assert deployment.get("/openapi.json")["openapi"].startswith("3.1")


def test_the_console(deployment: Deployment):
    assert deployment.get("/console/configuration.json")["issuer"] == ""


def test_the_event_log(deployment: Deployment):
    deployment.report()
    deployment.drain()
    deployment.clock.at += timedelta(minutes=1)

    page = deployment.get("/events")
    after = deployment.get("/events", f"after={page['meta']['cursor']}")

    assert [event["type"] for event in page["data"]] == ["fault.opened"]
    assert after["data"] == []


def test_the_hierarchy(deployment: Deployment):
    deployment.report()

    [site] = deployment.get("/fault/hierarchy")["data"]
    below = deployment.get("/fault/hierarchy", f"path={site['path']}")

    assert site["open"]["total"] == 1
    assert below["meta"]["path"] == site["path"]


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


def test_snoozing(deployment: Deployment):
    fault_id = deployment.report()
    until = f"{deployment.clock.at + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    deployment.call("POST", f"/fault/{fault_id}/snooze", {"until": until})
    deployment.clock.at += timedelta(hours=2)

    deployment.invoke("SchedulesDueNotesFunction", {})

    assert deployment.get(f"/fault/{fault_id}")["snoozed_until"] is None


def test_heartbeats(deployment: Deployment):
    """Missed, and seen to return, in both APIs; some of it only after another function's work."""
    named = {"name": "backup", "interval_minutes": 1, "grace_minutes": 0}
    made = {"name": "restore", "interval": 1, "intervalUnit": "minutes"}
    for path, body in (("/heartbeats", named), ("/v2/heartbeats", made)):
        one = f"{path}/{body['name']}"
        deployment.call("POST", path, body)
        deployment.call("POST", f"{one}/ping")
        for _ in range(3):
            deployment.clock.at += timedelta(minutes=1)
            deployment.invoke("SchedulesDueNotesFunction", {})
        [fault] = deployment.get("/fault", "status=unresolved")["data"]
        assert fault["type"] == "heartbeat"
        deployment.call("POST", f"{one}/ping")
        deployment.call("PATCH", one, {"description": "Copies all."})
        deployment.clock.at += timedelta(minutes=1)
        deployment.invoke("SchedulesDueNotesFunction", {})
        deployment.get(one)
        deployment.get(path)
        deployment.call("DELETE", one)
    deployment.call("POST", "/v2/heartbeats/nobody/ping")

    [fault] = deployment.get("/fault", "status=unresolved")["data"]
    assert fault["type"] == "heartbeat-unknown"


def test_opsgenies_alerts(deployment: Deployment):
    alert = {"message": "Disk full", "alias": "disk", "details": {"a": "1"}, "note": "first"}
    at, by = "/v2/alerts/disk", "identifierType=alias"
    end = f"{deployment.clock.at + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    steps: list[tuple[str, str, Any]] = [
        ("POST", "/v2/alerts", alert),
        ("POST", "/v2/alerts", alert),
        ("POST", f"{at}/snooze", {"endTime": end}),
        ("POST", f"{at}/details", {"details": {"b": "2"}}),
        ("GET", f"{at}/notes", None),
        ("GET", f"{at}/logs", None),
        ("GET", at, None),
        ("GET", "/v2/alerts", None),
        ("GET", "/v2/alerts/count", None),
        ("POST", f"{at}/close", None),
        ("DELETE", at, None),
    ]

    for method, path, body in steps:
        deployment.call(method, path, body, query=by)

    assert deployment.get("/v2/alerts", "query=status%3Aopen")["data"] == []
    assert deployment.get("/v2/alerts/count")["data"] == {"count": 0}


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
