"""The store throttles, fails, hangs or refuses, at each call of each route."""

import io
import json
import socket
import threading
from collections.abc import Iterator
from itertools import count
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import botocore.endpoint
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config

from faultbook import aws, wiring
from faultbook.dynamodb import client as dynamodb_client
from tests.integration.mutations import MUTATIONS, Customer, Mutation, a_discussed_fault, sent
from tests.support.builders import SteppingClock
from tests.support.engines import Engine, Tables
from tests.support.http_events import Response
from tests.support.interruptions import UnreliableClient, refuse
from tests.support.native_api import NativeApi, a_body, native_api

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SERIALS = count(1)
SPAN = "from=2026-01-15T00:00:00Z&to=2026-01-16T00:00:00Z"
READS = [
    Mutation("get", sent("GET", "/fault/{}"), a_discussed_fault),
    Mutation("timeline", sent("GET", "/fault/{}/timeline"), a_discussed_fault),
    Mutation("recent", sent("GET", "/recent"), a_discussed_fault),
    Mutation(
        "list",
        lambda customer, _: customer("GET", "/fault", query="from=2026-01-01T00:00:00Z"),
        a_discussed_fault,
    ),
    Mutation(
        "list a site",
        lambda customer, _: customer("GET", "/fault", query="site=site_8a7b6c5d4e3f2g1h"),
        a_discussed_fault,
    ),
    Mutation("top faults", sent("GET", "/fault/top_faults")),
    Mutation("statistics", lambda customer, _: customer("GET", "/fault/statistics", query=SPAN)),
    Mutation("list access tokens", sent("GET", "/fault/token")),
    Mutation("list API keys", sent("GET", "/api-keys")),
    Mutation("read settings", sent("GET", "/settings")),
]
# What a caller may be told; anything else is undocumented.
DOCUMENTED = {200, 201, 204, 404, 409, 500, 503}
# A failed condition is not among them: it is no fault of the store, and the races have it.
CODES = [
    "TransactionConflictException",
    "TransactionInProgressException",
    "ValidationException",
    "InternalServerError",
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "AccessDeniedException",
    "ResourceNotFoundException",
]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Waiting takes no time here; how long it would have been is kept."""
    waited: list[float] = []
    monkeypatch.setattr(dynamodb_client, "pause", waited.append)
    monkeypatch.setattr(botocore.endpoint, "time", SimpleNamespace(sleep=waited.append))
    return waited


@pytest.fixture
def client(dynoxide: Engine) -> UnreliableClient:
    return UnreliableClient(dynoxide.client)


@pytest.fixture
def refused(
    dynoxide: Engine, tables: Tables, clock: SteppingClock, client: UnreliableClient
) -> Iterator[NativeApi]:
    assert tables
    with native_api(dynoxide, clock, {"dynamodb": lambda: client}) as api:
        wiring.stores.striping().to_read("anybody")  # once a minute, not once a request
        yield api


def a_customer(api: NativeApi) -> Customer:
    return Customer(api, f"cus_{next(SERIALS)}")


def calls_of(api: NativeApi, client: UnreliableClient, mutation: Mutation) -> int:
    customer = a_customer(api)
    prepared = mutation.prepare(customer)
    begin = len(client.calls)
    mutation.request(customer, prepared)
    return len(client.calls) - begin


def check_told(answer: Response) -> None:
    assert answer.status in DOCUMENTED
    if answer.status == 503:
        assert int(answer.headers["retry-after"]) >= 1


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize("mutation", [*MUTATIONS, *READS], ids=str)
def test_whatever_the_store_refuses_the_answer_is_documented_and_nothing_is_half_written(
    refused: NativeApi, client: UnreliableClient, mutation: Mutation
):
    customer = a_customer(refused)
    prepared = mutation.prepare(customer)
    before = mutation.seen(customer)
    mutation.request(customer, prepared)
    once = mutation.seen(customer)

    for call in range(1, calls_of(refused, client, mutation) + 1):
        customer = a_customer(refused)
        prepared = mutation.prepare(customer)
        for code in CODES:
            with client.disturbed(refuse(code), call=call):
                answer = mutation.request(customer, prepared)

            check_told(answer)
            if mutation in READS:
                continue
            seen = mutation.seen(customer)
            if done(answer, mutation):
                assert seen == once
            elif not mutation.between:
                assert seen in (before, once)
            if seen != before:
                customer = a_customer(refused)
                prepared = mutation.prepare(customer)


def done(answer: Response, mutation: Mutation) -> bool:
    if mutation.itemwise and answer.status == 200:
        is_over = not answer.json.get("meta", {}).get("has_more")
        return is_over and all(item["status"] < 400 for item in answer.json["data"])
    return answer.status < 400


@pytest.mark.usefixtures("waits")
@pytest.mark.parametrize("code", ["TransactionConflictException", "ThrottlingException"])
@pytest.mark.parametrize("mutation", [*MUTATIONS, *READS], ids=str)
def test_a_store_that_refuses_from_some_call_on_is_an_outage(
    refused: NativeApi, client: UnreliableClient, mutation: Mutation, code: str
):
    for call in range(1, calls_of(refused, client, mutation) + 1):
        customer = a_customer(refused)
        prepared = mutation.prepare(customer)

        with client.disturbed(refuse(code), call=call, onwards=True):
            answer = mutation.request(customer, prepared)

        check_told(answer)
        if not mutation.itemwise and not (mutation.gone and answer.status == 204):
            assert answer.status == 503


class Wire:
    """Answers the first sendings of the n-th request itself, below the client's retries."""

    def __init__(self) -> None:
        self.request = 0
        self.sendings = 0
        self.wanted = 0
        self.bad_sendings = 0

    def plan(self, request: int, bad_sendings: int) -> None:
        self.request, self.wanted, self.bad_sendings = 0, request, bad_sendings

    def connect(self, client: "DynamoDBClient") -> None:
        client.meta.events.register("provide-client-params", self._begin)
        client.meta.events.register("before-send", self._answer)

    def _begin(self, **_: Any) -> None:
        self.request += 1
        self.sendings = 0

    def _answer(self, **event: Any) -> Any:
        self.sendings += 1
        if self.request != self.wanted or self.sendings > self.bad_sendings:
            return None
        code = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"
        body = json.dumps({"__type": code, "message": "slower, please"}).encode()
        return AWSResponse(event["request"].url, 400, HTTPHeaders(), Raw(body))


