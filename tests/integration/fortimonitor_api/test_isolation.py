"""Who may see and do what: credentials, rights, other customers, expiry."""

import json
from datetime import timedelta

import pytest

from faultbook.domain.fault import Fault, Origin
from functions.fortimonitor_api.api import api
from tests.integration.fortimonitor_api.conftest import FortiMonitor
from tests.support.builders import NOW
from tests.support.http_events import Response

CREDENTIALS = [route for route in api.routes if route.scope]
BODIES = {
    "custom_incident": {"description": "x"},
    "historical_outage": {
        "server": "1",
        "start_time": "2026-01-14 09:00:00",
        "end_time": "2026-01-14 09:30:00",
    },
    "broadcast": {"message": "x"},
    "description": {"description": "x"},
    "summary": {"summary": "x"},
    "tags": {"tags": ["x"]},
    "lead": {"who": "x"},
    "delay": {"minutes": 1},
    "outage_log": {"entry": "x"},
    "outage_metadata": {"outage_metadata_type": "x", "value": "x"},
    "countermeasure": {"action": "approve"},
}


def other_than(fortimonitor: FortiMonitor) -> str:
    return f"{fortimonitor.customer_id}_other"


def name_of(route) -> str:
    return f"{route.method} {route.path}"


def request_for(route, outage_id: object = 7) -> tuple[str, str, object]:
    path = route.path
    values = {
        "server_id": "42",
        "compound_service_id": "77",
        "outage_id": outage_id,
        "entry_id": 1,
        "delay_in_seconds": 60,
        "user_id": 5,
        "resource": "outage",
    }
    for name, value in values.items():
        path = path.replace(f"<{name}>", str(value))
    body = BODIES.get(route.path.rpartition("/")[2], {}) if route.body else None
    return route.method, path, body


def send(fortimonitor: FortiMonitor, route, outage_id: object = 7, **how) -> Response:
    method, path, body = request_for(route, outage_id)
    query = "message=x" if route.path.endswith("/broadcast") and method == "GET" else ""
    return fortimonitor.send(method, path, body, query=how.pop("query", query), **how)


@pytest.mark.parametrize("route", CREDENTIALS, ids=name_of)
def test_without_a_credential_nothing_is_read_or_done(fortimonitor: FortiMonitor, route):
    fault = fortimonitor.put()
    before = fortimonitor.all_items()

    response = send(fortimonitor, route, fault.number, key="")

    assert response.status == 401
    assert response.headers["errorcode"] == "401"
    assert fortimonitor.all_items() == before


@pytest.mark.parametrize(
    "route", [one for one in CREDENTIALS if one.scope == "faults:write"], ids=name_of
)
def test_a_key_that_may_only_read_changes_nothing(fortimonitor: FortiMonitor, route):
    fault = fortimonitor.put()
    reader = fortimonitor.make_key(scopes=frozenset({"faults:read"}))
    before = fortimonitor.all_items()

    assert send(fortimonitor, route, fault.number, key=reader).status == 401
    assert fortimonitor.all_items() == before


@pytest.mark.parametrize(
    "route", [one for one in CREDENTIALS if "<outage_id>" in one.path], ids=name_of
)
def test_another_customers_outage_is_as_good_as_missing(fortimonitor: FortiMonitor, route):
    fault = fortimonitor.put()
    stranger = fortimonitor.make_key(other_than(fortimonitor))
    before = fortimonitor.all_items()

    foreign = send(fortimonitor, route, fault.number, key=stranger)
    missing = send(fortimonitor, route, fault.number + 1, key=stranger)

    assert foreign == missing
    assert foreign.status == 404
    assert fortimonitor.all_items() == before


@pytest.mark.parametrize(
    "path",
    ["/v2/outage", "/v2/outage/active", "/v2/outage/resolved", "/v2/server/s/outage", "/v2/server"],
)
def test_lists_are_of_ones_own_only(fortimonitor: FortiMonitor, path: str):
    other = other_than(fortimonitor)
    for customer, count in ((fortimonitor.customer_id, 5), (other, 2)):
        for _ in range(count):
            fortimonitor.put(customer, resource_id="s", path="s", message=f"of {customer}.")

    answer = fortimonitor.get(path, key=fortimonitor.make_key(other))

    assert f"{fortimonitor.customer_id}." not in json.dumps(answer)
    assert answer["meta"]["total_count"] in (0, 1, 2)


def test_a_position_of_one_customer_is_none_for_another(fortimonitor: FortiMonitor):
    for _ in range(3):
        fortimonitor.put()
    ahead = fortimonitor.get("/v2/outage", "limit=1")["meta"]["next"].partition("?")[2]

    response = fortimonitor.send(
        "GET", "/v2/outage", query=ahead, key=fortimonitor.make_key(other_than(fortimonitor))
    )

    assert response.status == 400


@pytest.mark.parametrize("scheme", ["ApiKey", "apikey", "APIKEY", "ApiKey  "])
def test_the_scheme_is_read_in_any_case(fortimonitor: FortiMonitor, scheme: str):
    headers = {"authorization": f"{scheme} {fortimonitor.key}"}

    assert fortimonitor.send("GET", "/v2/user", key="", headers=headers).status == 200


