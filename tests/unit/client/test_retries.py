"""Which requests are sent again, when, and with what in them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from faultbook_client import (
    Faultbook,
    FaultbookError,
    NotAuthenticated,
    NotPermitted,
    Retry,
    TooManyRequests,
    Unavailable,
    UnexpectedAnswer,
    Unreachable,
)
from faultbook_client.retry import retry_after_seconds
from tests.client.network import report_of

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
FAULT: dict[str, Any] = {
    "id": "flt_1",
    "resource_id": "edge-7",
    "customer_id": "cus_1",
    "microservice_id": "wan-monitor",
    "type": "link-down",
    "kind": "ALERT",
    "status": "unresolved",
    "severity": "CRITICAL",
    "message": "Uplink is down",
    "cause": "No carrier",
    "created_at": "2026-01-15T12:00:00.000000Z",
    "resolved_at": None,
    "resource_ancestry_path": "site_1|edge-7",
    "ttl": 1800000000,
    "comments": [],
    "comment_count": 0,
    "acknowledged_at": None,
    "acknowledged_by": None,
    "resolution_reason": None,
    "deduplication_key": None,
    "occurrences": 1,
    "last_seen_at": "2026-01-15T12:00:00.000000Z",
    "metadata": {},
    "version": 1,
}
DONE = httpx.Response(200, json=FAULT | {"data": [], "meta": {"changed": 0, "cursor": None}})
BUSY = httpx.Response(429, json={"detail": "Too many requests."}, headers={"Retry-After": "1"})
FAILED = httpx.Response(503, json={"detail": "No store."})

Outcome = httpx.Response | Exception


class Service:
    """Gives these outcomes in turn; the last again and again."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.outcomes = list(outcomes)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        outcome = self.outcomes[min(len(self.requests), len(self.outcomes) - 1)]
        self.requests.append(request)
        if isinstance(outcome, Exception):
            raise outcome
        # A response is used up by the client that has read it.
        return httpx.Response(outcome.status_code, headers=outcome.headers, content=outcome.content)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []
    monkeypatch.setattr("faultbook_client.client.time.sleep", slept.append)
    return slept


def talking_to(service: Service, retry: Retry | None = None) -> Faultbook:
    return Faultbook(
        "https://faults.example.com/", "t", retry=retry, transport=httpx.MockTransport(service)
    )


REPEATABLE: dict[str, Callable[[Faultbook], Any]] = {
    "get": lambda api: api.get("flt_1"),
    "report": lambda api: api.report(**report_of()),
    "resolve": lambda api: api.resolve("flt_1"),
    "reopen": lambda api: api.reopen("flt_1"),
    "acknowledge": lambda api: api.acknowledge("flt_1"),
    "snooze": lambda api: api.snooze("flt_1", datetime.now(UTC)),
    "unsnooze": lambda api: api.unsnooze("flt_1"),
    "assign": lambda api: api.assign("flt_1", "ann"),
    "unassign": lambda api: api.assign("flt_1", None),
    "resolve many": lambda api: api.act("resolve", ["flt_1"]),
    "update": lambda api: api.update("flt_1", severity="LOW"),
    "delete": lambda api: api.delete("flt_1"),
}
ONCE_ONLY: dict[str, Callable[[Faultbook], Any]] = {
    "comment": lambda api: api.comment("flt_1", "hello"),
    "comment on many": lambda api: api.act("comment", ["flt_1"], comment="hello"),
    "token": lambda api: api.tokens.make(),
    "key": lambda api: api.api_keys.make("k", ["faults:read"]),
    "rotation": lambda api: api.api_keys.rotate("k"),
    "resolve as seen": lambda api: api.resolve("flt_1", version=3),
}
READ_TIMEOUT = httpx.ReadTimeout("slow")
CUT_OFF = httpx.RemoteProtocolError("cut off")


@pytest.mark.parametrize("call", REPEATABLE.values(), ids=REPEATABLE)
@pytest.mark.parametrize("outcome", [FAILED, READ_TIMEOUT, CUT_OFF], ids=["503", "slow", "cut"])
def test_what_can_be_repeated_is_repeated(call: Callable[[Faultbook], Any], outcome: Outcome):
    service = Service(outcome, outcome, DONE)

    call(talking_to(service))

    assert len(service.requests) == 3


@pytest.mark.parametrize("call", ONCE_ONLY.values(), ids=ONCE_ONLY)
@pytest.mark.parametrize("outcome", [FAILED, READ_TIMEOUT, CUT_OFF], ids=["503", "slow", "cut"])
def test_what_would_be_done_twice_is_not(call: Callable[[Faultbook], Any], outcome: Outcome):
    service = Service(outcome, DONE)

    with pytest.raises((Unavailable, Unreachable)):
        call(talking_to(service))

    assert len(service.requests) == 1


@pytest.mark.parametrize("outcome", [BUSY, httpx.ConnectError("no route")], ids=["429", "connect"])
def test_what_never_arrived_is_sent_again_whatever_it_was(outcome: Outcome):
    service = Service(outcome, DONE)

    talking_to(service).comment("flt_1", "hello")

    assert len(service.requests) == 2


def test_a_report_keeps_its_key_over_all_attempts_and_no_two_share_one():
    service = Service(FAILED, DONE)
    api = talking_to(service)

    api.report(**report_of())
    api.report(**report_of())

    first, again, other = [request.headers["Idempotency-Key"] for request in service.requests]
    assert first == again != other


