"""The FortiMonitor API over stores in memory, with nothing left to chance."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from faultbook.domain import access, identifiers
from faultbook.domain.access import ApiKey
from faultbook.domain.customer_settings import CustomerSettings
from faultbook.domain.fault import Kind, Severity
from faultbook.gateway.api_key import ApiKeyAuthenticator
from faultbook.secret_store import Secrets
from functions.fortimonitor_api import main
from functions.fortimonitor_api.api import api
from tests.support.access_fakes import InMemoryAccessStore
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_fault
from tests.support.fakes import InMemoryCommentStore, InMemoryFaultStore
from tests.support.fresh_wiring import forget_wiring, replace_part
from tests.support.http_events import an_event
from tests.support.statistics_fakes import InMemoryStatistics

FIRST_NUMBER = 270160156777903
KEY_ID = "4Fh8QzT1LmW6xRb2"
PEPPER = b"a pepper of thirty-two bytes and more"
SECRETS = {
    "outage-link-secret": "t" * 32,
    "cursor-secret": "c" * 32,
    "api-key-pepper": PEPPER.decode(),
}


class FortiMonitorWorld:
    """`?` in the place of a key is the customer's. The wiring is to be forgotten afterwards."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clock = SteppingClock()
        self.faults = InMemoryFaultStore(self.clock)
        keys = InMemoryAccessStore(self.clock)
        statistics = InMemoryStatistics()
        authenticator = ApiKeyAuthenticator(keys, lambda: PEPPER, self.clock)
        self.key = self._made_key(keys, monkeypatch)
        comments = InMemoryCommentStore(self.clock)
        secrets = Secrets.given(SECRETS)
        parts = {
            "clock": self.clock,
            "fault_store": lambda: self.faults,
            "comment_store": lambda: comments,
            "timeline_store": lambda: statistics,
            "statistics_store": lambda: statistics,
            "api_key_authenticator": lambda: authenticator,
            "secrets": lambda: secrets,
            "customer_settings": lambda _: CustomerSettings(),
            "public_url": lambda _: "https://faults.example.com",
            "admit": lambda _: None,
        }
        for name, part in parts.items():
            replace_part(monkeypatch, name, part)
        forget_wiring()
        monkeypatch.setattr(api, "admit", lambda _: None)
        numbers = itertools.count(FIRST_NUMBER, 1000)
        monkeypatch.setattr(identifiers, "draw_number", lambda _: next(numbers))

    def given(self, step: dict[str, Any]) -> None:
        if "fault" in step:
            said = dict(step["fault"])
            kinds = {"severity": Severity, "kind": Kind}
            said |= {name: kind(said[name]) for name, kind in kinds.items() if name in said}
            self.faults.create(CUSTOMER, a_fault(opened_at=self.clock.at, **said))
        else:
            answer = self.send(step)
            assert answer["statusCode"] < 400, answer["body"]
        self.clock.at += timedelta(minutes=1)

    def send(self, request: dict[str, Any]) -> dict[str, Any]:
        headers = request.get("headers", {"authorization": "ApiKey ?"})
        event = an_event(
            request["method"],
            request["path"],
            query=request.get("query", "").replace("?", self.key),
            headers={name: value.replace("?", self.key) for name, value in headers.items()},
            body=request.get("body"),
        )
        return main.lambda_handler(event, LambdaContext())

    def _made_key(self, keys: InMemoryAccessStore, monkeypatch: pytest.MonkeyPatch) -> str:
        monkeypatch.setattr(access, "_random", lambda length: (KEY_ID * 2)[:length])
        secret = access.draw_secret(KEY_ID)
        scopes = frozenset({"faults:read", "faults:write"})
        digest = access.digest_of(secret, PEPPER)
        row = ApiKey(CUSTOMER, KEY_ID, "monitor", scopes, digest, NOW, "tests")
        keys.put_api_key(CUSTOMER, row)
        return access.key_text(KEY_ID, secret)