class Raw(io.BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def throttled(
    dynoxide: Engine, tables: Tables, clock: SteppingClock, wire: Wire
) -> Iterator[NativeApi]:
    """With the client as it is in production."""
    assert tables
    made: list[DynamoDBClient] = []

    def production_client() -> "DynamoDBClient":
        if not made:
            made.append(aws.Aws().dynamodb())
            wire.connect(made[0])
        return made[0]

    with native_api(dynoxide, clock, {"dynamodb": production_client}) as api:
        wiring.stores.striping().to_read("anybody")  # once a minute, not once a request
        yield api


@pytest.mark.parametrize("mutation", [*MUTATIONS, *READS], ids=str)
def test_two_refusals_for_lack_of_throughput_are_waited_out(
    throttled: NativeApi, wire: Wire, waits: list[float], mutation: Mutation
):
    call = 0
    while True:
        call += 1
        customer = a_customer(throttled)
        prepared = mutation.prepare(customer)
        waits.clear()
        wire.plan(call, bad_sendings=2)

        answer = mutation.request(customer, prepared)

        reached = wire.request >= call
        wire.plan(0, 0)
        assert answer.status < 300
        if not reached:
            break
        assert len(waits) == 2
        assert sum(waits) < 3
    assert call > 1


@pytest.mark.parametrize("mutation", [*MUTATIONS, *READS], ids=str)
def test_refusals_for_ever_are_told_in_time(
    throttled: NativeApi, wire: Wire, waits: list[float], mutation: Mutation
):
    customer = a_customer(throttled)
    prepared = mutation.prepare(customer)
    before = mutation.seen(customer)
    waits.clear()
    wire.plan(1, bad_sendings=1000)

    answer = mutation.request(customer, prepared)

    wire.plan(0, 0)
    check_told(answer)
    assert done(answer, mutation) is False
    assert sum(waits) < 3
    assert mutation.seen(customer) == before


def test_a_batch_that_meets_an_outage_stops_there(
    throttled: NativeApi, wire: Wire, waits: list[float]
):
    wire.plan(3, bad_sendings=1000)

    answer = throttled("POST", "/fault/batch", {"faults": [a_body()] * 100})

    assert [item["status"] for item in answer.json["data"]] == [201, 201, *[503] * 98]
    assert wire.request == 3
    assert len(waits) == 2


@pytest.fixture
def silence() -> Iterator[str]:
    """An endpoint that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    taken.append(server.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join()
        for connection in taken:
            connection.close()


@pytest.mark.usefixtures("waits")
def test_a_store_that_hangs_is_an_outage(
    silence: str, clock: SteppingClock, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(aws, "CONFIG", aws.CONFIG.merge(Config(read_timeout=0.05)))
    with native_api(None, clock, AWS_ENDPOINT_URL_DYNAMODB=silence, FAULTS_TABLE="faults") as api:
        answers = [api("GET", "/fault"), api("POST", "/fault", a_body())]

    assert [answer.status for answer in answers] == [503, 503]
    assert all(answer.headers["retry-after"] for answer in answers)


def test_a_store_that_is_not_there_is_an_outage(waits: list[float], clock: SteppingClock):
    with native_api(None, clock, FAULTS_TABLE="faults") as api:
        assert api("POST", "/fault", a_body()).status == 503

    assert len(waits) == 2


def test_without_its_statistics_table_a_customer_reports_and_resolves(
    dynoxide: Engine, tables: Tables, clock: SteppingClock
):
    dynoxide.client.delete_table(TableName=tables.statistics)

    with native_api(dynoxide, clock) as api:
        fault = api.create()
        resolved = api("POST", f"/fault/{fault['id']}/resolve")
        read = api.get(fault["id"])

    assert resolved.status == 200
    assert read["status"] == "resolved"
