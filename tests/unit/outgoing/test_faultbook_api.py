"""What another Faultbook is sent, to the letter."""

import json
from typing import Any

import pytest

from faultbook.domain.endpoints import EndpointKind
from faultbook.domain.fault import ChangeKind
from functions.fault_api.actions_schemas import ActOnFaults
from functions.fault_api.schemas import CreateFault
from tests.support.told import ALERT, a_test, an_endpoint, request_of, told

URL = "https://faults.example.com"
OTHER = an_endpoint(EndpointKind.FAULTBOOK, url=f"{URL}/", authorization="t.o.k")


def sent(what: ChangeKind = ChangeKind.OPENED, why: str = "", **report: Any) -> tuple[str, Any]:
    request = request_of(told(what, why, **report), OTHER)
    assert request.headers["Authorization"] == "Bearer t.o.k"
    return request.url.removeprefix(URL), json.loads(request.body)


@pytest.mark.parametrize(
    "what",
    [ChangeKind.OPENED, ChangeKind.REOPENED, ChangeKind.UPDATED, ChangeKind.SEVERITY_RAISED],
)
def test_what_is_wrong_is_reported(what: ChangeKind):
    path, body = sent(what, metadata={"latency_ms": 312})

    assert path == "/fault"
    assert body == {
        "resource_id": "dev_2j4k2l2j3k4l2j3k4",
        "microservice_id": "wantunnel-monitor",
        "type": "wan-degradation",
        "severity": "HIGH",
        "message": "WAN link latency high: Primary link (WAN1) latency is elevated",
        "cause": "Latency probe exceeded 250ms for 5 consecutive checks.",
        "resource_ancestry_path": "site_8a7b6c5d4e3f2g1h|dev_2j4k2l2j3k4l2j3k4",
        "kind": "ALERT",
        "occurred_at": "2026-01-15T12:00:00+00:00",
        "deduplication_key": ALERT,
        "metadata": {"latency_ms": 312, "faultbook_origin": "faults.example"},
    }
    CreateFault.model_validate_json(json.dumps(body))


@pytest.mark.parametrize(
    ("what", "why", "said"),
    [
        (ChangeKind.ACKNOWLEDGED, "on it", {"action": "acknowledge", "reason": "on it"}),
        (
            ChangeKind.UNACKNOWLEDGED,
            "",
            {"action": "unacknowledge", "reason": "unacknowledged by user_1"},
        ),
        (
            ChangeKind.COMMENTED,
            "",
            {"action": "comment", "comment": "user_2: Rebooted the modem."},
        ),
        (ChangeKind.RESOLVED, "fixed", {"action": "resolve", "reason": "fixed"}),
        (ChangeKind.DELETED, "", {"action": "resolve", "reason": "deleted by user_1"}),
    ],
)
def test_what_becomes_of_it_is_done_by_its_key(what: ChangeKind, why: str, said: dict[str, str]):
    path, body = sent(what, why)

    assert path == "/fault/actions"
    assert body == {"deduplication_keys": [ALERT], **said}
    ActOnFaults.model_validate_json(json.dumps(body))


def test_a_test_changes_nothing():
    body = json.loads(request_of(a_test(OTHER), OTHER).body)

    assert body == {
        "action": "resolve",
        "deduplication_keys": ["faultbook-test"],
        "dry_run": True,
    }
