"""Requests as three public clients of FortiMonitor's API send them, and what they read of them.

Neither can be installed: gjenkins20's MCP server and browser plugin and GoDaddy's vps4 are source
only. What they send, and what they would fail on, is written down here from that source.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

from tests.clients.running import Tenant

PLUGINS_ID = re.compile(r"/(\d+)/?$")


@pytest.fixture
def http(tenant: Tenant) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{tenant.stack.url}/v2", timeout=30, trust_env=False) as http:
        yield http


def opened(http: httpx.Client, tenant: Tenant, server: str = "42", **said: Any) -> str:
    """The incident's id."""
    answer = http.post(
        f"/server/{server}/custom_incident",
        json={"description": "Disk is full"} | said,
        headers={"Authorization": f"ApiKey {tenant.key}"},
    )
    assert answer.status_code == 201, answer.text
    return answer.headers["id"]


class TestTheMcpServer:
    """By requests; the key in the query, Content-Type on every call, no body at times."""

    @pytest.fixture
    def call(self, http: httpx.Client, tenant: Tenant):
        def send(method: str, endpoint: str, params=None, json_data=None) -> Any:
            answer = http.request(
                method,
                "/" + endpoint.lstrip("/"),
                params=(params or {}) | {"api_key": tenant.key},
                json=json_data,
                headers={"Content-Type": "application/json", "Accept": "application/json"},
            )
            assert answer.status_code < 400, answer.text
            return answer.json() if answer.text.strip() else {"success": True}

        return send

    def test_reads_its_user_first_and_then_acknowledges(self, call, http, tenant: Tenant):
        number = opened(http, tenant)

        user = call("GET", "/user", {"limit": 1})["user_list"][0]["url"]
        data = {"who": user, "message": "Looking into it", "should_broadcast": True}
        assert call("PUT", f"outage/{number}/acknowledge", json_data=data) == {"success": True}

        outage = call("GET", f"outage/{number}")
        assert outage["acknowledged"]["url"] == user

    def test_lists_what_its_models_can_hold(self, call, http, tenant: Tenant):
        number = opened(http, tenant)
        tenant.report()

        answer = call("GET", "/outage", {"limit": 50, "offset": 0, "status": "active"})

        meta = answer["meta"]
        assert isinstance(meta["limit"], int)
        assert isinstance(meta["offset"], int)
        assert meta["total_count"] == 2
        for outage in answer["outage_list"]:
            assert {"url", "severity", "status", "start_time"} <= outage.keys()
            assert int(outage["url"].rstrip("/").split("/")[-1])
            assert isinstance(outage["server"], str)
            assert parsedate_to_datetime(outage["start_time"]).year > 2000
        active = call("GET", "/outage/active", {"limit": 500, "offset": 0, "server": 42})
        assert [one["url"].rsplit("/", 1)[1] for one in active["outage_list"]] == [number]
        by_id = call("GET", "/outage/active", {"limit": 50, "server_id": 43})
        assert by_id["outage_list"] == []

    def test_filters_by_times_of_its_own_format(self, call, http, tenant: Tenant):
        opened(http, tenant)
        now = datetime.now(UTC)
        day = {
            "start_time": f"{now:%Y-%m-%d} 00:00:00",
            "end_time": f"{now:%Y-%m-%d} 23:59:59",
            "severity": "critical",
            "full": "true",
        }

        [outage] = call("GET", "/outage", day)["outage_list"]

        assert outage["server"]["name"] == "42"

    def test_posts_where_the_vendor_wants_put(self, call, http, tenant: Tenant):
        number = opened(http, tenant)

        call("POST", f"outage/{number}/broadcast", json_data={"message": "All out"})
        call("POST", f"outage/{number}/escalate")
        call("POST", f"outage/{number}/delay", json_data={"minutes": 30})
        call("PUT", f"outage/{number}/lead", json_data={"who": "/api/v2/contact/123"})
        call("PUT", f"outage/{number}/summary", json_data={"summary": "Cleaned up"})
        call("PUT", f"outage/{number}/tags", json_data={"tags": ["disk"]})
        call("PUT", f"outage/{number}/description", json_data={"description": "Disk was full"})
        call("POST", f"outage/{number}/force_resolve")
        tenant.stack.drain()

        outage = call("GET", f"/outage/{number}")
        assert (outage["status"], outage["summary"], outage["tags"], outage["description"]) == (
            "resolved",
            "Cleaned up",
            ["disk"],
            "Disk was full",
        )
        actions = call("GET", f"outage/{number}/actions")["action_list"]
        assert [action["type"] for action in actions] == ["broadcast", "escalation", "delay"]
        log = call("GET", f"outage/{number}/outage_log", {"limit": 50})["outage_log_list"]
        assert [entry["entry"].partition(":")[0] for entry in log] == [
            "Incident opened",
            "Message broadcast",
            "Incident escalated",
            "Alerts delayed",
            "Incident assigned",
            *["Incident updated"] * 3,
            "Incident resolved",
        ]

    def test_adds_a_note_under_its_user(self, call, http, tenant: Tenant):
        number = opened(http, tenant)
        user = call("GET", "/user", {"limit": 1})["user_list"][0]["url"]
        note = {"entry": "Removed old logs", "user": user, "public": False}

        assert call("POST", f"outage/{number}/outage_log", json_data=note) == {"success": True}

        entries = call("GET", f"outage/{number}/outage_log")["outage_log_list"]
        assert ("Removed old logs", user) in [(one["entry"], one["user"]) for one in entries]

    def test_discovers_resources_and_their_operations(self, call):
        resources = [one["path"].split("/")[-1] for one in call("GET", "schema/resources")["apis"]]
        assert {"outage", "server", "user"} <= set(resources)

        schema = call("GET", "schema/resources/outage")
        [operation] = [
            operation
            for api in schema["apis"]
            if api["path"] == "/outage/{outage_id}/force_resolve"
            for operation in api["operations"]
            if operation["method"] == "PUT"
        ]
        assert "reason" in [parameter["name"] for parameter in operation["parameters"]]

    def test_pages_by_offset_until_the_count_is_reached(self, call, http, tenant: Tenant):
        numbers = {opened(http, tenant) for _ in range(7)}

        found: list[str] = []
        while True:
            page = call("GET", "/outage/active", {"limit": 3, "offset": len(found)})
            found += [one["url"].rsplit("/", 1)[1] for one in page["outage_list"]]
            if not page["outage_list"] or len(found) >= page["meta"]["total_count"]:
                break

        assert set(found) == numbers
        assert len(found) == 7

    def test_reads_servers_and_their_resources(self, call, http, tenant: Tenant):
        opened(http, tenant, "web-1")

        parameters = {"limit": 50, "offset": 0, "tag_filter_mode": "or"}
        [server] = call("GET", "/server", parameters)["server_list"]
        assert all(isinstance(server[key], str) for key in ("url", "name", "fqdn", "status"))
        assert server["tags"] == server["attributes"] == []
        assert call("GET", "/server/web-1")["name"] == "web-1"
        resources = call("GET", "/server/web-1/agent_resource", {"limit": 50, "offset": 0})
        assert resources["agent_resource_list"] == []


