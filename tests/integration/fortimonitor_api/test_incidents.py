"""Custom incidents and historical outages, from the request to the stored fault."""

from datetime import timedelta
from typing import Any, NoReturn
from urllib.parse import quote, unquote

import pytest

from faultbook import wiring
from faultbook.domain import text
from faultbook.domain.errors import Unavailable
from faultbook.domain.fault import Kind, Origin, Severity, Status
from functions.fortimonitor_api.links import id_of
from tests.integration.fortimonitor_api.conftest import ORIGIN, FortiMonitor, at
from tests.support.builders import NOW, SteppingClock

INCIDENT = "/v2/server/42/custom_incident"
HISTORY = {
    "server": f"{ORIGIN}/v2/server/42",
    "start_time": "2026-01-14 09:00:00",
    "end_time": "2026-01-14 09:30:00",
}


def test_the_answer_is_empty_and_its_headers_say_where_the_incident_is(fortimonitor: FortiMonitor):
    response = fortimonitor.send("POST", INCIDENT, {"description": "Disk is full"})

    number = response.headers["id"]
    assert (response.status, response.text) == (201, "")
    assert response.headers["content-type"] == "application/json"
    assert response.headers["location"] == f"{ORIGIN}/v2/outage/{number}"
    assert fortimonitor.get(f"/v2/outage/{number}")["url"] == response.headers["location"]


def test_the_location_is_from_the_configuration_whatever_the_caller_calls_us(
    fortimonitor: FortiMonitor,
):
    forged = {
        "host": "evil.example",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "gopher",
    }

    response = fortimonitor.send("POST", INCIDENT, {"description": "x"}, headers=forged)

    assert response.headers["location"].startswith(f"{ORIGIN}/v2/outage/")


def test_an_incident_is_stored_as_what_was_said_and_nothing_more(fortimonitor: FortiMonitor):
    forged: dict[str, Any] = {
        "id": 1,
        "customer_id": "cus_other",
        "status": "resolved",
        "created_at": "2001-01-01",
        "ttl": 1,
        "version": 999,
        "pk": "x",
        "number": 5,
        "comments": ["x"],
    }
    number = fortimonitor.open_incident(
        metadata={"queue": 731}, plugin_textkey="mail", resource_textkey="queue.length", **forged
    )

    fault = fortimonitor.stored(number)
    assert fault.customer_id == fortimonitor.customer_id
    assert (fault.status, fault.version) == (Status.UNRESOLVED, 1)
    assert (fault.kind, fault.severity, fault.resource_id) == (
        Kind.INCIDENT,
        Severity.CRITICAL,
        "42",
    )
    assert (fault.reporter, fault.type, fault.metadata) == ("mail", "queue.length", {"queue": 731})
    assert (fault.opened_at, fault.last_change.api) == (NOW, Origin.FORTIMONITOR)
    assert fault.comment_count == 0


def test_numbers_of_incidents_survive_javascript(fortimonitor: FortiMonitor):
    numbers = {fortimonitor.open_incident() for _ in range(20)}

    assert len(numbers) == 20
    assert max(numbers) < 2**53


@pytest.mark.parametrize("start", [NOW + timedelta(minutes=6), NOW + timedelta(days=365)])
def test_an_incident_of_the_future_is_refused(fortimonitor: FortiMonitor, start):
    response = fortimonitor.send("POST", INCIDENT, {"description": "x", "start_time": at(start)})

    assert response.status == 400


def test_a_request_that_is_sent_again_with_its_key_makes_one_incident(fortimonitor: FortiMonitor):
    def send(server: str, description: str):
        return fortimonitor.send(
            "POST",
            f"/v2/server/{server}/custom_incident",
            {"description": description},
            headers={"idempotency-key": "once"},
        )

    first, again = send("42", "x"), send("42", "x")
    elsewhere, other = send("43", "x"), send("42", "y")

    assert (first.status, again.status, elsewhere.status, other.status) == (201, 201, 201, 400)
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    assert elsewhere.headers["location"] != first.headers["location"]
    assert len(fortimonitor.get("/v2/outage")["outage_list"]) == 2


def name_servers(fortimonitor: FortiMonitor, *servers: str) -> None:
    place = {"pk": {"S": f"{fortimonitor.customer_id}#settings"}, "sk": {"S": "settings"}}
    item = place | {"servers": {"SS": list(servers)}}
    fortimonitor.engine.client.put_item(TableName=fortimonitor.tables.access, Item=item)


def test_with_a_list_of_servers_there_are_no_others(fortimonitor: FortiMonitor):
    name_servers(fortimonitor, "42", "web-1")
    missing = [
        fortimonitor.send("POST", "/v2/server/43/custom_incident", {"description": "x"}),
        fortimonitor.send("POST", "/v2/historical_outage", HISTORY | {"server": "43"}),
        *(
            fortimonitor.send("GET", path)
            for path in (
                "/v2/server/43",
                "/v2/server/43/outage",
                "/v2/server/43/agent_resource",
                "/v2/server/43/network_service",
            )
        ),
    ]

    assert {response.status for response in missing} == {404}
    assert fortimonitor.open_incident("web-1")
    assert [server["name"] for server in fortimonitor.get("/v2/server")["server_list"]] == [
        "42",
        "web-1",
    ]