def test_the_key_may_stand_in_the_query_of_any_method(fortimonitor: FortiMonitor):
    query = f"api_key={fortimonitor.key}"
    number = fortimonitor.open_incident()

    for method, path, body, status in (
        ("GET", "/v2/outage", None, 200),
        ("PUT", f"/v2/outage/{number}/acknowledge", {}, 204),
        ("POST", "/v2/server/42/custom_incident", {"description": "x"}, 201),
        ("GET", "/v2/schema/resources", None, 200),
    ):
        assert fortimonitor.send(method, path, body, query=query, key="").status == status


def test_the_key_of_a_query_is_in_no_answer(fortimonitor: FortiMonitor):
    for _ in range(2):
        fortimonitor.put()
    secret = fortimonitor.key

    page = fortimonitor.get("/v2/outage", f"limit=1&api_key={secret}", key="")

    assert page["meta"]["next"]
    assert secret not in json.dumps(page)


@pytest.mark.parametrize(
    "credential",
    [
        "Bearer {key}",
        "{key}",
        "Basic {key}",
        "ApiKey",
        "ApiKey {key}, ApiKey {key}",
        "ApiKey {key}x",
        "ApiKey fb_0000000000000000_" + "0" * 36,
        "ApiKey é",
        "ApiKey " + "x" * 5_000_000,
    ],
)
def test_what_is_no_key_opens_nothing(fortimonitor: FortiMonitor, credential: str):
    headers = {"authorization": credential.format(key=fortimonitor.key)}

    assert fortimonitor.send("GET", "/v2/outage", key="", headers=headers).status == 401


def test_two_keys_are_none(fortimonitor: FortiMonitor):
    query = f"api_key={fortimonitor.key}"

    assert fortimonitor.send("GET", "/v2/outage", query=query).status == 401
    assert fortimonitor.send("GET", "/v2/outage", query=f"{query}&{query}", key="").status == 401
    header = {"x-api-key": fortimonitor.key}
    assert fortimonitor.send("GET", "/v2/outage", key="", headers=header).status == 401


def test_a_key_of_another_api_opens_nothing(fortimonitor: FortiMonitor):
    foreign = fortimonitor.make_key(apis=frozenset({Origin.MACKEREL}))

    assert fortimonitor.send("GET", "/v2/outage", key=foreign).status == 401


def test_a_key_works_from_its_own_addresses_only(fortimonitor: FortiMonitor):
    near = fortimonitor.make_key(cidrs=("192.0.2.0/24",))
    far = fortimonitor.make_key(cidrs=("198.51.100.0/24",))

    assert fortimonitor.send("GET", "/v2/outage", key=near).status == 200
    assert fortimonitor.send("GET", "/v2/outage", key=far).status == 401


@pytest.mark.parametrize("outage_id", ["flt_1", "2wpLU5fBXbG", "1e3", "9" * 30, "0x5", "7\x00"])
def test_an_id_of_another_form_is_no_outage(fortimonitor: FortiMonitor, outage_id: str):
    assert fortimonitor.send("GET", f"/v2/outage/{outage_id}").status == 404


@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=1), timedelta(hours=47)])
def test_what_has_expired_is_gone_although_the_table_still_holds_it(
    fortimonitor: FortiMonitor, late: timedelta
):
    fault: Fault = fortimonitor.put()
    fortimonitor.clock.at = NOW.fromtimestamp(fault.expires_at, NOW.tzinfo) + late
    before = fortimonitor.all_items()

    assert fortimonitor.get("/v2/outage")["outage_list"] == []
    for route in CREDENTIALS:
        if "<outage_id>" in route.path:
            assert send(fortimonitor, route, fault.number).status == 404, name_of(route)
    assert fortimonitor.all_items() == before


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("DELETE", "/v2/outage/7", 405),
        ("PATCH", "/v2/outage", 405),
        ("OPTIONS", "/v2/outage", 405),
        ("HEAD", "/v2/outage/1/acknowledge", 405),
        ("GET", "/v2/server/42/custom_incident", 405),
        ("PUT", "/v2/historical_outage", 405),
        ("GET", "/v2", 404),
        ("GET", "/v2/nonsense", 404),
        ("POST", "/v2/nonsense", 404),
        ("GET", "/v2/outage/7/historical", 404),
        ("GET", "/v2//outage", 404),
        ("GET", "/v2/outage/../user", 404),
    ],
)
def test_what_is_not_there_is_404_and_what_cannot_be_done_405(
    fortimonitor: FortiMonitor, method: str, path: str, status: int
):
    response = fortimonitor.send(method, path)

    assert response.status == status
    assert ("allow" in response.headers) is (status == 405)


@pytest.mark.parametrize("path", ["/v2/server/", "/v2/outage/", "/v2/user/"])
def test_a_trailing_slash_does_no_harm(fortimonitor: FortiMonitor, path: str):
    assert fortimonitor.send("GET", path).status == 200
