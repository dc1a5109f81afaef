"""Somebody who works with the console, and what they do first."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from local.stack import LocalStack


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
        said: dict[str, Any] = {
            "resource_id": "edge-7",
            "microservice_id": "wan-monitor",
            "type": "link-down",
            "severity": "CRITICAL",
            "message": f"Uplink {next(self.reported)} is down",
            "cause": "No carrier on port 1",
            "resource_ancestry_path": "site_1|rack_3|edge-7",
        }
        answer = self.http.post("/fault", json=said | fields)
        assert answer.status_code == 201, answer.text
        fault: dict[str, Any] = answer.json()
        return fault

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
