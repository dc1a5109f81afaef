"""Whose fault it is, who may do what, and what no caller can say about themselves."""

import re
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.events import event_of
from faultbook.domain.identifiers import draw_number, event_id, fault_id
from faultbook.domain.timeline import observation_of
from faultbook.gateway.api import Route
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_fault
from tests.support.engines import Engine, Tables
from tests.support.http_events import an_event
from tests.support.interruptions import UnreliableClient
from tests.support.native_api import (
    ADMIN,
    OTHER_CUSTOMER,
    READ,
    WRITE,
    NativeApi,
    a_body,
    native_api,
    routes,
)

EVERY_SCOPE = (READ, WRITE, ADMIN)
BODIES: dict[str, Any] = {
    "/fault": a_body(),
    "/fault/batch": {"faults": [a_body()]},
    "/fault/<fault_id>": {"severity": "LOW", "status": "resolved"},
    "/fault/actions": {"action": "resolve", "filter": {"status": ["unresolved"]}},
    "/fault/<fault_id>/assign": {"assignee": "ann"},
    "/fault/<fault_id>/snooze": {"until": "2026-01-15T18:00:00Z"},
    "/fault/<fault_id>/comment": {"comment": "hello"},
    "/api-keys": {"name": "monitor", "scopes": ["faults:read"]},
    "/endpoints": {"name": "On call", "url": "https://203.0.114.7/faults"},
    "/endpoints/<endpoint_id>": {"name": "Nobody"},
    "/heartbeats": {"name": "backup", "interval_minutes": 5},
    "/heartbeats/<heartbeat>": {"interval_minutes": 6},
    "/endpoints/<endpoint_id>/deliveries/redeliver": {"state": "failed"},
}
A_HEARTBEAT = {"name": "nightly", "interval_minutes": 5}
QUERIES = {
    "/fault/statistics": "from=2026-01-15T00:00:00Z&to=2026-01-16T00:00:00Z",
    "/fault/groups": "by=type,site",
}


def named(route: Route) -> str:
    return f"{route.method} {route.path}"


def body_of(route: Route) -> Any:
    if route.body is None:
        return None
    return BODIES.get(route.alias_of or route.path, {})


