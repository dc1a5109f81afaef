"""Changes of the founding document's fault as endpoints are told of them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from faultbook.domain.endpoints import Endpoint, EndpointKind
from faultbook.domain.events import FaultEvent
from faultbook.domain.fault import ChangeKind, Fault, Origin
from faultbook.outgoing.kinds import KINDS
from faultbook.outgoing.notice import Notice
from functions.fault_api.notices import notice_for, notice_of, test_notice
from tests.support.builders import CUSTOMER, NOW, a_change, a_comment, a_fault

PUBLIC_URL = "https://faults.example"
FAULT_ID = "flt_38IDslDHezyjZpsqBSXUkjZx23r"
NUMBER = 270_160_157_902_447
ALERT = f"faultbook-{FAULT_ID}"


def an_endpoint(kind: EndpointKind, **parts: Any) -> Endpoint:
    fields: dict[str, Any] = {
        "endpoint_id": "end_1",
        "name": "On call",
        "kind": kind,
        "url": "https://hooks.example.com/x",
        "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDCx0BAAAAAAA=",
        "created_at": NOW,
        "created_by": "user_1",
    }
    return Endpoint(**(fields | parts))


def an_event(what: ChangeKind = ChangeKind.OPENED, why: str = "", **report: Any) -> FaultEvent:
    fault = _after(what, a_fault(CUSTOMER, NUMBER, **report), why)
    return FaultEvent(
        version=fault.version,
        what=what,
        at=NOW,
        by="user_1",
        api=Origin.FAULTS,
        why=why,
        fault=fault,
    )


def told(what: ChangeKind = ChangeKind.OPENED, why: str = "", **report: Any) -> Notice:
    return notice_of(an_event(what, why, **report), PUBLIC_URL)


def told_with_link(endpoint: Endpoint, what: ChangeKind = ChangeKind.OPENED) -> Notice:
    """As people are told who may acknowledge it."""
    return notice_for(endpoint, an_event(what), NOW, PUBLIC_URL)


def a_test(endpoint: Endpoint) -> Notice:
    return test_notice(endpoint, NOW, PUBLIC_URL)


def request_of(notice: Notice, endpoint: Endpoint) -> Any:
    return KINDS[endpoint.kind].request_of(notice, endpoint, NOW)


def _after(what: ChangeKind, fault: Fault, why: str) -> Fault:
    change = a_change(what, why=why)
    match what:
        case ChangeKind.ACKNOWLEDGED:
            return fault.acknowledged(change, email="")
        case ChangeKind.RESOLVED:
            return fault.resolved(change)
        case ChangeKind.SNOOZED:
            return fault.snoozed(change, NOW + timedelta(hours=1))
        case ChangeKind.COMMENTED:
            return replace(fault, newest_comments=(a_comment(),))
        case _:
            return fault
