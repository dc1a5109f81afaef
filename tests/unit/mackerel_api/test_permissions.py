"""Who may call what, and that nobody sees another customer's."""

import pytest

from faultbook.domain.fault import Fault, Origin
from faultbook.domain.identifiers import draw_number
from faultbook.gateway.quota import Quota
from functions.mackerel_api.identifiers import alert_id
from tests.support.builders import CUSTOMER, NOW, a_fault
from tests.support.mackerel_world import READ, WRITE, World, a_report
from tests.support.tokens import a_token

OTHER = "cus_other"
READING = [
    ("GET", "/alerts"),
    ("GET", "/alerts/{id}"),
    ("GET", "/alerts/{id}/logs"),
    ("GET", "/hosts"),
    ("GET", "/hosts.json"),
    ("GET", "/hosts/web-1"),
    ("GET", "/hosts/web-1/metric-names"),
    ("GET", "/hosts/web-1/monitored-statuses"),
    ("GET", "/org"),
    ("GET", "/services"),
    ("GET", "/monitors"),
    ("GET", "/monitoring/checks"),
    ("GET", "/monitoring/checks/{id}"),
]
WRITING = [
    ("PUT", "/alerts/{id}"),
    ("POST", "/alerts/{id}/close"),
    ("POST", "/monitoring/checks/report"),
    ("POST", "/hosts"),
    ("PUT", "/hosts/web-1"),
    ("POST", "/hosts/web-1/status"),
    ("POST", "/hosts/web-1/retire"),
    ("PUT", "/hosts/web-1/role-fullnames"),
    ("PUT", "/hosts/web-1/metadata/env"),
    ("DELETE", "/hosts/web-1/metadata/env"),
    ("POST", "/tsdb"),
    ("POST", "/graph-defs/create"),
]
BODIES = {
    "/alerts/{id}": {"memo": "x"},
    "/alerts/{id}/close": {"reason": "x"},
    "/monitoring/checks/report": {"reports": [a_report()]},
    "/hosts": {"name": "web-1"},
    "/hosts/web-1": {"name": "web-1"},
    "/hosts/web-1/status": {"status": "maintenance"},
    "/hosts/web-1/role-fullnames": {"roleFullnames": ["shop:web"]},
}
NO_KEY = {"error": "Authentication failed. Send a valid API key in the header X-Api-Key."}


@pytest.fixture
def fault(world: World) -> Fault:
    return world.put(a_fault())


def body(method: str, path: str) -> object:
    return BODIES.get(path, {}) if method != "GET" else None


def at(path: str, fault: Fault) -> str:
    return path.replace("{id}", alert_id(fault.number))


def unchanged(world: World, fault: Fault) -> bool:
    return bool(world.faults.get(CUSTOMER, fault.number) == fault)


@pytest.mark.parametrize(("method", "path"), READING + WRITING)
def test_without_a_key_every_route_answers_401(world: World, fault: Fault, method: str, path: str):
    response = world.call(method, at(path, fault), body(method, path), key="")

    assert (response.status, response.json) == (401, NO_KEY)
    assert unchanged(world, fault)


@pytest.mark.parametrize("key", ["x", "fb_0123456789abcdef_wrong", "Bearer x", " ", "a,b"])
def test_a_key_that_does_not_hold_is_no_key(world: World, key: str):
    response = world.call("GET", "/alerts", key=key)

    assert (response.status, response.json) == (401, NO_KEY)


def test_a_key_elsewhere_than_in_its_header_is_no_key(world: World):
    key = world.key()
    elsewhere = [
        {"authorization": f"ApiKey {key}"},
        {"authorization": f"Bearer {key}"},
        {"authorization": f"Bearer {a_token()}"},
        {"x-scope-orgid": CUSTOMER},
    ]

    for headers in elsewhere:
        assert world.call("GET", "/alerts", key="", headers=headers).status == 401
    assert world.call("GET", "/alerts", key="", query=f"api_key={key}").status == 401


def test_a_key_of_another_api_is_no_key(world: World):
    assert world.call("GET", "/alerts", key=world.key(apis=[Origin.FORTIMONITOR])).status == 401
    assert world.call("GET", "/alerts", key=world.key(apis=[Origin.MACKEREL])).status == 200