def filled(route: Route, ids: dict[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda found: ids[found[1]], route.path)


def made(api: NativeApi, path: str) -> str:
    return str(api("POST", path, BODIES[path], scopes=EVERY_SCOPE).json["id"])


def a_delivery(endpoint_id: str) -> str:
    """The id of one that was put, to customer A's endpoint."""
    event = event_of(observation_of(a_fault(number=1)))
    wiring.stores.delivery_store().put(CUSTOMER, endpoint_id, event, NOW)
    return event.event_id


class TwoCustomers:
    """A has a fault, a token, a key, an endpoint and a heartbeat; B asks for them."""

    def __init__(self, api: NativeApi) -> None:
        self.api = api
        self.of_a = {
            "fault_id": api.create()["id"],
            "token": api("POST", "/fault/token", {}).json["id"],
            "key_id": made(api, "/api-keys"),
            "heartbeat": str(api("POST", "/heartbeats", A_HEARTBEAT).json["name"]),
            "endpoint_id": (endpoint_id := made(api, "/endpoints")),
            "delivery_id": a_delivery(endpoint_id),
        }
        self.missing = {
            "fault_id": fault_id(OTHER_CUSTOMER, draw_number(NOW)),
            "token": "tok_" + "x" * 20,
            "key_id": "x" * 16,
            "endpoint_id": "end_" + "x" * 16,
            "heartbeat": "restore",
            "delivery_id": event_id(OTHER_CUSTOMER, 1, 1, NOW),
        }
        self.malformed = dict.fromkeys(self.missing, "x") | {"fault_id": "flt_x"}

    def asked_by_b(self, route: Route, ids: dict[str, str]) -> Any:
        return self.api(
            route.method,
            filled(route, ids),
            body_of(route),
            customer=OTHER_CUSTOMER,
            scopes=EVERY_SCOPE,
        )


@pytest.fixture
def two(api: NativeApi) -> TwoCustomers:
    return TwoCustomers(api)


WITH_AN_ID = [route for route in routes() if "<" in route.path and route.scope]


@pytest.mark.parametrize("route", WITH_AN_ID, ids=named)
def test_anothers_is_the_same_as_missing(two: TwoCustomers, dynoxide: Engine, route: Route):
    before = dynoxide.digest()

    missing = two.asked_by_b(route, two.missing)

    assert missing.status == 404
    assert two.asked_by_b(route, two.of_a) == missing
    assert two.asked_by_b(route, two.malformed) == missing
    assert dynoxide.digest() == before


def test_an_id_of_one_kind_is_no_id_of_another(two: TwoCustomers):
    paths = {
        "fault_id": "/fault/{}",
        "token": "/fault/token/{}",
        "key_id": "/api-keys/{}",
        "endpoint_id": "/endpoints/{}",
        "heartbeat": "/heartbeats/{}",
    }
    for name, path in paths.items():
        for other, value in two.of_a.items():
            answer = two.api("DELETE", path.format(value), scopes=EVERY_SCOPE)
            assert answer.status == (204 if other == name else 404)


@pytest.mark.parametrize("route", [route for route in routes() if route.scope], ids=named)
def test_without_a_credential_nothing_is_read(
    dynoxide: Engine, tables: Tables, clock: SteppingClock, route: Route
):
    assert tables
    client = UnreliableClient(dynoxide.client)
    with native_api(dynoxide, clock, {"dynamodb": lambda: client}) as api:
        names = {name for one in routes() for name in re.findall("<(.+?)>", one.path)}
        ids = dict.fromkeys(names, "x")
        for token in ("", "x", "a.b.c"):
            answer = api(route.method, filled(route, ids), body_of(route), token=token)

            assert answer.status == 401
            assert answer.headers["www-authenticate"] == 'Bearer realm="faultbook"'
    assert client.calls == []


@pytest.mark.parametrize("route", [route for route in routes() if route.scope], ids=named)
def test_each_route_asks_for_its_one_scope(two: TwoCustomers, dynoxide: Engine, route: Route):
    before = dynoxide.digest()
    path, body = filled(route, two.of_a), body_of(route)
    assert route.scope
    others = [scope for scope in EVERY_SCOPE if scope != route.scope.value]
    query = QUERIES.get(route.path, "")

    for scopes in ((), ("faults:all",), others):
        answer = two.api(route.method, path, body, scopes=scopes, query=query)
        assert answer.status == 403

    assert dynoxide.digest() == before
    answer = two.api(route.method, path, body, scopes=(route.scope.value,), query=query)
    assert answer.status < 400


def test_routes_that_change_something_ask_for_more_than_reading():
    scopes = {(named(route), route.scope) for route in routes() if route.method != "GET"}

    readers = {name for name, scope in scopes if scope is None or scope.value == READ}
    # Making and taking back a link to what the caller may read anyway; a link that is signed.
    assert readers == {name for name in readers if "/token" in name or name.endswith("/<link>")}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "flt_1"),
        ("number", 1),
        ("customer_id", "cus_B"),
        ("status", "resolved"),
        ("created_at", "2001-01-01T00:00:00.000000Z"),
        ("opened_at", "2001-01-01T00:00:00.000000Z"),
        ("resolved_at", "2001-01-01T00:00:00.000000Z"),
        ("ttl", 1),
        ("expires_at", 1),
        ("version", 999),
        ("occurrences", 999),
        ("pk", "cus_B#1"),
        ("GSI1PK", "cus_B"),
        ("status_pk", "cus_B#unresolved#0"),
        ("comments", [{"user_id": "root", "comment": "c", "created_at": "x"}]),
        ("acknowledged_by", "root"),
    ],
)
def test_what_the_service_decides_cannot_be_sent(
    api: NativeApi, dynoxide: Engine, field: str, value: Any
):
    fault = api.create()
    before = dynoxide.digest()

    created = api("POST", "/fault", a_body() | {field: value})
    edited = api("PATCH", f"/fault/{fault['id']}", {field: value})

    assert created.status == 400
    assert list(created.json["errors"]) == [field]
    assert edited.status == (200 if field == "status" else 400)
    if field != "status":
        assert dynoxide.digest() == before


def test_a_batch_item_can_say_no_more_than_a_report(api: NativeApi):
    answer = api("POST", "/fault/batch", {"faults": [a_body() | {"customer_id": "cus_B"}]})

    [item] = answer.json["data"]
    assert (item["status"], list(item["error"]["errors"])) == (400, ["customer_id"])
    assert list(api.walk()) == [[]]


