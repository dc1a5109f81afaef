"""Recorded exchanges of the native API: status, headers and body of each answer, exactly.

One folder for each situation. `request.json` has the request, where its form comes from
(`source`), and in `given` the requests that went before, a minute apart. `as` says whose
credential it is: "writer" unless it is said, "reader", "admin", "other" for another customer's,
"nobody" for none; `padding` adds so many blanks to the body. `store` says how the store fares:
"out" answers nothing, "broken" not what it should; `receivers` what endpoints answer, if not 200.
`response.json` has the answer.
"""

import itertools
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain import access, endpoints, identifiers
from faultbook.domain.errors import Unavailable
from faultbook.domain.fault import Fault
from faultbook.domain.idempotency import Claim
from faultbook.domain.timeline import Observation, observation_of
from faultbook.gateway.error_status import STATUS
from faultbook.usecases.record_changes import RecordChanges
from functions.fault_api import deliver
from tests.support.access_fakes import (
    InMemoryAccessStore,
    InMemorySettingsStore,
    InMemoryStripesStore,
)
from tests.support.builders import SteppingClock
from tests.support.delivery_fakes import InMemoryEndpointStore, Listener, SteadySecrets
from tests.support.delivery_store_fake import InMemoryDeliveryStore
from tests.support.fakes import InMemoryCommentStore, InMemoryFaultStore
from tests.support.heartbeat_fakes import InMemoryHeartbeatStore
from tests.support.http_events import Response
from tests.support.lambda_context import Context
from tests.support.native_api import (
    ADMIN,
    OTHER_CUSTOMER,
    READ,
    WRITE,
    NativeApi,
    native_api,
    routes,
)
from tests.support.statistics_fakes import Attempts, InMemoryEvents, InMemoryStatistics

FOLDER = Path(__file__).with_name("fault_api")
SITUATIONS = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
FIRST_NUMBER = 270160156777903
CALLERS: dict[str, dict[str, Any]] = {
    "writer": {"scopes": (READ, WRITE)},
    "reader": {"scopes": (READ,), "subject": "user_2"},
    "admin": {"scopes": (READ, WRITE, ADMIN), "subject": "user_3"},
    "other": {"scopes": (READ, WRITE), "customer": OTHER_CUSTOMER},
    "nobody": {"token": ""},
}


class WatchedFaultStore(InMemoryFaultStore):
    """`observations` are what the stream would bring, `standing` the faults as they are."""

    def __init__(self, clock: SteppingClock) -> None:
        super().__init__(clock)
        self.observations: list[Observation] = []
        self.standing: dict[tuple[str, int], Fault] = {}

    def create(
        self, customer_id: str, fault: Fault, claims: Sequence[Claim] = (), **beside: Any
    ) -> None:
        super().create(customer_id, fault, claims, **beside)
        self._see(fault)

    def save(
        self, customer_id: str, before: Fault, after: Fault, claims: Sequence[Claim] = ()
    ) -> None:
        super().save(customer_id, before, after, claims)
        self._see(after)

    def _see(self, fault: Fault) -> None:
        self.observations.append(observation_of(fault))
        self.standing[fault.customer_id, fault.number] = fault


class World:
    """The functions over stores in memory, with nothing left to chance."""

    def __init__(
        self,
        api: NativeApi,
        faults: WatchedFaultStore,
        books: InMemoryStatistics,
        woken: list[tuple[str, str]],
    ) -> None:
        self._api = api
        self._faults = faults
        self._books = books
        self._woken = woken

    def given(self, step: dict[str, Any]) -> None:
        assert self.send(step).status < 400, step
        self._api.clock.at += timedelta(minutes=1)

    def send(self, request: dict[str, Any]) -> Response:
        self._catch_up()
        body = request.get("body")
        if padding := request.get("padding"):
            body = json.dumps(body) + " " * padding
        return self._api(
            request["method"],
            request["path"],
            body,
            query=request.get("query", ""),
            headers=request.get("headers"),
            **CALLERS[request.get("as", "writer")],
        )

    def _catch_up(self) -> None:
        """What the stream brings is recorded, and told."""
        recorder = RecordChanges(self._books, self._api.clock, Attempts(1), wiring.outbox())
        assert recorder.record(self._faults.observations) == []
        self._faults.observations.clear()
        while self._woken:
            customer_id, endpoint_id = self._woken.pop(0)
            asked = {"customer_id": customer_id, "endpoint_id": endpoint_id}
            deliver.lambda_handler(asked, Context())


