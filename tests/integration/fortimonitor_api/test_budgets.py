"""What each operation costs, in DynamoDB's units, for a fault of the usual size."""

from collections.abc import Iterator
from typing import Any

import pytest

from faultbook import wiring
from tests.integration.fortimonitor_api.conftest import FortiMonitor
from tests.support.fresh_wiring import forget_wiring
from tests.support.metered import MeteredClient

USUAL: dict[str, Any] = {
    "description": "Queue of the mail server is longer than 500",
    "metadata": {"queue": 731, "host": "mail-1.example.com"},
    "plugin_textkey": "postfix",
    "resource_textkey": "queue.length",
}


@pytest.fixture
def meter(fortimonitor: FortiMonitor, monkeypatch: pytest.MonkeyPatch) -> Iterator[MeteredClient]:
    client = MeteredClient(wiring.stores.dynamodb())
    monkeypatch.setattr(wiring.stores, "dynamodb", lambda: client)
    forget_wiring()
    fortimonitor.send("GET", "/v2/server/42")  # the key's row, its day, the settings
    wiring.stores.striping().to_read("anybody")
    yield client
    forget_wiring()


def cost(
    meter: MeteredClient, fortimonitor: FortiMonitor, method: str, path: str, body: Any = None
):
    meter.reset()
    response = fortimonitor.send(method, path, body)
    assert response.status < 300, response.text
    return meter.writes, meter.reads


def test_writes(fortimonitor: FortiMonitor, meter: MeteredClient):
    create = "/v2/server/42/custom_incident"
    assert cost(meter, fortimonitor, "POST", create, USUAL) <= (4, 0)
    assert cost(meter, fortimonitor, "POST", create, USUAL | {"auto_close_duration": 60}) <= (5, 0)
    number = fortimonitor.open_incident(**USUAL)
    for action, body, most in (
        ("acknowledge", {"message": "mine"}, 4),
        ("escalate", {}, 4),
        ("summary", {"summary": "x"}, 4),
        ("force_resolve", {"reason": "mended"}, 6),
    ):
        units = cost(meter, fortimonitor, "PUT", f"/v2/outage/{number}/{action}", body)
        assert units <= (most, 1), action
    number = fortimonitor.open_incident(**USUAL)
    log = f"/v2/outage/{number}/outage_log"
    assert cost(meter, fortimonitor, "POST", log, {"entry": "x"}) <= (6, 1)


def test_reads_of_one(fortimonitor: FortiMonitor, meter: MeteredClient):
    number = fortimonitor.open_incident(**USUAL)

    assert cost(meter, fortimonitor, "GET", f"/v2/outage/{number}") == (0, 1)


def test_a_page_of_an_index_costs_a_page_and_the_count_of_what_follows(
    fortimonitor: FortiMonitor, meter: MeteredClient
):
    for _ in range(60):
        fortimonitor.open_incident(**USUAL)

    # 5 for 50 of them, 1 to count the others, 1 for the statistics; 0.5 for a month without any.
    for path, most in (("/v2/outage", 14), ("/v2/outage/active", 7)):
        _, units = cost(meter, fortimonitor, "GET", path)
        assert units <= most


def test_what_follows_a_page_costs_what_it_holds_wherever_it_is(
    fortimonitor: FortiMonitor, meter: MeteredClient
):
    for _ in range(60):
        fortimonitor.open_incident(**USUAL)
    path = "/v2/outage/active"
    query = "limit=10"

    costs = []
    for _ in range(6):
        meter.reset()
        page = fortimonitor.get(path, query)
        costs.append(meter.reads)
        query = (page["meta"]["next"] or "").partition("?")[2]

    assert page["meta"]["next"] is None
    assert costs[0] <= 9  # 6 of them to count them all
    assert max(costs[1:]) <= 3