class TestVps4:
    """GoDaddy's, JAX-RS over Jackson: trailing slashes, `partner_customer_key` on every call."""

    @pytest.fixture
    def get(self, http: httpx.Client, tenant: Tenant):
        headers = {"Authorization": f"ApiKey {tenant.key}", "Accept": "application/json"}

        def send(path: str, **parameters: Any) -> Any:
            query = {"partner_customer_key": "gdtest_abc"} | parameters
            answer = http.get(path, params=query, headers=headers)
            assert answer.status_code == 200, answer.text
            return answer.json()

        return send

    def test_reads_servers_with_a_trailing_slash(self, get, http, tenant: Tenant):
        opened(http, tenant)

        answer = get("/server/")

        assert set(answer["meta"]) >= {"limit", "offset", "next", "previous"}
        [server] = answer["server_list"]
        assert all(isinstance(tag, str) for tag in server["tags"])
        assert int(server["url"].rpartition("/")[2]) == 42
        assert get("/server/42")["status"] == "active"

    def test_maps_an_outage_without_a_null_where_it_streams(self, get, http, tenant: Tenant):
        number = opened(http, tenant)

        outage = get(f"/outage/{number}")

        assert int(outage["url"][outage["url"].rindex("/") + 1 :]) == int(number)
        assert re.fullmatch(
            r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} -0000",
            outage["start_time"],
        )
        assert outage["end_time"] is None
        assert outage["network_service_type_list"] == []
        assert "server_resource" not in outage  # it would have to end in an integer

    def test_lists_the_outages_and_metrics_of_a_server(self, get, http, tenant: Tenant):
        opened(http, tenant)
        opened(http, tenant, "43")
        span = {"start_time": "2020-01-01 00:00:00", "end_time": "2099-01-01 00:00:00"}

        answer = get("/server/42/outage", limit=0, offset=0, **span)

        assert [one["server_id"] for one in answer["outage_list"]] == ["42"]
        assert get("/server/42/network_service", limit=0)["network_service_list"] == []
        assert get("/server/42/agent_resource", limit=0)["agent_resource_list"] == []