def out() -> Any:
    raise Unavailable


def broken() -> Any:
    raise KeyError("what the store should have answered")


STORES: dict[str, dict[str, Callable[[], Any]]] = {
    "": {},
    "out": {"fault_store": out},
    "broken": {"fault_store": broken},
}


@contextmanager
def world(asked: dict[str, Any]) -> Iterator[World]:
    clock = SteppingClock()
    faults = WatchedFaultStore(clock)
    books = InMemoryStatistics()
    comments = InMemoryCommentStore(clock)
    keys = InMemoryAccessStore(clock)
    settings = InMemorySettingsStore()
    endpoint_store = InMemoryEndpointStore(books.listeners)
    deliveries = InMemoryDeliveryStore()
    woken: list[tuple[str, str]] = []
    line = Listener(clock, asked.get("receivers", 200))
    stripes = InMemoryStripesStore()
    heartbeats = InMemoryHeartbeatStore()
    parts: dict[str, Callable[[], Any]] = {
        "fault_store": lambda: faults,
        "comment_store": lambda: comments,
        "due_store": lambda: faults.dues,
        "access_store": lambda: keys,
        "settings_store": lambda: settings,
        "heartbeat_store": lambda: heartbeats,
        "stripes_store": lambda: stripes,
        "timeline_store": lambda: books,
        "statistics_store": lambda: books,
        "event_store": lambda: InMemoryEvents(faults.standing),
        "event_log": lambda: books,
        "endpoint_store": lambda: endpoint_store,
        "delivery_store": lambda: deliveries,
        "wake": lambda: lambda customer_id, endpoint_id: woken.append((customer_id, endpoint_id)),
        "connection": lambda: line,
    } | STORES[asked.get("store", "")]
    numbers = itertools.count(FIRST_NUMBER, 1000)
    letters = itertools.cycle("4Fh8QzT1LmW6xRb2")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(endpoints, "secrets", SteadySecrets())
        patch.setattr(identifiers, "draw_number", lambda _: next(numbers))
        patch.setattr(access, "_random", lambda length: "".join(itertools.islice(letters, length)))
        with native_api(None, clock, parts, **asked.get("environment", {})) as api:
            yield World(api, faults, books, woken)


def read(situation: str, part: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / situation / f"{part}.json").read_text("utf-8"))
    return content


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_answer_is_the_recorded_one(situation: str):
    asked = read(situation, "request")
    expected = read(situation, "response")
    with world(asked) as api:
        for step in asked.get("given", []):
            api.given(step)
        answer = api.send(asked["request"])

    assert answer.status == expected["status"]
    assert answer.headers == expected["headers"]
    assert answer.text == wire(expected["body"])


def wire(body: Any) -> str:
    """To the letter: 1.0 is not 1, and the order of members counts. A page is a text."""
    if isinstance(body, str):
        return body
    return "" if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def test_every_exchange_says_where_its_form_comes_from():
    assert all(read(situation, "request")["source"] for situation in SITUATIONS)


def test_every_success_of_every_route_is_recorded():
    """By one of these exchanges, or by one of another API's, which has what is to be listed."""
    asked_of = sorted(FOLDER.parent.glob("*/*/request.json"))
    exchanges = [
        (json.loads(one.read_text("utf-8"))["request"], json.loads(answer.read_text("utf-8")))
        for one in asked_of
        if (answer := one.with_name("response.json")).exists()
    ]
    recorded = {
        (route.method, route.path, answer["status"])
        for asked, answer in exchanges
        for route in routes()
        if route.method == asked["method"]
        and re.fullmatch(re.sub("<.+?>", "[^/]+", route.path), asked["path"])
    }

    documented = {
        (route.method, route.path, status)
        for route in routes()
        for status in route.answers
        if route.alias_of is None
    }
    assert documented - recorded == set()


def test_every_error_is_recorded():
    recorded = {read(situation, "response")["status"] for situation in SITUATIONS}

    assert {int(status) for status in STATUS.values()} - recorded == set()
