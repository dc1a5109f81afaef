"""What clients ask for before they come to outages."""

import pytest

from functions.fortimonitor_api.api import api
from functions.fortimonitor_api.empty_lists import EMPTY, EMPTY_OF_SERVER
from functions.fortimonitor_api.links import last_part
from tests.integration.fortimonitor_api.conftest import ORIGIN, FortiMonitor


def test_the_first_user_is_the_caller_and_can_be_read(fortimonitor: FortiMonitor):
    answer = fortimonitor.get("/v2/user", "limit=1")

    [user] = answer["user_list"]
    assert fortimonitor.get(user["url"].removeprefix(ORIGIN)) == user
    assert int(user["url"].rpartition("/")[2]) < 2**53
    assert answer["meta"] == {
        "limit": 1,
        "offset": 0,
        "next": None,
        "previous": None,
        "total_count": 1,
    }


@pytest.mark.parametrize("user", ["1", "x", "-1"])
def test_nobody_else_can_be_read(fortimonitor: FortiMonitor, user: str):
    assert fortimonitor.send("GET", f"/v2/user/{user}").status == 404


def test_servers_are_those_that_were_reported_on(fortimonitor: FortiMonitor):
    for name in ("web-2", "web-1", "db-1", "web-1"):
        fortimonitor.open_incident(name)

    def names(query: str = "") -> list[str]:
        return [server["name"] for server in fortimonitor.get("/v2/server", query)["server_list"]]

    assert names() == ["db-1", "web-1", "web-2"]
    assert names("name=web") == ["web-1", "web-2"]
    assert names("fqdn=b-1&name=") == ["db-1", "web-1"]
    assert names("limit=1&offset=1") == ["web-1"]
    assert names("tag_filter_mode=or&limit=50&offset=0") == ["db-1", "web-1", "web-2"]


def test_a_server_can_be_read_under_its_url(fortimonitor: FortiMonitor):
    fortimonitor.open_incident("web-1")
    [server] = fortimonitor.get("/v2/server")["server_list"]

    assert fortimonitor.get(server["url"].removeprefix(ORIGIN)) == server


@pytest.mark.parametrize("path", EMPTY)
def test_what_faultbook_does_not_have_is_an_empty_list(fortimonitor: FortiMonitor, path: str):
    answer = fortimonitor.get(path, "limit=100")

    assert answer[f"{last_part(path)}_list"] == []
    assert answer["meta"]["total_count"] == 0


@pytest.mark.parametrize("path", EMPTY_OF_SERVER)
def test_what_it_does_not_know_of_a_server_is_an_empty_list(fortimonitor: FortiMonitor, path: str):
    answer = fortimonitor.get(path.replace("<server_id>", "42"), "limit=0&partner_customer_key=x")

    assert answer[f"{last_part(path)}_list"] == []


def test_the_api_describes_itself(fortimonitor: FortiMonitor):
    resources = fortimonitor.get("/v2/schema/resources")
    described = {}
    for entry in resources["apis"]:
        for one in fortimonitor.get(entry["path"])["apis"]:
            for operation in one["operations"]:
                path = "/v2" + one["path"].replace("{", "<").replace("}", ">")
                described[operation["method"], path] = operation

    assert set(described) == {(route.method, route.path) for route in api.routes}
    create = described["POST", "/v2/server/<server_id>/custom_incident"]
    assert [parameter["name"] for parameter in create["parameters"] if parameter["required"]] == [
        "server_id",
        "description",
    ]


def test_a_resource_that_is_not_there_is_404(fortimonitor: FortiMonitor):
    assert fortimonitor.send("GET", "/v2/schema/resources/nonsense").status == 404
