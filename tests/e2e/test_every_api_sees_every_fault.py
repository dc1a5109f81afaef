"""A fault made through one API is read, commented, acknowledged and closed through another.

Each API has one adapter: its own calls, and what it shows of a fault in words that all share.
"""

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Protocol

import httpx
import pytest

from faultbook.domain import identifiers
from local.stack import LocalStack

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
CUSTOMER = "cus_demo"
RESOURCE = "edge-7"


class Adapter(Protocol):
    name: str

    def create(self, text: str) -> int:
        """The fault's number."""
        ...

    def comment(self, number: int, text: str) -> None: ...
    def acknowledge(self, number: int) -> None: ...
    def close(self, number: int, reason: str) -> None: ...
    def shows(self, number: int) -> dict[str, Any]:
        """`text`, `open`, and where the API knows them `acknowledged`, `comments`, `reason`."""
        ...

    def lists(self) -> set[int]:
        """The numbers of the open faults."""
        ...


class Native:
    name = "faults"

    def __init__(self, stack: LocalStack, token: str) -> None:
        del token
        self.http = stack.http(stack.mint(CUSTOMER, now=NOW))

    def create(self, text: str) -> int:
        answer = _ok(self.http.post("/fault", json=_native_fault(text)))
        return _number(answer.json()["id"])

    def comment(self, number: int, text: str) -> None:
        _ok(self.http.post(f"{_native_path(number)}/comment", json={"comment": text}))

    def acknowledge(self, number: int) -> None:
        _ok(self.http.post(f"{_native_path(number)}/acknowledge"))

    def close(self, number: int, reason: str) -> None:
        _ok(self.http.post(f"{_native_path(number)}/resolve", json={"reason": reason}))

    def shows(self, number: int) -> dict[str, Any]:
        fault = _ok(self.http.get(_native_path(number))).json()
        return {
            "text": fault["message"],
            "open": fault["status"] == "unresolved",
            "acknowledged": fault["acknowledged_at"] is not None,
            "comments": [comment["comment"] for comment in fault["comments"]],
            "reason": fault["resolution_reason"],
        }

    def lists(self) -> set[int]:
        page = _ok(self.http.get("/fault", params={"status": "unresolved", "limit": "100"}))
        return {_number(fault["id"]) for fault in page.json()["data"]}

    def timeline(self, number: int) -> list[tuple[str, str]]:
        entries = _ok(self.http.get(f"{_native_path(number)}/timeline")).json()["data"]
        return [(entry["what"], entry["api"]) for entry in entries]


class FortiMonitor:
    name = "fortimonitor"

    def __init__(self, stack: LocalStack, key: str) -> None:
        self.http = httpx.Client(
            base_url=f"{stack.url}/v2", headers={"Authorization": f"ApiKey {key}"}, trust_env=False
        )
        self.user = _ok(self.http.get("/user", params={"limit": 1})).json()["user_list"][0]["url"]

    def create(self, text: str) -> int:
        expected = {
            "description": text,
            "plugin_textkey": "wan",
            "resource_textkey": "latency",
        }
        answer = _ok(self.http.post(f"/server/{RESOURCE}/custom_incident", json=expected))
        return int(answer.headers["id"])

    def comment(self, number: int, text: str) -> None:
        entry = {"entry": text, "public": False, "user": self.user}
        _ok(self.http.post(f"/outage/{number}/outage_log", json=entry))

    def acknowledge(self, number: int) -> None:
        _ok(self.http.put(f"/outage/{number}/acknowledge", json={"who": self.user}))

    def close(self, number: int, reason: str) -> None:
        _ok(self.http.put(f"/outage/{number}/force_resolve", json={"reason": reason}))

    def shows(self, number: int) -> dict[str, Any]:
        outage = _ok(self.http.get(f"/outage/{number}")).json()
        log = _ok(self.http.get(f"/outage/{number}/outage_log", params={"limit": 0})).json()
        return {
            "text": outage["description"],
            "open": outage["status"] == "active",
            "acknowledged": outage["acknowledged"] is not None,
            "log": " ".join(entry["entry"] for entry in log["outage_log_list"]),
        }

    def lists(self) -> set[int]:
        page = _ok(self.http.get("/outage/active", params={"limit": 0})).json()
        return {int(outage["url"].rpartition("/")[2]) for outage in page["outage_list"]}


