"""The largest values of every field, through every API, beside a customer who hardly does anything.

Whatever somebody sends: it is recorded, rolled up, closed, expired and reconciled, and the other
customer's statistics stay exact.
"""

from datetime import timedelta
from typing import Any, cast

import pytest

from faultbook.domain.identifiers import number_of_fault_id, short_id
from faultbook.dynamodb import keys
from faultbook.dynamodb.fault_item import Item, size
from functions.schedules import due_notes
from tests.integration.statistics.conftest import Town
from tests.support.builders import CUSTOMER, NOW
from tests.support.every_api import EveryApi
from tests.support.incidents_world import an_incident
from tests.support.lambda_context import Context
from tests.support.largest_values import WIDTHS, Request, itself
from tests.support.mackerel_world import a_report
from tests.support.native_api import OTHER_CUSTOMER, a_body, environment_of

QUIET = OTHER_CUSTOMER
CLEAN = {"finished": True, "missing": 0, "wrong": 0}
MOST_OF_AN_ITEM = 400 * 1024
THAT_DAY = "from=2026-01-15T00:00:00Z&to=2026-01-16T00:00:00Z&buckets=24"
NATIVE_READS = (
    *("/fault", "/fault?status=unresolved", "/fault/statistics", "/top_faults"),
    "/fault/hierarchy",
)
READS = (
    *("/v2/outage", "/v2/server", "/api/v1/incidents"),
    *("/api/v1/incidents/facets", "/api/v1/metadata/types", "/api/v1/statistics/severity"),
    *("/api/v1/statistics/INCIDENT/services", "/api/v1/statistics/INCIDENT/count"),
    *("/api/v0/alerts", "/api/v0/alerts?withClosed=true", "/api/v0/hosts"),
    *("/api/v0/monitoring/checks", "/api/v0/services"),
)


@pytest.fixture
def every_api(town: Town) -> EveryApi:
    return EveryApi(town.clock, environment_of(town.engine)["API_KEY_PEPPER"])


def pairs(text: str) -> dict[str, str]:
    return {f"{n}{text[:90]}": text for n in range(10)}


def service(text: str) -> list[dict[str, str]]:
    return [{"name": text, "namespace": text, "tier": text}]


def creations(api: EveryApi, key: str) -> dict[str, Request]:
    """`key` is new each time, so that nothing is only repeated."""
    names = iter(range(10**6))
    custom = "/v2/server/42/custom_incident"
    return {
        "native": Request(
            lambda body: api("POST", "/fault", body),
            a_body(resource_ancestry_path=None),
            {
                **dict.fromkeys(("resource_id", "microservice_id", "type", "message"), itself),
                **dict.fromkeys(("cause", "resource_ancestry_path"), itself),
                "deduplication_key": lambda text: f"{next(names)}{text}",
                "metadata": pairs,
            },
        ),
        "fortimonitor": Request(
            lambda body: api("POST", custom, body),
            {"description": "x", "auto_close_duration": 60},
            {
                **dict.fromkeys(("description", "plugin_textkey", "resource_textkey"), itself),
                "metadata": pairs,
            },
        ),
        "incidents": Request(
            lambda body: api(
                "POST", "/api/v1/incidents", body | {"incidentId": f"{key}{next(names)}"}
            ),
            an_incident(),
            {
                **dict.fromkeys(("title", "description", "recommendation", "source"), itself),
                **dict.fromkeys(("sourceSite", "severity", "priority", "resolution"), itself),
                "services": service,
                "metricNames": lambda text: [text] * 10,
                "metadata": pairs,
            },
        ),
        "mackerel": Request(
            lambda body: api("POST", "/api/v0/monitoring/checks/report", {"reports": [body]}),
            a_report(name="disk"),
            {"name": lambda text: f"{next(names)}{text}"[: len(text)], "message": itself},
        ),
    }


def changes(api: EveryApi, fault_id: str) -> list[Request]:
    """Of one fault, through every API; the last one resolves it."""

    def to(method: str, path: str, *fields: str, **fixed: Any) -> Request:
        return Request(lambda body: api(method, path, body), fixed, dict.fromkeys(fields, itself))

    number = number_of_fault_id(CUSTOMER, fault_id)
    assert number
    outage, incident = f"/v2/outage/{number}", f"/api/v1/incidents/{number}"
    return [
        to("PUT", f"/fault/{fault_id}", "message", "cause", "type", "reason"),
        to("POST", f"/fault/{fault_id}/comment", "comment"),
        to("PUT", f"{outage}/summary", "summary"),
        to("POST", f"{outage}/outage_log", "entry"),
        to("POST", f"{incident}/notes", "body"),
        to("PUT", f"/api/v0/alerts/{short_id(number)}", "memo"),
        to("POST", f"/fault/{fault_id}/acknowledge", "reason"),
        to("PUT", f"{outage}/force_resolve", "reason"),
    ]


def read_everything(town: Town, every_api: EveryApi) -> None:
    for path in NATIVE_READS:
        where, _, query = path.partition("?")
        assert town.api("GET", where, query=query).status == 200
    for path in READS:
        where, _, query = path.partition("?")
        every_api.ok("GET", where, query=query)


