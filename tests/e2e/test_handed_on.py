"""Faults handed on: to others, which are our own APIs of another customer, and to AWS.

What the local stack has of AWS keeps each message as a line of a file.
"""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from local.customers import ALL, Customer
from local.stack import LocalStack

HERE = "cus_here"
# Each a customer; with what stands behind the stack's URL.
PAGERS = {"pagerduty": "/v2/enqueue", "opsgenie": "", "faultbook": ""}
CUSTOMERS = [Customer(name, {"all": ALL}, {"all": ALL[:2]}) for name in (HERE, *PAGERS)]
BUS = "arn:aws:events:us-east-1:000000000000:event-bus/faults"
TOPIC = "arn:aws:sns:us-east-1:000000000000:faults"
NAMED = {"EventBusArn": BUS, "TopicArns": TOPIC, "MailFrom": "faults@example.com"}
URLS = {"eventbridge": BUS, "sns": TOPIC, "email": "mailto:noc@example.com"}
LONG = 60  # seconds until it is given up
REPORT = {
    "microservice_id": "wan-monitor",
    "type": "link-down",
    "severity": "HIGH",
    "message": "Uplink is down",
    "cause": "No carrier",
    "resource_ancestry_path": "site_1",
}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    """With an endpoint of each kind, tried once."""
    with LocalStack(
        tmp_path_factory.mktemp("handed-on"),
        store="memory",
        customers=CUSTOMERS,
        parameters=NAMED,
        environment={"LOOPBACK_RECEIVERS": "allowed"},
    ) as stack:
        for kind in PAGERS:
            is_ours = kind == "faultbook"
            key = stack.token(kind) if is_ours else stack.api_key(kind)
            good = {"status": 200 if is_ours else 202, "failure": None}
            assert made_and_tried(stack, kind, key) == good
        for kind, url in URLS.items():
            assert made_and_tried(stack, kind, "", url) == {"status": 200, "failure": None}
        yield stack


def made_and_tried(stack: LocalStack, kind: str, key: str, url: str = "") -> dict[str, Any]:
    """What came of the test of a new endpoint."""
    url = url or stack.url + PAGERS[kind]
    endpoint = {"name": "Pager", "kind": kind, "url": url, "authorization": key}
    with stack.http(stack.token(HERE)) as here:
        made = here.post("/endpoints", json=endpoint)
        assert made.status_code == 201, made.text
        answer = here.post(f"/endpoints/{made.json()['id']}/test").json()
    return {name: answer[name] for name in ("status", "failure")}


