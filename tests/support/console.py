"""Somebody who works with the console, and what they do first."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from local.stack import LocalStack

_BATCH = 100


@dataclass
class Operator:
    """A customer, and somebody of it who speaks to the API beside the browser."""

    stack: LocalStack
    customer: str
    token: str
    http: httpx.Client
    reported: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def report(self, **fields: Any) -> dict[str, Any]:
        """Report a fault, with a message of its own unless one is given."""
        content: dict[str, Any] = {
            "resource_id": "edge-7",
            "microservice_id": "wan-monitor",
            "type": "link-down",
            "severity": "CRITICAL",
            "message": f"Uplink {next(self.reported)} is down",
            "cause": "No carrier on port 1",
            "resource_ancestry_path": "site_1|rack_3|edge-7",
        }
        answer = self.http.post("/fault", json=content | fields)
        assert answer.status_code == 201, answer.text
        fault: dict[str, Any] = answer.json()
        return fault

    def report_many(
        self, count: int, severities: tuple[str, ...] = ("LOW",), **fields: Any
    ) -> None:
        """Report as many at once, their severities in turn; the first one is the oldest."""
        for start in range(0, count, _BATCH):
            faults = [
                {
                    "resource_id": f"edge-{number}",
                    "microservice_id": "wan-monitor",
                    "type": "link-down",
                    "severity": severities[number % len(severities)],
                    "message": f"Port {number} flaps",
                    "cause": "No carrier",
                    "resource_ancestry_path": f"site_1|edge-{number}",
                }
                | fields
                for number in range(start, min(count, start + _BATCH))
            ]
            answer = self.http.post("/fault/batch", json={"faults": faults}, timeout=60)
            assert {item["status"] for item in answer.json()["data"]} == {201}

    def open_faults(self) -> list[dict[str, Any]]:
        """All of them, the newest first."""
        found: list[dict[str, Any]] = []
        query = {"status": "unresolved", "limit": "100"}
        while True:
            page = self.http.get("/fault", params=query).json()
            found += page["data"]
            if not page["meta"]["cursor"]:
                return found
            query["cursor"] = page["meta"]["cursor"]

    def change(self, fault: dict[str, Any], deed: str, reason: str = "") -> None:
        answer = self.http.post(f"/fault/{fault['id']}/{deed}", json={"reason": reason})
        assert answer.is_success, answer.text

    def now(self, fault: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self.http.get(f"/fault/{fault['id']}").json()
        return answer


def sign_in(page: Page, operator: Operator, address: str = "/") -> None:
    page.goto(address)
    page.get_by_label("Token").fill(operator.token)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
