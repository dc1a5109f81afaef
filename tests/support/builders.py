"""Faults and reports with sensible values; a test names only what it is about."""

from datetime import UTC, datetime, timedelta
from typing import Any

from faultbook.domain import identifiers
from faultbook.domain.comment import Comment
from faultbook.domain.fault import Actor, Change, ChangeKind, Fault, Origin, Severity
from faultbook.domain.report import Report
from faultbook.usecases.target import Target

CUSTOMER = "cus_1i2j3k4l5m6n7o8p"
NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
ACTOR = Actor(subject="user_1", api=Origin.FAULTS)


def a_report(**overrides: Any) -> Report:
    """The founding document's example."""
    fields: dict[str, Any] = {
        "resource_id": "dev_2j4k2l2j3k4l2j3k4",
        "reporter": "wantunnel-monitor",
        "type": "wan-degradation",
        "severity": Severity.HIGH,
        "message": "WAN link latency high: Primary link (WAN1) latency is elevated",
        "cause": "Latency probe exceeded 250ms for 5 consecutive checks.",
        "path": "site_8a7b6c5d4e3f2g1h|dev_2j4k2l2j3k4l2j3k4",
    }
    return Report(**(fields | overrides))


def a_change(what: ChangeKind = ChangeKind.OPENED, **overrides: Any) -> Change:
    fields: dict[str, Any] = {
        "what": what,
        "at": NOW,
        "by": ACTOR.subject,
        "api": ACTOR.api,
        "write_id": identifiers.short_id(identifiers.draw_number(NOW)),
    }
    return Change(**(fields | overrides))


def a_fault(
    customer_id: str = CUSTOMER,
    number: int | None = None,
    opened_at: datetime = NOW,
    **report: Any,
) -> Fault:
    number = identifiers.draw_number(opened_at) if number is None else number
    return a_report(**report).opened(customer_id, number, a_change(at=opened_at))


def a_target(fault: Fault, by: Actor = ACTOR, seen_version: int | None = None) -> Target:
    return Target(fault.customer_id, fault.number, by, seen_version)


def a_comment(ordinal: int = 1, **overrides: Any) -> Comment:
    fields: dict[str, Any] = {
        "number": identifiers.draw_number(NOW),
        "ordinal": ordinal,
        "body": "Rebooted the modem.",
        "author": "user_2",
        "at": NOW,
    }
    return Comment(**(fields | overrides))


class SteppingClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class TickingClock(SteppingClock):
    """No two looks at it are the same, as with a real one."""

    def __call__(self) -> datetime:
        self.at += timedelta(microseconds=137)
        return self.at