class HandingOn:
    """What is done here, and what the pager has of it there."""

    def __init__(self, stack: LocalStack, here: httpx.Client, there: httpx.Client) -> None:
        self.stack, self.here, self.there = stack, here, there
        self.fault_id = ""

    def report(self, **fields: Any) -> None:
        answer = self.here.post("/fault", json=REPORT | fields)
        assert answer.status_code == 201, answer.text
        self.fault_id = answer.json()["id"]

    def do(self, action: str, body: dict[str, Any], method: str = "POST") -> None:
        answer = self.here.request(method, f"/fault/{self.fault_id}{action}", json=body)
        assert answer.status_code < 300, answer.text

    def alert(self, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The newest there is, when it has become so."""
        deadline = time.monotonic() + LONG
        while True:
            self.stack.drain()
            alerts = self.there.get("/fault", params={"limit": 1}).json()["data"]
            if (alerts and is_so(alerts[0])) or time.monotonic() > deadline:
                return dict(alerts[0])
            time.sleep(0.1)


@pytest.fixture(params=PAGERS)
def handing_on(stack: LocalStack, request: pytest.FixtureRequest) -> Iterator[HandingOn]:
    with stack.http(stack.token(HERE)) as here, stack.http(stack.token(request.param)) as there:
        yield HandingOn(stack, here, there)


def is_open(alert: dict[str, Any]) -> bool:
    return bool(alert["status"] == "unresolved")


def is_resolved(alert: dict[str, Any]) -> bool:
    return bool(alert["status"] == "resolved")


def is_acknowledged(alert: dict[str, Any]) -> bool:
    return alert["acknowledged_at"] is not None


def test_a_fault_here_is_an_alert_there_from_its_opening_to_its_end(handing_on: HandingOn):
    handing_on.report(resource_id="edge-7")
    opened = handing_on.alert(lambda alert: alert["resource_id"] == "edge-7")
    handing_on.do("/acknowledge", {"reason": "on it"})
    acknowledged = handing_on.alert(is_acknowledged)
    handing_on.do("/resolve", {"reason": "fixed"})
    resolved = handing_on.alert(is_resolved)

    assert (opened["message"], opened["severity"]) == ("Uplink is down", "HIGH")
    assert (opened["status"], opened["acknowledged_at"]) == ("unresolved", None)
    assert acknowledged["acknowledged_at"] is not None
    assert resolved["status"] == "resolved"
    assert {one["id"] for one in (opened, acknowledged, resolved)} == {opened["id"]}


def test_what_is_deleted_here_is_closed_there(handing_on: HandingOn):
    handing_on.report(resource_id="edge-8")
    opened = handing_on.alert(lambda alert: alert["resource_id"] == "edge-8")
    handing_on.do("", {}, "DELETE")
    closed = handing_on.alert(is_resolved)

    assert (closed["id"], closed["status"]) == (opened["id"], "resolved")


def test_what_is_opened_again_here_is_an_open_alert_there(handing_on: HandingOn):
    handing_on.report(resource_id="edge-9")
    handing_on.alert(lambda alert: alert["resource_id"] == "edge-9")
    handing_on.do("/resolve", {})
    first = handing_on.alert(is_resolved)
    handing_on.do("/reopen", {})
    second = handing_on.alert(is_open)

    assert first["status"] == "resolved"
    assert (second["status"], second["resource_id"]) == ("unresolved", "edge-9")


def test_a_link_in_a_message_acknowledges_by_its_button_and_not_by_being_looked_at(
    stack: LocalStack,
):
    with stack.http(stack.token(HERE)) as here, httpx.Client(trust_env=False) as nobody:
        fault = here.post("/fault", json=REPORT | {"resource_id": "edge-11"}).json()
        lines = told_lines(stack, lambda line: fault["id"] in json.dumps(line))
        [mail] = [line["sent"] for line in lines if line["service"] == "sesv2"]
        text = mail["Content"]["Simple"]["Body"]["Text"]["Data"]
        link = text.rpartition("Acknowledge: ")[2].strip()

        shown = nobody.get(link)
        looked_at = here.get(f"/fault/{fault['id']}").json()
        pressed = nobody.post(link)
        acknowledged = here.get(f"/fault/{fault['id']}").json()
        forged = nobody.post(link[:-4] + "AAAA")

    assert (shown.status_code, pressed.status_code, forged.status_code) == (200, 200, 404)
    assert "<button>Acknowledge</button>" in shown.text
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert looked_at["acknowledged_at"] is None
    assert f"Fault {fault['id']} is acknowledged." in pressed.text
    assert acknowledged["acknowledged_by"].startswith("endpoint:end_")
    assert acknowledged["acknowledged_by_name"] == "Pager"


@pytest.mark.parametrize("kind", PAGERS)
def test_a_test_with_a_wrong_key_says_so(stack: LocalStack, kind: str):
    answer = made_and_tried(stack, kind, "wrong")

    assert answer["failure"] == "status"
    assert answer["status"] in {400, 401, 403}


def test_what_is_told_in_aws_can_be_read_in_a_file(stack: LocalStack):
    with stack.http(stack.token(HERE)) as here:
        fault = here.post("/fault", json=REPORT | {"resource_id": "edge-10"}).json()
    lines = told_lines(stack, lambda line: fault["id"] in json.dumps(line))
    sent = {line["service"]: line["sent"] for line in lines}

    [entry] = sent["eventbridge"]["Entries"]
    assert (entry["EventBusName"], entry["DetailType"]) == (BUS, "fault.opened")
    assert json.loads(entry["Detail"])["data"]["fault"]["id"] == fault["id"]
    assert sent["sns"]["TopicArn"] == TOPIC
    assert sent["sesv2"]["FromEmailAddress"] == NAMED["MailFrom"]
    assert sent["sesv2"]["Destination"] == {"ToAddresses": ["noc@example.com"]}
    subject = sent["sesv2"]["Content"]["Simple"]["Subject"]["Data"]
    assert subject == "[HIGH] edge-10: Uplink is down"


def told_lines(
    stack: LocalStack, is_about: Callable[[dict[str, Any]], bool]
) -> list[dict[str, Any]]:
    """When there is one of each service."""
    deadline = time.monotonic() + LONG
    while True:
        stack.drain()
        text = (stack.directory / "told.jsonl").read_text("utf-8")
        lines = [line for line in map(json.loads, text.splitlines()) if is_about(line)]
        if len({line["service"] for line in lines}) == len(URLS) or time.monotonic() > deadline:
            return lines
        time.sleep(0.1)
