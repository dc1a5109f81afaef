"""What each operation costs, in DynamoDB's units, for a fault of the usual size."""

from collections import Counter
from typing import Any, Self

import pytest

from faultbook import wiring
from tests.integration.fortimonitor_api.conftest import FortiMonitor

USUAL: dict[str, Any] = {
    "description": "Queue of the mail server is longer than 500",
    "metadata": {"queue": 731, "host": "mail-1.example.com"},
    "plugin_textkey": "postfix",
    "resource_textkey": "queue.length",
}


class Meter:
    """Units of the calls since `start`, of tables and indexes together."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.units: Counter[str] = Counter()

    def start(self) -> None:
        self.units.clear()

    def _ask(self, params: dict[str, Any], **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"

    def _note(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        used = parsed.get("ConsumedCapacity", [])
        for one in used if isinstance(used, list) else [used]:
            reading = model.name in ("GetItem", "Query", "Scan")
            self.units["read" if reading else "write"] += one["CapacityUnits"]

    def __enter__(self) -> Self:
        self._client.meta.events.register("before-parameter-build.dynamodb", self._ask)
        self._client.meta.events.register("after-call.dynamodb", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.meta.events.unregister("before-parameter-build.dynamodb", self._ask)
        self._client.meta.events.unregister("after-call.dynamodb", self._note)


@pytest.fixture
def meter(fortimonitor: FortiMonitor):
    fortimonitor.send("GET", "/v2/server/42")  # the key's row, its day, the settings
    wiring.striping().to_read("anybody")
    with Meter(wiring.dynamodb()) as meter:
        yield meter


def cost(meter: Meter, fortimonitor: FortiMonitor, method: str, path: str, body: Any = None):
    meter.start()
    response = fortimonitor.send(method, path, body)
    assert response.status < 300, response.text
    return meter.units["write"], meter.units["read"]


def test_writes(fortimonitor: FortiMonitor, meter: Meter):
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


def test_reads_of_one(fortimonitor: FortiMonitor, meter: Meter):
    number = fortimonitor.open_incident(**USUAL)

    assert cost(meter, fortimonitor, "GET", f"/v2/outage/{number}") == (0, 1)


def test_a_page_of_an_index_costs_a_page_and_a_look_at_the_statistics(
    fortimonitor: FortiMonitor, meter: Meter
):
    for _ in range(60):
        fortimonitor.open_incident(**USUAL)

    for path in ("/v2/outage", "/v2/outage/active"):
        _, units = cost(meter, fortimonitor, "GET", path)
        assert units <= 6  # 5 for 50 of them, 1 for their number


def test_what_follows_a_page_costs_what_it_holds_wherever_it_is(
    fortimonitor: FortiMonitor, meter: Meter
):
    for _ in range(60):
        fortimonitor.open_incident(**USUAL)
    path = "/v2/outage/active"
    query = "limit=10"

    costs = []
    for _ in range(6):
        meter.start()
        page = fortimonitor.get(path, query)
        costs.append(meter.units["read"])
        query = (page["meta"]["next"] or "").partition("?")[2]

    assert page["meta"]["next"] is None
    assert max(costs) <= 3