def test_settings_are_remembered_for_a_minute(fortimonitor: FortiMonitor):
    assert fortimonitor.open_incident("43")
    name_servers(fortimonitor, "42")
    assert fortimonitor.open_incident("43")

    wiring._settings_of_customers.cache_clear()  # noqa: SLF001 - a minute later

    refused = fortimonitor.send("POST", "/v2/server/43/custom_incident", {"description": "x"})
    assert refused.status == 404


def test_an_incident_may_have_begun_long_ago(fortimonitor: FortiMonitor):
    body = {"description": "x", "start_time": "2019-08-24 14:15:22"}

    made = fortimonitor.send("POST", INCIDENT, body)

    assert made.status == 201
    [shown] = fortimonitor.get("/v2/outage")["outage_list"]
    assert shown["start_time"] == "Sat, 24 Aug 2019 14:15:22 -0000"


@pytest.mark.parametrize(
    "server",
    [
        "My Server",
        "サーバ1",
        "Rack#3",
        "a|b",
        "Gi0/1",
        "/dev/sda",
        "a?b",
        "50%",
        "a%20b",
        "a%7Cb",
        "é" * 300,
    ],
)
def test_any_name_is_a_server_that_is_found_by_its_url_its_id_and_its_name(
    fortimonitor: FortiMonitor, server: str
):
    """Paths come decoded from API Gateway."""
    body = {"description": "x", "start_time": at(NOW)}
    fortimonitor.send("POST", f"/v2/server/{id_of(server)}/custom_incident", body)

    [listed] = fortimonitor.get("/v2/server")["server_list"]
    [outage] = fortimonitor.get("/v2/outage")["outage_list"]
    name = text.name_of(server)
    assert (listed["name"], outage["server_name"]) == (name, name)
    path = unquote(listed["url"].removeprefix(ORIGIN))
    for one in (path, f"/v2/server/{outage['server_id']}"):
        assert fortimonitor.get(one)["name"] == name
        assert len(fortimonitor.get(f"{one}/outage")["outage_list"]) == 1
    for word in ("server", "server_id"):
        for value in (outage["server_id"], listed["url"]):
            query = f"{word}={quote(value, safe='')}"
            assert len(fortimonitor.get("/v2/outage", query=query)["outage_list"]) == 1


def test_a_server_has_a_name(fortimonitor: FortiMonitor):
    for nothing in (" ", "\u200b"):
        sent = fortimonitor.send(
            "POST", f"/v2/server/{nothing}/custom_incident", {"description": "x"}
        )
        assert sent.status == 404


def test_an_outage_of_the_past_is_over_at_its_end(fortimonitor: FortiMonitor):
    response = fortimonitor.send("POST", "/v2/historical_outage", HISTORY)

    assert (response.status, response.text) == (201, "")
    shown = fortimonitor.get(response.headers["location"].removeprefix(ORIGIN))
    assert (shown["status"], shown["server_id"]) == ("resolved", "42")
    assert shown["start_time"] == "Wed, 14 Jan 2026 09:00:00 -0000"
    assert shown["end_time"] == "Wed, 14 Jan 2026 09:30:00 -0000"


def test_an_outage_of_the_past_may_be_of_a_compound_service(fortimonitor: FortiMonitor):
    body = HISTORY | {"server": None, "compound_service": f"{ORIGIN}/v2/compound_service/77"}
    fortimonitor.send("POST", "/v2/historical_outage", body)
    fortimonitor.open_incident("77")

    [shown] = fortimonitor.get("/v2/compound_service/77/outage")["outage_list"]

    assert shown["compound_service_id"] == "77"
    assert fortimonitor.get("/v2/compound_service/78/outage")["outage_list"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"server": None},
        {"compound_service": "77"},
        {"end_time": "2026-01-14 08:59:59"},
        {"end_time": "2026-01-15 12:00:01"},
        {"status": "active"},
    ],
)
def test_an_outage_of_the_past_that_cannot_have_been_is_refused(fortimonitor: FortiMonitor, wrong):
    before = fortimonitor.all_items()

    assert fortimonitor.send("POST", "/v2/historical_outage", HISTORY | wrong).status == 400
    assert fortimonitor.all_items() == before


class TestWithoutTheStatistics:
    """Their table does not answer; nothing but a count depends on it."""

    @pytest.fixture(autouse=True)
    def _gone(self, service: SteppingClock, monkeypatch: pytest.MonkeyPatch) -> None:
        del service  # is only to be there first

        def refuse(_: str) -> NoReturn:
            raise Unavailable

        monkeypatch.setattr(wiring.stores.statistics_store(), "watermark", refuse)

    def test_incidents_open_and_end(self, fortimonitor: FortiMonitor):
        number = fortimonitor.open_incident()

        assert fortimonitor.send("PUT", f"/v2/outage/{number}/force_resolve", {}).status == 204

    def test_lists_count_themselves(self, fortimonitor: FortiMonitor):
        for _ in range(5):
            fortimonitor.open_incident()

        assert fortimonitor.get("/v2/outage", "limit=2")["meta"]["total_count"] == 5
        assert fortimonitor.get("/v2/outage", "limit=5")["meta"]["total_count"] == 5
