"""What is told, before any kind of endpoint gives it its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faultbook.domain.events import FaultEvent
from faultbook.domain.fault import Fault, Severity
from faultbook.domain.identifiers import fault_id

TEST_ALERT = "faultbook-test"  # never open at any receiver


@dataclass(frozen=True, slots=True)
class Notice:
    """`document` is the native API's event. `title` says what happened to what, in one line.

    `event` and `severity` are None where it is about no fault. `acknowledge_url` is a page that
    acknowledges it, for whoever reads the message; empty where there is nothing to acknowledge.
    """

    event_id: str
    document: Mapping[str, Any]
    title: str
    text: str
    url: str
    facts: Mapping[str, str]
    event: FaultEvent | None = None
    severity: Severity | None = None
    is_end: bool = False
    acknowledge_url: str = ""


def alert_key(fault: Fault) -> str:
    """By which a receiver that follows alerts knows it: of every customer, of every Faultbook."""
    return f"faultbook-{fault_id(fault.customer_id, fault.number)}"
