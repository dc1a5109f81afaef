"""Customers to begin with.

A seed file is JSON; both parts of a customer may be left out and are then as shown:

    {"customers": [{"customer_id": "cus_demo",
                    "tokens": {"all": ["faults:read", "faults:write", "admin"],
                               "read": ["faults:read"]},
                    "api_keys": {"all": ["faults:read", "faults:write"]}}]}

The runner answers with the same document, where each list of scopes has become a credential.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ALL = ("faults:read", "faults:write", "admin")
_TOKENS = {"all": ALL, "read": ALL[:1]}
_API_KEYS = {"all": ALL[:2]}


@dataclass(frozen=True, slots=True)
class Customer:
    """The credentials to make for a customer: scopes by the name of the credential."""

    customer_id: str
    tokens: Mapping[str, Iterable[str]]
    api_keys: Mapping[str, Iterable[str]]


DEMO = (Customer("cus_demo", _TOKENS, _API_KEYS),)


def read_seed(file: Path) -> tuple[Customer, ...]:
    return tuple(
        Customer(
            customer["customer_id"],
            customer.get("tokens", _TOKENS),
            customer.get("api_keys", _API_KEYS),
        )
        for customer in json.loads(file.read_text("utf-8"))["customers"]
    )