class TestTheBrowserPlugin:
    """fetch; JSON is parsed only where the answer says that it is JSON."""

    @pytest.fixture
    def call(self, http: httpx.Client, tenant: Tenant):
        def send(method: str, path: str, body: Any = None) -> tuple[httpx.Response, Any]:
            headers = {"Authorization": f"ApiKey {tenant.key}", "Accept": "application/json"}
            answer = http.request(method, path, json=body, headers=headers)
            is_json = "application/json" in answer.headers.get("content-type", "")
            return answer, answer.json() if is_json and answer.text else None

        return send

    def test_tests_its_connection_on_onsight(self, call, http):
        answer, body = call("GET", "/onsight?limit=1")

        assert (answer.status_code, body["onsight_list"]) == (200, [])
        assert (
            http.get("/onsight?limit=1", headers={"Authorization": "ApiKey x"}).status_code == 401
        )

    def test_fills_its_lists(self, call):
        for name in ("onsight", "onsight_group", "server_group", "server_attribute_type"):
            assert call("GET", f"/{name}?limit=100")[1][f"{name}_list"] == []

    def test_finds_the_numbers_at_the_ends_of_urls(self, call, http, tenant: Tenant):
        number = opened(http, tenant)

        [outage] = call("GET", "/outage?limit=200")[1]["outage_list"]
        [server] = call("GET", "/server?name=42&limit=50")[1]["server_list"]

        assert [PLUGINS_ID.search(one["url"])[1] for one in (outage, server)] == [number, "42"]  # type: ignore[index]

    def test_acknowledges_by_post_with_a_message_only_and_reads_the_log(
        self, call, http, tenant: Tenant
    ):
        number = opened(http, tenant)

        answer, body = call("POST", f"/outage/{number}/acknowledge", {"message": "Seen"})

        assert (answer.status_code, body) == (204, None)
        entries = call("GET", f"/outage/{number}/log?limit=100")[1]["outage_log_list"]
        assert "Incident acknowledged: Seen" in [entry["entry"] for entry in entries]

    def test_takes_401_on_a_write_for_a_key_that_only_reads(self, http, tenant: Tenant):
        answer = http.post(
            "/server/42/custom_incident",
            json={"description": "x"},
            headers={"Authorization": f"ApiKey {tenant.reading_key}"},
        )

        assert answer.status_code == 401
        assert answer.json()["message"]


def test_a_follower_of_next_adds_the_key_and_gets_on(http: httpx.Client, tenant: Tenant):
    """As the public outage viewer does: `next` has a query already, so `&api_key=` is added."""
    numbers = {opened(http, tenant) for _ in range(5)}

    found: set[str] = set()
    url: str | None = f"{tenant.stack.url}/v2/outage?limit=2&api_key={tenant.key}"
    while url:
        page = http.get(url).json()
        found |= {one["url"].rsplit("/", 1)[1] for one in page["outage_list"]}
        following = page["meta"]["next"]
        assert following is None or "api_key" not in following
        url = following and f"{following}&api_key={tenant.key}"

    assert found == numbers


def test_an_incident_with_an_end_is_over_after_it(http: httpx.Client, tenant: Tenant):
    number = opened(
        http, tenant, start_time=f"{datetime.now(UTC):%Y-%m-%d} 00:00:00", auto_close_duration=1
    )
    key = {"Authorization": f"ApiKey {tenant.key}"}

    assert http.get(f"/outage/{number}", headers=key).json()["status"] == "active"
    for _ in range(2):
        tenant.stack.schedule("due_notes")

    outage = http.get(f"/outage/{number}", headers=key).json()
    assert outage["status"] == "resolved"
    tenant.stack.drain()
    log = http.get(f"/outage/{number}/outage_log", headers=key).json()["outage_log_list"]
    assert [entry["author"] for entry in log if "resolved" in entry["entry"]] == ["auto-close"]
