"""Every call of the native API that changes something, as a scenario of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.http_events import Response
from tests.support.native_api import ADMIN, READ, WRITE, NativeApi, a_body

KEY = {"Idempotency-Key": "key-1"}
REPORT = a_body(deduplication_key="link-7", severity="MEDIUM")
GRAVER = REPORT | {"severity": "CRITICAL"}


@dataclass(frozen=True)
class Customer:
    """A customer of their own for each run, so that runs share tables and nothing else."""

    api: NativeApi
    customer: str

    def __call__(self, method: str, path: str, body: Any = None, **named: Any) -> Response:
        scopes = (READ, WRITE, ADMIN)
        return self.api(method, path, body, customer=self.customer, scopes=scopes, **named)

    def made(self, path: str, body: Any = None, **named: Any) -> dict[str, Any]:
        answer = self("POST", path, body, **named)
        assert answer.status in (200, 201), answer.text
        result: dict[str, Any] = answer.json
        return result

    def faults(self) -> list[dict[str, Any]]:
        """All that there is to see, without what tells one customer from another."""
        listed = self("GET", "/fault", query="limit=100&from=2026-01-01T00:00:00Z").json["data"]
        whole = [self("GET", f"/fault/{fault['id']}").json for fault in listed]
        for fault in whole:
            del fault["id"], fault["customer_id"]
        return sorted(whole, key=json.dumps)

    def keys(self) -> list[dict[str, Any]]:
        listed: list[dict[str, Any]] = self("GET", "/api-keys").json["data"]
        return [{name: value for name, value in key.items() if name != "id"} for key in listed]

    def tokens(self) -> int:
        return len(self("GET", "/fault/token").json["data"])

    def settings(self) -> Any:
        return self("GET", "/settings").json


@dataclass(frozen=True)
class Mutation:
    """`prepare` returns what `request` needs; both may be done again for another customer.

    `repeatable`: the same request once more changes nothing, so that a caller who got no answer
    may try again. `gone` is the status that the second try may get when the first took effect.
    `between`: the steps of the change can be seen one after the other. `itemwise`: the answer
    has a status for each item. `seen` is what a caller sees of it.
    """

    name: str
    request: Callable[[Customer, Any], Response]
    prepare: Callable[[Customer], Any] = lambda _: None
    repeatable: bool = True
    gone: int | None = None
    between: bool = False
    itemwise: bool = False
    seen: Callable[[Customer], Any] = Customer.faults
    statuses: frozenset[int] = field(default_factory=lambda: frozenset({200, 201, 204}))

    def __str__(self) -> str:
        return self.name


def a_fault(customer: Customer) -> str:
    return str(customer.made("/fault", REPORT)["id"])


def a_resolved_fault(customer: Customer) -> str:
    fault_id = a_fault(customer)
    customer.made(f"/fault/{fault_id}/resolve", {"reason": "before"})
    return fault_id


def an_acknowledged_fault(customer: Customer) -> str:
    fault_id = a_fault(customer)
    customer.made(f"/fault/{fault_id}/acknowledge")
    return fault_id


def two_faults(customer: Customer) -> list[str]:
    return [str(customer.made("/fault", a_body())["id"]) for _ in range(2)]


def an_assigned_fault(customer: Customer) -> str:
    fault_id = a_fault(customer)
    customer.made(f"/fault/{fault_id}/assign", {"assignee": "ann"})
    return fault_id


def a_discussed_fault(customer: Customer) -> str:
    fault_id = a_fault(customer)
    for body in ("one", "two"):
        customer.made(f"/fault/{fault_id}/comment", {"comment": body})
    return fault_id


def an_api_key(customer: Customer) -> str:
    made = customer.made("/api-keys", {"name": "monitor", "scopes": ["faults:read"]})
    return str(made["id"])


def a_share_token(customer: Customer) -> str:
    return str(customer.made("/fault/token", {})["id"])


def posted(path: str, body: Any = None, **named: Any) -> Callable[[Customer, Any], Response]:
    """`{}` in the path is what was prepared."""
    return lambda customer, prepared: customer("POST", path.format(prepared), body, **named)


def sent(method: str, path: str, body: Any = None) -> Callable[[Customer, Any], Response]:
    return lambda customer, prepared: customer(method, path.format(prepared), body)


MUTATIONS = [
    Mutation("create", posted("/fault", a_body()), repeatable=False),
    Mutation("create with an idempotency key", posted("/fault", a_body(), headers=KEY)),
    Mutation(
        "create with a deduplication key",
        posted("/fault", REPORT, headers=KEY),
    ),
    Mutation("repeat", posted("/fault", REPORT), a_fault, repeatable=False),
    Mutation("repeat with an idempotency key", posted("/fault", REPORT, headers=KEY), a_fault),
    Mutation("repeat graver", posted("/fault", GRAVER, headers=KEY), prepare=a_fault, between=True),
    Mutation(
        "create again after resolving", posted("/fault", REPORT, headers=KEY), a_resolved_fault
    ),
    Mutation(
        "create many",
        posted("/fault/batch", {"faults": [a_body(), REPORT, REPORT]}, headers=KEY),
        between=True,
        itemwise=True,
    ),
    Mutation("edit", sent("PATCH", "/fault/{}", {"cause": "other", "severity": "LOW"}), a_fault),
    Mutation("edit and resolve", sent("PUT", "/fault/{}", {"status": "resolved"}), a_fault),
    Mutation("resolve", posted("/fault/{}/resolve", {"reason": "fixed"}), a_fault),
    Mutation("reopen", posted("/fault/{}/reopen"), a_resolved_fault),
    Mutation("acknowledge", posted("/fault/{}/acknowledge"), a_fault),
    Mutation("unacknowledge", sent("DELETE", "/fault/{}/acknowledge"), an_acknowledged_fault),
    Mutation("assign", posted("/fault/{}/assign", {"assignee": "ann"}), a_fault),
    Mutation("unassign", sent("DELETE", "/fault/{}/assign"), an_assigned_fault),
    Mutation(
        "act on what a filter finds",
        posted("/fault/actions", {"action": "resolve", "filter": {"status": ["unresolved"]}}),
        two_faults,
        between=True,
        itemwise=True,
    ),
    Mutation(
        "act on ids",
        lambda customer, ids: customer(
            "POST", "/fault/actions", {"action": "assign", "ids": ids, "assignee": "ann"}
        ),
        two_faults,
        between=True,
        itemwise=True,
    ),
    Mutation("comment", posted("/fault/{}/comment", {"comment": "new"}), a_fault, repeatable=False),
    Mutation(
        "comment once more",
        posted("/fault/{}/comments", {"comment": "new"}),
        a_discussed_fault,
        repeatable=False,
    ),
    Mutation("delete", sent("DELETE", "/fault/{}"), a_discussed_fault, gone=404),
    Mutation(
        "make an access token",
        posted("/fault/token", {}),
        repeatable=False,
        seen=Customer.tokens,
    ),
    Mutation(
        "revoke an access token",
        sent("DELETE", "/fault/token/{}"),
        a_share_token,
        gone=404,
        seen=Customer.tokens,
    ),
    Mutation(
        "make an API key",
        posted("/api-keys", {"name": "monitor", "scopes": ["faults:read"]}),
        repeatable=False,
        seen=Customer.keys,
    ),
    Mutation("rotate an API key", posted("/api-keys/{}/rotate"), an_api_key, seen=Customer.keys),
    Mutation("revoke an API key", sent("DELETE", "/api-keys/{}"), an_api_key, seen=Customer.keys),
    Mutation(
        "change settings",
        sent("PATCH", "/settings", {"servers": ["web-1"], "stripes": 4}),
        between=True,
        seen=Customer.settings,
    ),
]