@pytest.fixture
def crowd(api: NativeApi) -> NativeApi:
    """A has 20 faults, B has 7, in the same places under the same names."""
    for customer, count in ((CUSTOMER, 20), (OTHER_CUSTOMER, 7)):
        for place in range(count):
            created = api.create(customer, message=f"canary of {customer} {place}")
            if place % 2:
                path = f"/fault/{created['id']}/resolve"
                assert api("POST", path, customer=customer).status == 200
    return api


def test_every_list_holds_ones_own_only(crowd: NativeApi):
    expected = {
        "": 7,
        "status=unresolved": 4,
        "status=resolved": 3,
        "status=recent": 3,
        "site=site_8a7b6c5d4e3f2g1h": 7,
        "site=site_8a7b6c5d4e3f2g1h&status=unresolved": 4,
        "path=site_8a7b6c5d4e3f2g1h%7Cdev_2j4k2l2j3k4l2j3k4": 7,
        "resource_id=dev_2j4k2l2j3k4l2j3k4": 7,
        "q=canary": 7,
        "from=2025-01-01T00:00:00Z&to=2027-01-01T00:00:00Z": 7,
    }

    lists = {
        query: [one for page in crowd.walk(query, customer=OTHER_CUSTOMER) for one in page]
        for query in expected
    }

    assert {query: len(faults) for query, faults in lists.items()} == expected
    every = [fault for faults in lists.values() for fault in faults]
    assert {fault["customer_id"] for fault in every} == {OTHER_CUSTOMER}
    assert all("canary of cus_B" in fault["message"] for fault in every)


def test_other_views_hold_ones_own_only(crowd: NativeApi):
    recent = crowd("GET", "/recent", customer=OTHER_CUSTOMER)
    token = crowd("POST", "/fault/token", {}, customer=OTHER_CUSTOMER).json["token"]
    shared = crowd("GET", f"/fault/token/{token}", token="")

    assert len(recent.json) == 7
    assert len(shared.json) == 4
    assert CUSTOMER not in recent.text + shared.text


def test_a_cursor_of_another_customer_is_none(crowd: NativeApi):
    cursor = crowd("GET", "/fault", query="limit=3").json["meta"]["cursor"]

    answer = crowd("GET", "/fault", query=f"limit=3&cursor={cursor}", customer=OTHER_CUSTOMER)

    assert answer.status == 400


def test_who_acknowledged_comes_from_the_credential(api: NativeApi):
    fault = api.create()
    headers = {"User-ID": "root@b", "X-Forwarded-User": "root@b", "X-Scope-OrgID": "cus_B"}

    answer = api("POST", f"/fault/{fault['id']}/acknowledge", headers=headers, subject="user_7")

    assert answer.json["acknowledged_by"] == "user_7"
    assert answer.json["customer_id"] == CUSTOMER


def test_links_are_built_from_configuration(dynoxide: Engine, tables: Tables, clock: SteppingClock):
    assert tables
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    headers |= {"X-Forwarded-Proto": "gopher", "Forwarded": "host=evil.example"}
    for configured, expected in (
        ("https://faults.example/", "https://faults.example/fault/token/"),
        ("", "https://api1.execute-api.example/fault/token/"),
    ):
        with native_api(dynoxide, clock, PUBLIC_URL=configured) as api:
            created = api("POST", "/fault", a_body(), headers=headers)
            event = an_event("POST", "/fault/token", body={}, headers=headers)
            token = api.token(customer=CUSTOMER, scopes=EVERY_SCOPE, subject="user_1")
            event["headers"]["authorization"] = f"Bearer {token}"
            event["requestContext"]["domainName"] = "api1.execute-api.example"
            made = api.answer(event)

        assert created.headers["location"] == f"/fault/{created.json['id']}"
        assert made.json["short_link"].startswith(expected)


def test_the_customer_of_the_event_counts_for_nothing(api: NativeApi):
    """What an authorizer or a proxy in front would add to the event is not believed."""
    event = an_event("POST", "/fault", body=a_body())
    token = api.token(customer=CUSTOMER, scopes=EVERY_SCOPE, subject="user_1")
    event["headers"]["authorization"] = f"Bearer {token}"
    claims = {"customer_id": OTHER_CUSTOMER, "sub": "root"}
    event["requestContext"]["authorizer"] = {"jwt": {"claims": claims}, "lambda": claims}
    event["queryStringParameters"] = {"customer_id": OTHER_CUSTOMER}
    event["pathParameters"] = {"customer_id": OTHER_CUSTOMER}

    assert api.answer(event).json["customer_id"] == CUSTOMER