class Incidents:
    name = "incidents"

    def __init__(self, stack: LocalStack, token: str) -> None:
        del token
        self.http = stack.http(stack.mint(CUSTOMER, now=NOW))
        self.http.base_url = httpx.URL(f"{stack.url}/api/v1")
        self._ids = itertools.count()

    def create(self, text: str) -> int:
        answer = _ok(self.http.post("/incidents", json=_incident(text, f"inc-{next(self._ids)}")))
        return int(answer.text)

    def comment(self, number: int, text: str) -> None:
        _ok(self.http.post(f"/incidents/{number}/notes", json={"body": text}))

    def acknowledge(self, number: int) -> None:
        _ok(self.http.post(f"/incidents/{number}/acknowledge", headers={"User-ID": "operator"}))

    def close(self, number: int, reason: str) -> None:
        """Partial updates name all seven fields; there is no reason, only a resolution."""
        incident = _ok(self.http.get(f"/incidents/{number}")).json()
        fields = ("title", "description", "recommendation", "severity", "priority")
        kept = {name: incident[name] for name in fields}
        expected = kept | {"status": "RESOLVED", "resolution": reason}
        _ok(self.http.patch(f"/incidents/{number}", json=expected))

    def shows(self, number: int) -> dict[str, Any]:
        incident = _ok(self.http.get(f"/incidents/{number}")).json()
        notes = _ok(self.http.get(f"/incidents/{number}/notes")).json()
        return {
            "text": f"{incident['title']} {incident['description']}",
            "open": incident["status"] == "OPEN",
            "acknowledged": incident.get("ackTime") is not None,
            "comments": [note["body"] for note in notes],
            "incident": incident,
        }

    def lists(self) -> set[int]:
        page = _ok(self.http.get("/incidents", params={"status": "OPEN", "pageSize": 100})).json()
        return {incident["id"] for incident in page["data"]}


class Mackerel:
    name = "mackerel"

    def __init__(self, stack: LocalStack, key: str) -> None:
        self.http = httpx.Client(
            base_url=f"{stack.url}/api/v0", headers={"X-Api-Key": key}, trust_env=False
        )
        self._checks = itertools.count()

    def create(self, text: str) -> int:
        report = {
            "source": {"type": "host", "hostId": "2wpLU5fBXbG"},
            "name": f"check-{next(self._checks)}",
            "status": "CRITICAL",
            "message": text,
            "occurredAt": int(NOW.timestamp()),
        }
        before = self.lists()
        _ok(self.http.post("/monitoring/checks/report", json={"reports": [report]}))
        (number,) = self.lists() - before
        return number

    def comment(self, number: int, text: str) -> None:
        """Mackerel has no comments; its memo is one text for all."""
        _ok(self.http.put(f"/alerts/{identifiers.short_id(number)}", json={"memo": text}))

    def acknowledge(self, number: int) -> None:
        """Mackerel knows no acknowledgement."""

    def close(self, number: int, reason: str) -> None:
        path = f"/alerts/{identifiers.short_id(number)}/close"
        _ok(self.http.post(path, json={"reason": reason}))

    def shows(self, number: int) -> dict[str, Any]:
        alert = _ok(self.http.get(f"/alerts/{identifiers.short_id(number)}")).json()
        return {
            "text": alert["message"],
            "open": alert["status"] != "OK",
            "reason": alert.get("reason"),
        }

    def lists(self) -> set[int]:
        page = _ok(self.http.get("/alerts")).json()
        numbers = {identifiers.number_of_short_id(alert["id"]) for alert in page["alerts"]}
        return {number for number in numbers if number is not None}


ADAPTERS: tuple[type[Any], ...] = (Native, FortiMonitor, Incidents, Mackerel)
PAIRS = list(itertools.product([adapter.name for adapter in ADAPTERS], repeat=2))


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    unhurried = {"RequestsPerSecond": "10000"}
    with LocalStack(
        tmp_path_factory.mktemp("pairs"), clock=NOW.isoformat(), parameters=unhurried
    ) as stack:
        yield stack


