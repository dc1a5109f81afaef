"""What is in the log: one line for each request, and nothing that a caller has sent."""

import io
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from faultbook.domain.errors import Unavailable
from faultbook.telemetry import to_stdout
from tests.support.builders import SteppingClock
from tests.support.engines import Engine, Tables
from tests.support.fakes import InMemoryCommentStore, InMemoryFaultStore
from tests.support.interruptions import UnreliableClient, refuse
from tests.support.native_api import ADMIN, READ, WRITE, NativeApi, a_body, native_api

CANARY = "canary-7f3a"
FIELDS = {
    *("level", "location", "message", "timestamp", "service", "api", "request_id"),
    *("customer_id", "method", "route", "status", "milliseconds"),
}
SCOPES = (READ, WRITE, ADMIN)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    lines = io.StringIO()
    before = to_stdout.setStream(lines)
    yield lines
    if before:
        to_stdout.setStream(before)


def lines_of(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def use_everything(api: NativeApi) -> list[str]:
    """Each kind of request with canaries wherever a caller can put one; the credentials shown."""
    secret = f"Idempotency-{CANARY}"
    headers = {"Idempotency-Key": secret, "User-Agent": CANARY, "X-Api-Key": CANARY}
    body = a_body(message=CANARY, cause=CANARY, deduplication_key=CANARY, metadata={CANARY: CANARY})
    fault = api("POST", "/fault", body, headers=headers, scopes=SCOPES).json
    path = f"/fault/{fault['id']}"
    for turn in ("resolve", "reopen", "acknowledge"):
        api("POST", f"{path}/{turn}", {"reason": CANARY}, query=f"q={CANARY}")
        api("POST", f"{path}/{turn}", {"reason": CANARY})
    api("POST", f"{path}/comment", {"comment": CANARY})
    api("PATCH", path, {"cause": CANARY}, headers={"If-Match": f'"{CANARY}"'})
    api("GET", "/fault", query=f"q={CANARY}&cursor={CANARY}")
    api("GET", f"/fault/{CANARY}")
    api("GET", f"/fault/{CANARY}/{CANARY}")
    api("POST", "/fault", f'{{"{CANARY}": NaN}}')
    api("GET", "/fault", token=f"{CANARY}.{CANARY}.{CANARY}")
    shared = api("POST", "/fault/token", {}).json["token"]
    api("GET", f"/fault/token/{shared}", token="")
    api("GET", f"/fault/token/{CANARY}", token="")
    key = api("POST", "/api-keys", {"name": CANARY, "scopes": [READ]}, scopes=SCOPES).json["key"]
    own = api.token(customer="cus_1i2j3k4l5m6n7o8p", scopes=SCOPES, subject="user_1")
    return [CANARY, fault["id"], shared, key, own, own.split(".")[2]]


def test_nothing_that_was_sent_or_shown_is_in_the_log(api: NativeApi, log: io.StringIO):
    secrets = use_everything(api)

    text = log.getvalue()
    assert len(lines_of(log)) > 15
    assert [secret for secret in secrets if secret in text] == []
    assert all(set(line) <= FIELDS for line in lines_of(log))


def test_a_failing_store_is_logged_without_what_was_asked_of_it(
    dynoxide: Engine, tables: Tables, clock: SteppingClock, log: io.StringIO
):
    assert tables
    client = UnreliableClient(dynoxide.client)
    with native_api(dynoxide, clock, {"dynamodb": lambda: client}) as api:
        for code in ("ValidationException", "ThrottlingException"):
            with client.disturbed(refuse(code), call=1):
                api("POST", "/fault", a_body(message=CANARY, deduplication_key=CANARY))

    assert CANARY not in log.getvalue()
    levels = [line["level"] for line in lines_of(log)]
    assert levels == ["ERROR", "INFO", "WARNING", "INFO"]
    assert [line.get("status") for line in lines_of(log)] == [None, 500, None, 503]


def test_every_answer_has_the_request_id_of_its_line(api: NativeApi, log: io.StringIO):
    asked = {
        "r-1": ("POST", "/fault", a_body()),
        "r-2": ("GET", "/fault/x", None),
        "r-3": ("PUT", "/fault", None),
        "r-4": ("POST", "/fault", {}),
    }
    for request_id, (method, path, body) in asked.items():
        answer = api(method, path, body, request_id=request_id)
        assert answer.headers["x-request-id"] == request_id

    lines = [(line["request_id"], line["status"], line.get("route")) for line in lines_of(log)]
    assert lines == [
        ("r-1", 201, "/fault"),
        ("r-2", 404, "/fault/<fault_id>"),
        ("r-3", 405, None),
        ("r-4", 400, "/fault"),
    ]


class FailingNowAndThen(InMemoryFaultStore):
    """A third of the requests fail, some as an outage and some as a defect."""

    def __init__(self, clock: SteppingClock) -> None:
        super().__init__(clock)
        self._draw = random.Random(1000)  # noqa: S311 - the same failures each time

    def __getattribute__(self, name: str) -> Any:
        if name in ("get", "create", "page", "save"):
            drawn = self._draw.random()
            if drawn < 0.17:
                raise Unavailable
            if drawn < 0.33:
                raise RuntimeError(name)
        return super().__getattribute__(name)


def test_a_thousand_requests_of_two_customers_never_mix(clock: SteppingClock, log: io.StringIO):
    faults, comments = FailingNowAndThen(clock), InMemoryCommentStore(clock)
    parts = {"fault_store": lambda: faults, "comment_store": lambda: comments}
    customers = ("cus_A", "cus_B")
    known: dict[str, list[str]] = {customer: [] for customer in customers}
    statuses = []
    with native_api(None, clock, parts) as api:
        for place in range(1000):
            customer, other = customers[place % 2], customers[1 - place % 2]
            fault_id = known[customer][-1] if known[customer] else "x"
            method, path, body = [
                ("POST", "/fault", a_body(message=f"canary of {customer}")),
                ("GET", f"/fault/{fault_id}", None),
                ("GET", "/fault", None),
                ("POST", f"/fault/{fault_id}/comment", {"comment": f"canary of {customer}"}),
                ("POST", f"/fault/{fault_id}/resolve", {"reason": f"canary of {customer}"}),
            ][place // 2 % 5]
            answer = api(method, path, body, customer=customer, request_id=f"r-{place}")
            statuses.append(answer.status)
            assert f"canary of {other}" not in answer.text
            assert other not in answer.text
            if answer.status == 201 and path == "/fault":
                known[customer].append(answer.json["id"])

    lines = [line for line in lines_of(log) if line["message"] == "request"]
    assert [line["customer_id"] for line in lines] == [customers[n % 2] for n in range(1000)]
    assert [line["request_id"] for line in lines] == [f"r-{n}" for n in range(1000)]
    assert [line["status"] for line in lines] == statuses
    assert {200, 201, 500, 503} <= set(statuses)
    assert sum(status >= 500 for status in statuses) > 300