def test_a_key_of_ones_own_is_sent_as_it_is():
    service = Service(DONE)

    talking_to(service).report(idempotency_key="night-7", **report_of())

    assert service.requests[0].headers["Idempotency-Key"] == "night-7"


def test_attempts_end_and_the_problem_is_told(pauses: list[float]):
    service = Service(FAILED)

    with pytest.raises(Unavailable, match=r"No store\.") as raised:
        talking_to(service, Retry(attempts=3)).get("flt_1")

    assert raised.value.problem.status == 503
    assert len(service.requests) == 3
    assert len(pauses) == 2


def test_refusals_are_not_repeated():
    service = Service(httpx.Response(401, json={"detail": "No.", "request_id": "r-1"}))

    with pytest.raises(NotAuthenticated) as raised:
        talking_to(service).get("flt_1")

    assert raised.value.problem.request_id == "r-1"
    assert len(service.requests) == 1


def test_pauses_are_drawn_from_zero_to_a_border_that_doubles_until_it_is_long_enough():
    retry = Retry(attempts=10, first=0.5, longest=4)
    borders: list[tuple[float, float]] = []

    def draw(low: float, high: float) -> float:
        borders.append((low, high))
        return high / 2

    pauses = [retry.pause(failed, draw=draw) for failed in range(1, 7)]

    assert borders == [(0, 0.5), (0, 1), (0, 2), (0, 4), (0, 4), (0, 4)]
    assert pauses == [0.25, 0.5, 1, 2, 2, 2]


def test_the_servers_pause_is_kept_with_jitter_on_top():
    assert Retry(first=1).pause(1, 3, draw=max) == 4


def test_nobody_waits_longer_than_told_for_a_server_that_wants_an_hour(pauses: list[float]):
    an_hour = httpx.Response(429, json={}, headers={"Retry-After": "3600"})

    with pytest.raises(TooManyRequests):
        talking_to(Service(an_hour)).get("flt_1")

    assert pauses == []


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        ("Thu, 15 Jan 2026 12:01:00 GMT", 60.0),
        ("Thu, 15 Jan 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None):
    assert retry_after_seconds(value, NOW) == seconds


def test_what_is_gone_at_the_second_attempt_was_removed_by_the_first():
    service = Service(READ_TIMEOUT, httpx.Response(404, json={"detail": "There is none."}))

    talking_to(service).delete("flt_1")

    assert len(service.requests) == 2


def test_items_of_a_batch_that_failed_are_sent_again_under_the_same_key():
    half = {"data": [{"status": 201, "fault": FAULT}, {"status": 503, "error": {}}]}
    whole = {"data": [{"status": 201, "fault": FAULT}] * 2}
    service = Service(httpx.Response(200, json=half), httpx.Response(200, json=whole))

    items = talking_to(service).batch([report_of(), report_of("edge-8")])

    assert [item.status for item in items] == [201, 201]
    first, second = service.requests
    assert first.content == second.content
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]


def test_an_answer_of_something_else_is_called_that():
    for answer in (
        httpx.Response(200, text="<h1>Welcome</h1>"),
        httpx.Response(200, json={"id": "flt_1"}),
        httpx.Response(200, json=["flt_1"]),
        httpx.Response(204),
    ):
        for call in (lambda api: api.get("flt_1"), Faultbook.page, Faultbook.hierarchy):
            with pytest.raises(UnexpectedAnswer):
                call(talking_to(Service(answer)))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (httpx.Response(404, json={"message": "Not Found"}), "answered 404 .*Not Found"),
        (httpx.Response(409, text="odd\npage"), "odd page"),
        (httpx.Response(301, headers={"Location": "https://other.example"}), "https://other"),
    ],
    ids=["no such route", "another program", "moved"],
)
def test_a_refusal_of_something_else_is_no_refusal_of_faultbook(answer: httpx.Response, words: str):
    with pytest.raises(UnexpectedAnswer, match=words):
        talking_to(Service(answer)).get("flt_1")


def test_what_a_gateway_before_faultbook_refuses_is_told_as_it_says():
    with pytest.raises(NotPermitted, match="Blocked"):
        talking_to(Service(httpx.Response(403, json={"message": "Blocked"}))).get("flt_1")
    with pytest.raises(Unavailable, match="odd page"):
        talking_to(Service(httpx.Response(502, text="odd page"))).get("flt_1")


@pytest.mark.parametrize("status", [200, 400, 404, 503])
@pytest.mark.parametrize("member", ["detail", "message", "other"])
def test_a_token_that_the_other_side_repeats_is_not_shown(status: int, member: str):
    """As a service does that answers whatever it was asked."""

    def echo(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json={member: f"{dict(request.headers)}"})

    api = Faultbook("https://h", "secret-token", transport=httpx.MockTransport(echo))
    with pytest.raises(FaultbookError) as raised:
        api.get("flt_1")

    assert "secret-token" not in str(raised.value)


def test_the_token_is_not_in_the_words_of_an_error():
    api = Faultbook(
        "https://faults.example.com",
        "secret-token",
        transport=httpx.MockTransport(Service(httpx.ConnectError("no"))),
    )
    with pytest.raises(FaultbookError) as raised:
        api.get("flt_1")

    assert "secret-token" not in str(raised.value)