@pytest.fixture(scope="module")
def apis(stack: LocalStack) -> Iterator[dict[str, Any]]:
    apis = {adapter.name: adapter(stack, stack.api_key()) for adapter in ADAPTERS}
    yield apis
    for api in apis.values():
        api.http.close()


@pytest.mark.parametrize(("maker", "handler"), PAIRS)
def test_a_fault_of_one_api_is_worked_on_through_another(
    stack: LocalStack, apis: dict[str, Any], maker: str, handler: str
):
    text = f"Uplink is down, says {maker} to {handler}"
    number = apis[maker].create(text)
    other = apis[handler]

    assert number in other.lists()
    assert text in other.shows(number)["text"]
    assert all(api.shows(number)["open"] for api in apis.values())

    other.comment(number, "Modem rebooted.")
    other.acknowledge(number)
    other.close(number, "fixed by hand")
    stack.drain()

    shown = {name: api.shows(number) for name, api in apis.items()}
    assert not any(fault["open"] for fault in shown.values())
    assert {fault["reason"] for fault in shown.values() if "reason" in fault} == {"fixed by hand"}
    acknowledged = {fault["acknowledged"] for fault in shown.values() if "acknowledged" in fault}
    assert acknowledged == {handler != "mackerel"}
    if handler != "mackerel":
        assert shown["faults"]["comments"] == ["Modem rebooted."]
        assert shown["incidents"]["comments"] == ["Modem rebooted."]
        assert "Modem rebooted." in shown["fortimonitor"]["log"]
    assert not any(number in api.lists() for api in apis.values())


@pytest.mark.parametrize(("maker", "handler"), PAIRS)
def test_the_timeline_says_by_which_api_each_change_came(
    stack: LocalStack, apis: dict[str, Any], maker: str, handler: str
):
    number = apis[maker].create(f"Fan stopped, {maker} {handler}")
    apis[handler].acknowledge(number)
    apis[handler].close(number, "replaced")
    stack.drain()

    timeline = apis["faults"].timeline(number)

    assert timeline[0] == ("opened", maker)
    assert timeline[-1] == ("resolved", handler)
    assert {api for _, api in timeline[1:]} == {handler}


def test_one_apis_credential_opens_no_other(stack: LocalStack):
    key, token = stack.api_key(), stack.mint(CUSTOMER, now=NOW)
    schemes = {
        "faults": ("/fault", {"Authorization": f"Bearer {token}"}),
        "fortimonitor": ("/v2/outage", {"Authorization": f"ApiKey {key}"}),
        "mackerel": ("/api/v0/alerts", {"X-Api-Key": key}),
    }
    with httpx.Client(base_url=stack.url, trust_env=False) as http:
        for name, (path, own) in schemes.items():
            assert http.get(path, headers=own).status_code == 200
            for other, (_, foreign) in schemes.items():
                if other != name:
                    assert http.get(path, headers=foreign).status_code == 401, (name, other)


def _native_fault(text: str) -> dict[str, str]:
    return {
        "resource_id": RESOURCE,
        "microservice_id": "wan-monitor",
        "type": "link-down",
        "severity": "CRITICAL",
        "message": text,
        "cause": "No carrier on port 1",
        "resource_ancestry_path": f"site_1|rack_3|{RESOURCE}",
    }


def _incident(text: str, incident_id: str) -> dict[str, Any]:
    return {
        "type": "INCIDENT",
        "incidentId": incident_id,
        "title": text,
        "category": "RELIABILITY",
        "description": text,
        "recommendation": "Check the cable.",
        "source": "probe",
        "status": "OPEN",
        "resolution": "",
        "services": [{"name": "uplink", "namespace": "site-1"}],
        "metricNames": ["latency"],
        "sourceSite": "site-1",
        "severity": "CRITICAL",
        "priority": "P1",
        "metadata": {},
    }


def _native_path(number: int) -> str:
    return f"/fault/{identifiers.fault_id(CUSTOMER, number)}"


def _number(fault_id: str) -> int:
    number = identifiers.number_of_fault_id(CUSTOMER, fault_id)
    assert number is not None, fault_id
    return number


def _ok(answer: httpx.Response) -> httpx.Response:
    assert answer.is_success, (answer.request.url, answer.status_code, answer.text)
    return answer
