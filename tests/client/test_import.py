"""Open alerts of other services become faults: from what they answered, and from their APIs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from faultbook_client import Faultbook
from faultbook_client.command.migration.sources import PAGE
from tests.client.conftest import Run, Tenant
from tests.support.receivers import Received, Receiver, Reply, a_receiver

ANSWERS = Path(__file__).with_name("vendor_answers")
VENDORS = ("opsgenie", "pagerduty", "alerta")
TAKEN = {"opsgenie": (2, 2, 1), "pagerduty": (2, 1, 0), "alerta": (2, 1, 1)}


def file_of(vendor: str) -> str:
    return str(ANSWERS / f"{vendor}.json")


def counted(answer: Any) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return shown


def faults_by_message(faultbook: Faultbook) -> dict[str, Any]:
    return {fault.message: faultbook.get(fault.id) for fault in faultbook.list()}


@pytest.fixture
def service() -> Iterator[Receiver]:
    with a_receiver() as service:
        yield service


def url_of(service: Receiver) -> str:
    return service.url.removesuffix("/hook")


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_open_alerts_of_a_file_are_faults(run: Run, faultbook: Faultbook, vendor: str):
    taken, comments, closed = TAKEN[vendor]

    answer = run("import", vendor, file_of(vendor))

    assert answer.exit_code == 0, answer.output
    assert answer.stdout == (
        f"{taken} taken with {comments} comments, 0 taken before, {closed} closed there, "
        "0 refused\n"
    )
    assert "No home in Faultbook have: " in answer.stderr
    assert len(list(faultbook.list())) == taken


def test_an_alert_is_as_it_stood_there(run: Run, faultbook: Faultbook):
    run("import", "opsgenie", file_of("opsgenie"))

    faults = faults_by_message(faultbook)
    full, slow = faults["Disk of web-1 is full"], faults["Latency is high"]
    assert full.created_at.isoformat() == "2026-01-15T09:00:00.123000+00:00"
    assert full.acknowledged_at
    assert full.assignee == "ada@example.com"
    assert full.metadata["tags"] == ["storage", "OverwriteQuietHours"]
    assert [comment.comment.splitlines()[0] for comment in full.comments] == [
        "It is the access log.",
        "I free some space.",
    ]
    assert slow.snoozed_until
    assert slow.acknowledged_at is None


def test_its_sender_closes_it_through_the_api_that_it_knows(
    run: Run, faultbook: Faultbook, tenant: Tenant
):
    run("import", "opsgenie", file_of("opsgenie"))
    key = faultbook.api_keys.make("nagios", ["faults:write"], apis=["opsgenie"]).key

    answer = httpx.post(
        f"{tenant.url}/v2/alerts/disk-web-1/close?identifierType=alias",
        headers={"Authorization": f"GenieKey {key}"},
    )

    assert answer.status_code == 202
    assert [fault.message for fault in faultbook.list(status="unresolved")] == ["Latency is high"]


def test_a_sender_of_pagerduty_resolves_it_with_the_key_that_was_named(
    run: Run, faultbook: Faultbook, tenant: Tenant
):
    key = faultbook.api_keys.make("checkout", ["faults:write"], apis=["pagerduty"])
    run("import", "pagerduty", file_of("pagerduty"), "--key-id", key.id)

    event = {"routing_key": key.key, "event_action": "resolve", "dedup_key": "checkout/p99"}
    answer = httpx.post(f"{tenant.url}/v2/enqueue", json=event)

    assert answer.status_code == 202
    assert [fault.message for fault in faultbook.list(status="unresolved")] == ["Batch is late"]


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_second_run_takes_nothing_twice(run: Run, faultbook: Faultbook, vendor: str):
    run("import", vendor, file_of(vendor))
    [first, *_] = [fault for fault in faultbook.list() if fault.comment_count]
    faultbook.resolve(first.id)

    answer = run("import", vendor, file_of(vendor), "--json")

    assert (counted(answer)["taken"], counted(answer)["taken_before"]) == (0, 2)
    assert [fault.occurrences for fault in faultbook.list(status=["unresolved", "resolved"])] == [
        1,
        1,
    ]
    assert faultbook.get(first.id).comment_count == first.comment_count


def test_a_run_whose_state_was_lost_doubles_no_fault_and_no_comment(
    run: Run, faultbook: Faultbook, tmp_path: Path
):
    for name in ("first", "second"):
        state = str(tmp_path / f"{name}.json")
        assert run("import", "opsgenie", file_of("opsgenie"), "--state", state).exit_code == 0

    faults = list(faultbook.list())
    assert sorted(fault.comment_count for fault in faults) == [0, 2]
    assert [fault.occurrences for fault in faults] == [1, 1]


def test_a_dry_run_changes_nothing(run: Run, faultbook: Faultbook):
    answer = run("import", "opsgenie", file_of("opsgenie"), "--dry-run")

    lines = answer.stdout.splitlines()
    assert lines[0].split("\t")[1:] == ["CRITICAL", "web-1", "Disk of web-1 is full"]
    assert lines[-1].startswith("2 would be taken with 2 comments")
    assert "responders (1)" in answer.stderr
    assert list(faultbook.list()) == []
    assert run("import", "opsgenie", file_of("opsgenie")).stdout.startswith("2 taken")


def test_what_has_no_home_is_counted(run: Run):
    counts = counted(run("import", "pagerduty", file_of("pagerduty"), "--json"))

    assert counts["no_home"] == {"escalation_policy": 1, "teams": 1, "further assignees": 1}


def test_an_alert_a_line_from_standard_input(run: Run, faultbook: Faultbook):
    alerts = json.loads(Path(file_of("alerta")).read_text("utf-8"))["alerts"]

    answer = run("import", "alerta", "-", stdin="\n".join(json.dumps(alert) for alert in alerts))

    assert answer.stdout.startswith("2 taken")
    assert len(list(faultbook.list())) == 2


@pytest.mark.parametrize("content", ["", "[]", '{"data": []}'])
def test_a_file_without_alerts_takes_none(run: Run, tmp_path: Path, content: str):
    file = tmp_path / "alerts.json"
    file.write_text(content, "utf-8")

    answer = run("import", "opsgenie", str(file))

    assert answer.exit_code == 0
    assert answer.stdout.startswith("0 taken")


@pytest.mark.parametrize(
    "content", ["nothing", '{"data": [', "7", '"alerts"', "{}", "[7]", '[{"id": ""}]']
)
def test_a_file_that_is_something_else_is_refused_in_words(run: Run, tmp_path: Path, content: str):
    file = tmp_path / "alerts.json"
    file.write_text(content, "utf-8")

    answer = run("import", "opsgenie", str(file))

    assert answer.exit_code == 2
    assert str(file) in answer.stderr


@pytest.mark.parametrize("further", [[], ["alerts.json", "--from-api", "http://localhost:1"]])
def test_a_file_or_an_api_is_needed(run: Run, further: list[str]):
    assert run("import", "opsgenie", *further).exit_code == 2


@pytest.fixture
def opsgenie_key(neighbour: Tenant, monkeypatch: pytest.MonkeyPatch) -> str:
    with Faultbook(neighbour.url, neighbour.token) as there:
        key = there.api_keys.make("all", ["faults:read", "faults:write"], apis=["opsgenie"]).key
    monkeypatch.setenv("OPSGENIE_API_KEY", key)
    return key


def test_from_an_opsgenie_with_more_than_a_page_and_many_notes(
    run: Run, faultbook: Faultbook, neighbour: Tenant, opsgenie_key: str
):
    """That of another customer of this stack, which speaks as Opsgenie does."""
    with httpx.Client(
        base_url=f"{neighbour.url}/v2/alerts",
        headers={"Authorization": f"GenieKey {opsgenie_key}"},
    ) as there:
        for number in range(PAGE + 2):
            fields = {"message": f"alert {number}", "alias": f"a-{number}", "tags": ["night"]}
            assert there.post("", json=fields).status_code == 202
        for number in range(3):
            there.post("/a-0/notes?identifierType=alias", json={"note": f"note {number}"})
        there.post("/a-1/close?identifierType=alias")

    answer = run("import", "opsgenie", "--from-api", neighbour.url)

    assert answer.stdout.startswith(f"{PAGE + 1} taken with 3 comments"), answer.output
    faults = faults_by_message(faultbook)
    assert len(faults) == PAGE + 1
    assert [comment.comment.splitlines()[0] for comment in faults["alert 0"].comments] == [
        "note 0",
        "note 1",
        "note 2",
    ]
    assert faults["alert 7"].metadata["tags"] == ["night"]
    again = run("import", "opsgenie", "--from-api", neighbour.url)
    assert again.stdout.startswith(f"0 taken with 0 comments, {PAGE + 1} taken before")


class Fake:
    """Answers pages of one alert each, and each alert's notes."""

    def __init__(self, vendor: str, name: str) -> None:
        self.name = name
        answer = json.loads(Path(file_of(vendor)).read_text("utf-8"))
        self.alerts = [
            item for item in answer[name] if item["status"] not in {"closed", "resolved"}
        ]
        self.asked: list[dict[str, list[str]]] = []
        self.headers: list[dict[str, str]] = []

    def __call__(self, received: Received) -> Reply:
        parts = urlsplit(received.path)
        self.headers.append(received.headers)
        if parts.path.endswith("/notes"):
            [alert] = [alert for alert in self.alerts if alert["id"] in parts.path]
            notes = alert.get("notes", [])
            return _json(notes if isinstance(notes, dict) else {"notes": notes})
        query = parse_qs(parts.query)
        self.asked.append(query)
        number = len(self.asked) - 1
        listed = [{**self.alerts[number], "notes": None}]
        return _json({self.name: listed, "more": number + 1 < len(self.alerts)})