@pytest.mark.parametrize(("method", "path"), WRITING)
def test_a_key_that_only_reads_changes_nothing(world: World, fault: Fault, method: str, path: str):
    response = world.call(method, at(path, fault), body(method, path), key=world.key(scopes=[READ]))

    assert response.status == 403
    assert response.json == {"error": {"message": "The credential does not permit this call."}}
    assert unchanged(world, fault)
    assert len(world.alerts()) == 1


@pytest.mark.parametrize(("method", "path"), READING + WRITING)
def test_a_key_that_only_writes_does_nothing(world: World, fault: Fault, method: str, path: str):
    """Mackerel: what writes needs the permission to read as well."""
    key = world.key(scopes=[WRITE])

    assert world.call(method, at(path, fault), body(method, path), key=key).status == 403
    assert unchanged(world, fault)


@pytest.mark.parametrize(("method", "path"), READING)
def test_a_key_that_only_reads_reads_everything(world: World, method: str, path: str):
    world.report()
    [alert] = world.alerts()
    which = alert["monitorId"] if "checks" in path else alert["id"]

    response = world.call(method, path.replace("{id}", which), key=world.key(scopes=[READ]))

    assert response.status == 200


def test_a_key_with_a_list_of_addresses_works_from_these_only(world: World):
    key = world.key(cidrs=["192.0.2.0/24", "2001:db8::/32"])

    assert world.call("GET", "/alerts", key=key, source_ip="192.0.2.200").status == 200
    assert world.call("GET", "/alerts", key=key, source_ip="2001:db8::7").status == 200
    for outside in ("198.51.100.1", "2001:db9::1", ""):
        response = world.call("GET", "/alerts", key=key, source_ip=outside)
        assert response.status == 403
        assert set(response.json["error"]) == {"message"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/alerts/{id}"),
        ("GET", "/alerts/{id}/logs"),
        ("PUT", "/alerts/{id}"),
        ("POST", "/alerts/{id}/close"),
    ],
)
def test_anothers_alert_is_answered_like_one_that_never_was(
    world: World, fault: Fault, method: str, path: str
):
    theirs = world.key(OTHER)
    missing = alert_id(draw_number(NOW))
    sent = body(method, path)

    foreign = world.call(method, at(path, fault), sent, key=theirs)
    absent = world.call(method, path.replace("{id}", missing), sent, key=theirs)

    assert foreign.status == 404
    assert (foreign.headers, foreign.text) == (absent.headers, absent.text)
    assert unchanged(world, fault)


def test_nothing_of_another_customer_is_in_any_list(world: World):
    world.report()
    theirs = world.key(OTHER)
    [alert] = world.alerts()

    assert world.alerts("withClosed=true", key=theirs) == []
    assert world.ok("GET", "/hosts", key=theirs) == {"hosts": []}
    assert world.ok("GET", "/monitoring/checks", key=theirs) == {"checks": []}
    assert world.call("GET", "/hosts/web-1", key=theirs).status == 404
    found = world.call("GET", f"/monitoring/checks/{alert['monitorId']}", key=theirs)
    assert found.status == 404


def test_the_same_check_of_two_customers_has_two_alerts(world: World):
    world.report()
    world.report("WARNING", key=world.key(OTHER))

    world.report("OK", key=world.key(OTHER))

    assert world.the_alert()["status"] == "CRITICAL"
    assert world.alerts(key=world.key(OTHER)) == []


def test_over_the_quota_is_429_with_the_time_to_wait(world: World):
    world.quota = Quota(0.5, timer=lambda: 0.0)
    assert world.call("GET", "/alerts").status == 200

    response = world.call("GET", "/alerts")

    assert response.status == 429
    assert response.headers["retry-after"] == "2"
    assert set(response.json["error"]) == {"message"}
    assert world.call("GET", "/alerts", key=world.key(OTHER)).status == 200


def test_every_answer_is_json_that_nobody_stores(world: World):
    for key in (None, ""):
        response = world.call("GET", "/alerts", key=key)

        assert response.headers["content-type"] == "application/json"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["x-request-id"] == "request-1"