def current(town: Town, customer: str) -> int:
    total: int = town.statistics(customer=customer)["current"]["open"]["total"]
    return total


@pytest.mark.parametrize("width", WIDTHS)
def test_the_largest_values_harm_nobody(town: Town, every_api: EveryApi, width: str):
    character = WIDTHS[width]
    quiet = [town.api.create(QUIET) for _ in range(2)]
    town.api("POST", f"/fault/{quiet[0]['id']}/resolve", {}, customer=QUIET)
    town.drain()
    exactly = town.statistics(THAT_DAY, customer=QUIET)
    assert (exactly["totals"]["opened"]["total"], current(town, QUIET)) == (2, 1)

    for request in creations(every_api, width[0]).values():
        request.largest(character)
    for fault in town.api("GET", "/fault", query="limit=4").json["data"]:
        for request in changes(every_api, fault["id"]):
            request.largest(character)
    town.drain()
    read_everything(town, every_api)

    town.clock.at += timedelta(minutes=2)
    due_notes.lambda_handler({}, Context())
    outages = every_api.ok("GET", "/v2/outage/active", query="limit=0")["outage_list"]
    assert not [outage for outage in outages if outage["server"].endswith("/42")]
    town.drain()
    mine = town.statistics(THAT_DAY)
    town.clock.at = NOW + timedelta(days=1)
    assert town.close_days() == {"closed": 2, "left_over": 0}
    assert town.statistics(THAT_DAY) == mine
    assert town.statistics(THAT_DAY, customer=QUIET) == exactly
    assert town.reconcile() == CLEAN
    assert town.recount_everything() == CLEAN
    read_everything(town, every_api)

    town.clock.at = NOW + timedelta(days=425)
    town.expire()
    assert (current(town, QUIET), current(town, CUSTOMER)) == (0, 0)
    assert town.reconcile() == CLEAN
    assert town.recount_everything() == CLEAN


def test_a_day_of_many_long_names_is_rolled_up_and_ranked(town: Town, every_api: EveryApi):
    for n in range(63):
        names = [{"name": f"{n:03d}{m}" + "名" * 250, "namespace": "名" * 255} for m in range(5)]
        every_api.ok("POST", "/api/v1/incidents", an_incident(incidentId=f"I{n}", services=names))
    town.api.create(QUIET)
    town.drain()
    services = "/api/v1/statistics/INCIDENT/services"
    top = every_api.ok("GET", services)
    assert len(top) > 0

    town.clock.at += timedelta(days=1)
    assert town.close_days() == {"closed": 2, "left_over": 0}

    since, until = (int(at.timestamp()) for at in (NOW.replace(hour=0), town.clock.at))
    query = f"startTimestampFrom={since}&startTimestampTo={until}"
    assert every_api.ok("GET", services, query=query) == top
    assert town.reconcile() == CLEAN
    assert town.recount_everything() == CLEAN


def test_a_fault_that_cannot_take_its_end_holds_up_no_other(town: Town, every_api: EveryApi):
    """It has reached what an item holds, as one of a release before the bounds may have."""
    custom = {"description": "x", "auto_close_duration": 60}
    for server in ("full", "other"):
        every_api.ok("POST", f"/v2/server/{server}/custom_incident", custom)
    first, second = every_api.ok("GET", "/v2/outage", query="order=asc")["outage_list"]
    full, other = sorted((first, second), key=lambda one: one["server"].endswith("other"))
    number = int(full["url"].rpartition("/")[2])
    fill(town, number)
    town.drain()

    for _ in range(3):
        town.clock.at += timedelta(minutes=1)
        due_notes.lambda_handler({}, Context())

    path = other["url"].removeprefix("https://faults.example")
    assert every_api.ok("GET", path)["status"] == "resolved"
    assert every_api.ok("GET", f"/v2/outage/{number}")["status"] == "active"
    empty(town, number)
    town.clock.at += timedelta(minutes=15)
    due_notes.lambda_handler({}, Context())
    closed = every_api.ok("GET", f"/v2/outage/{number}")
    assert closed["status"] == "resolved"
    assert closed["end_time"] == every_api.ok("GET", path)["end_time"]
    town.drain()
    assert town.reconcile() == CLEAN
    assert town.recount_everything() == CLEAN


def fill(town: Town, number: int) -> None:
    """As far as it goes."""
    client, place = town.engine.client, place_of(town, number)
    stored = cast("Item", client.get_item(**place)["Item"])
    left = MOST_OF_AN_ITEM - size(stored) - len("filling")
    client.update_item(
        **place,
        UpdateExpression="SET filling = :filling",
        ExpressionAttributeValues={":filling": {"S": "x" * left}},
    )


def empty(town: Town, number: int) -> None:
    town.engine.client.update_item(**place_of(town, number), UpdateExpression="REMOVE filling")


def place_of(town: Town, number: int) -> dict[str, Any]:
    key = {"pk": {"S": keys.fault(CUSTOMER, number)}, "sk": {"S": keys.FAULT}}
    return {"TableName": town.tables.faults, "Key": key}