def _json(document: Any) -> Reply:
    return Reply(200, json.dumps(document).encode(), {"Content-Type": "application/json"})


def test_from_pagerduty_page_by_page(
    run: Run, faultbook: Faultbook, service: Receiver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PAGERDUTY_API_KEY", "k")
    service.decide = fake = Fake("pagerduty", "incidents")

    answer = run("import", "pagerduty", "--from-api", url_of(service))

    assert answer.stdout.startswith("2 taken with 1 comments"), answer.output
    assert [query["offset"] for query in fake.asked] == [["0"], ["100"]]
    assert fake.asked[0]["statuses[]"] == ["triggered", "acknowledged"]
    assert {headers["authorization"] for headers in fake.headers} == {"Token token=k"}
    assert {headers["accept"] for headers in fake.headers} == {
        "application/vnd.pagerduty+json;version=2"
    }
    assert len(list(faultbook.list())) == 2


def test_from_alerta_page_by_page(
    run: Run, faultbook: Faultbook, service: Receiver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ALERTA_API_KEY", "k")
    service.decide = fake = Fake("alerta", "alerts")

    answer = run("import", "alerta", "--from-api", f"{url_of(service)}/api")

    assert answer.stdout.startswith("2 taken with 1 comments"), answer.output
    assert [query["page"] for query in fake.asked] == [["1"], ["2"]]
    assert "ack" in fake.asked[0]["status"]
    assert {headers["authorization"] for headers in fake.headers} == {"Key k"}
    assert {urlsplit(request.path).path.split("/")[1] for request in service.received} == {"api"}
    assert len(list(faultbook.list())) == 2


def test_an_api_without_a_key_is_not_asked(run: Run, service: Receiver):
    answer = run("import", "pagerduty", "--from-api", url_of(service))

    assert (answer.exit_code, service.received) == (2, [])
    assert "PAGERDUTY_API_KEY" in answer.stderr


@pytest.mark.parametrize(
    ("reply", "code"), [(Reply(401), 2), (_json([]), 2), (Reply(200, b"<html>"), 2)]
)
def test_an_api_that_refuses_is_told_of(
    run: Run, service: Receiver, monkeypatch: pytest.MonkeyPatch, reply: Reply, code: int
):
    monkeypatch.setenv("ALERTA_API_KEY", "k")
    service.decide = lambda _: reply

    answer = run("import", "alerta", "--from-api", url_of(service))

    assert answer.exit_code == code
    assert "Alerta" in answer.stderr
    assert "k\n" not in answer.stderr


def test_an_api_that_is_busy_is_asked_again(
    run: Run, service: Receiver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ALERTA_API_KEY", "k")
    fake = Fake("alerta", "alerts")

    def decide(received: Received) -> Reply:
        return Reply(503) if len(service.received) % 2 else fake(received)

    service.decide = decide

    answer = run("import", "alerta", "--from-api", url_of(service))

    assert answer.stdout.startswith("2 taken"), answer.output


def test_an_api_that_is_not_there_is_unavailable(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ALERTA_API_KEY", "k")
    monkeypatch.setattr("faultbook_client.retry.Retry.pause", lambda *_: None)

    answer = run("import", "alerta", "--from-api", "http://127.0.0.1:1")

    assert answer.exit_code == 6
