"""The PyPI package panopta_api, as it is but for the shim that Python 3 needs."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.clients.installing import SOURCES, python_packages
from tests.clients.running import Tenant, run_client

Call = tuple[str, list[str] | str, Any]


class Client:
    def __init__(self, tenant: Tenant, packages: Path, folder: Path) -> None:
        self._tenant = tenant
        self._packages = packages
        self._folder = folder

    def __call__(self, *calls: Call, key: str | None = None) -> list[dict[str, Any]]:
        done = run_client(
            sys.executable,
            SOURCES / "python" / "call_panopta.py",
            self._tenant.stack.url,
            self._folder,
            stdin=json.dumps(calls),
            PYTHONPATH=str(self._packages),
            PANOPTA_KEY=key or self._tenant.key,
        )
        assert done.returncode == 0, done.stderr
        answers: list[dict[str, Any]] = json.loads(done.stdout)
        return answers


@pytest.fixture(scope="session")
def packages() -> Path:
    return python_packages("panopta.txt")


@pytest.fixture
def client(tenant: Tenant, packages: Path, tmp_path: Path) -> Client:
    return Client(tenant, packages, tmp_path)


INCIDENT: Call = (
    "post",
    ["server", "42", "custom_incident"],
    {
        "description": "Queue of the mail server is longer than 500",
        "metadata": {"queue": 731},
        "plugin_textkey": "postfix",
        "resource_textkey": "queue.length",
        "start_time": None,
    },
)


def test_it_opens_an_incident_gets_its_location_and_resolves_it(client: Client):
    opened, found = client(INCIDENT, ("get", "$location", None))

    assert (opened["status"], opened["text"]) == (201, "")
    assert opened["headers"]["content-length"] == "0"
    assert opened["headers"]["content-type"] == "application/json"
    outage = json.loads(found["text"])
    assert outage["url"] == opened["headers"]["location"]
    assert outage["url"].endswith(f"/v2/outage/{opened['headers']['id']}")
    assert outage["description"] == "Queue of the mail server is longer than 500\nqueue: 731"

    number = opened["headers"]["id"]
    resolve: Call = ("put", ["outage", number, "force_resolve"], {"reason": "The queue is short"})
    resolved, again, over = client(resolve, resolve, ("get", ["outage", number], None))

    assert [(one["status"], one["text"]) for one in (resolved, again)] == [(204, ""), (204, "")]
    assert json.loads(over["text"])["status"] == "resolved"


def test_it_lists_and_walks_by_the_paths_that_it_joins(client: Client):
    client(*[INCIDENT] * 3)

    active, of_server, users, servers = client(
        ("get", ["outage/active"], None),
        ("get", ["server/42/", "outage"], None),
        ("get", ["user"], None),
        ("get", ["/server/"], None),
    )

    assert len(json.loads(active["text"])["outage_list"]) == 3
    assert json.loads(of_server["text"])["meta"]["total_count"] == 3
    assert len(json.loads(users["text"])["user_list"]) == 1
    assert [one["name"] for one in json.loads(servers["text"])["server_list"]] == ["42"]


def test_it_sees_the_vendors_error_headers(client: Client, tenant: Tenant):
    bad, missing, wrong = client(
        ("post", ["server", "42", "custom_incident"], {"start_time": "soon"}),
        ("get", ["outage", "7"], None),
        ("delete", ["outage", "7"], None),
    )
    [refused] = client(("get", ["outage"], None), key="nobody's")
    [reading] = client(INCIDENT, key=tenant.reading_key)

    for answer, status in (
        (bad, 400),
        (missing, 404),
        (wrong, 405),
        (refused, 401),
        (reading, 401),
    ):
        assert answer["status"] == status
        assert answer["headers"]["errorcode"] == str(status)
        assert answer["headers"]["errormessage"] == json.loads(answer["text"])["message"]
    assert "description" in json.loads(bad["text"])
