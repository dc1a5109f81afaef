"""PagerDuty's senders, as they are: pdpyras, go-pagerduty, pdjs and the command `pagerduty`.

Two of them speak nothing but https, so TLS ends in front of the stack.
"""

import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from local.stack import LocalStack
from tests.clients.documented import lines_for
from tests.clients.installing import SOURCES, go_program, node_modules, python_packages
from tests.clients.running import ClientFailed, Tenant, run_client
from tests.clients.tls import Endpoint, tls_endpoint

NODE = Path(sys.executable).with_name("node")
PAYLOAD = {"summary": "Disk full", "source": "web-1", "severity": "critical"}


@pytest.fixture(scope="module")
def endpoint(stack: LocalStack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    port = urlsplit(stack.url).port
    assert port
    with tls_endpoint(tmp_path_factory.mktemp("tls"), port) as endpoint:
        yield endpoint


class Sender:
    """Sends an event as its client does; answers the `dedup_key` that the client was told."""

    def __init__(self, tenant: Tenant, endpoint: Endpoint) -> None:
        self.tenant = tenant
        self.endpoint = endpoint

    def send(self, action: str, dedup_key: str, **event: Any) -> str:
        raise NotImplementedError

    def change(self, summary: str) -> None:
        raise NotImplementedError

    def event(self, action: str, dedup_key: str, **said: Any) -> str:
        event = {"routing_key": self.tenant.key, "event_action": action, "dedup_key": dedup_key}
        return json.dumps(event | said)

    def change_event(self, summary: str) -> str:
        payload = {"summary": summary, "source": "web-1"}
        return json.dumps({"routing_key": self.tenant.key, "payload": payload})

    @staticmethod
    def run(*command: str | Path, **environment: str) -> Any:
        done = run_client(*command, **environment)
        if done.returncode:
            raise ClientFailed(done.stderr.strip() + done.stdout)
        return json.loads(done.stdout)


class Pdpyras(Sender):
    def _call(self, method: str, **said: Any) -> Any:
        return self.run(
            sys.executable,
            SOURCES / "python" / "call_pdpyras.py",
            self.tenant.stack.url,
            method,
            json.dumps(said),
            ROUTING_KEY=self.tenant.key,
            PYTHONPATH=str(python_packages("pdpyras.txt")),
        )

    def send(self, action: str, dedup_key: str, **event: Any) -> str:
        if action != "trigger":
            return str(self._call(action, dedup_key=dedup_key))
        said = dict(event["payload"])
        names = ("summary", "source", "severity")
        told = {name: said.pop(name) for name in names if name in said}
        return str(self._call("trigger", dedup_key=dedup_key, payload=said, **told))

    def change(self, summary: str) -> None:
        self._call("submit", summary=summary, source="web-1")


class GoPagerduty(Sender):
    def _call(self, call: str, event: str) -> Any:
        return self.run(go_program("go_pagerduty"), self.tenant.stack.url, call, event)

    def send(self, action: str, dedup_key: str, **event: Any) -> str:
        return str(self._call("enqueue", self.event(action, dedup_key, **event))["dedup_key"])

    def change(self, summary: str) -> None:
        assert self._call("change", self.change_event(summary))["status"] == "success"


class Pdjs(Sender):
    def _call(self, call: str, event: str) -> Any:
        return self.run(
            NODE,
            SOURCES / "npm_pagerduty" / "call.js",
            self.endpoint.host,
            call,
            event,
            NODE_PATH=str(node_modules("npm_pagerduty")),
            NODE_EXTRA_CA_CERTS=str(self.endpoint.authority),
            NODE_NO_WARNINGS="1",
        )

    def send(self, action: str, dedup_key: str, **event: Any) -> str:
        answer = self._call("event", self.event(action, dedup_key, **event))
        assert answer["status"] == 202
        return str(answer["data"]["dedup_key"])

    def change(self, summary: str) -> None:
        assert self._call("change", self.change_event(summary))["status"] == 202


SENDERS = (Pdpyras, GoPagerduty, Pdjs)


@pytest.fixture(params=SENDERS, ids=lambda kind: kind.__name__)
def sender(request: pytest.FixtureRequest, tenant: Tenant, endpoint: Endpoint) -> Sender:
    made: Sender = request.param(tenant, endpoint)
    return made


def test_a_fault_is_opened_counted_acknowledged_and_resolved(sender: Sender, tenant: Tenant):
    assert sender.send("trigger", "disk", payload=PAYLOAD) == "disk"
    assert sender.send("trigger", "disk", payload=PAYLOAD | {"severity": "error"}) == "disk"
    assert sender.send("acknowledge", "disk") == "disk"

    [fault] = tenant.faults()
    assert (fault["message"], fault["resource_id"]) == ("Disk full", "web-1")
    assert (fault["occurrences"], fault["severity"]) == (2, "HIGH")
    assert fault["acknowledged_at"]

    assert sender.send("resolve", "disk") == "disk"
    assert [fault["status"] for fault in tenant.faults()] == ["resolved"]


def test_details_stand_beside_the_fault(sender: Sender, tenant: Tenant):
    sender.send("trigger", "disk", payload=PAYLOAD | {"custom_details": {"used": "98 %"}})

    [fault] = tenant.faults()
    assert tenant.fault(fault["id"])["detail"]["details"] == {"used": "98 %"}


def test_a_change_opens_no_fault(sender: Sender, tenant: Tenant):
    sender.change("Release 1.4.2 went out")

    assert tenant.faults() == []
    assert [one["summary"] for one in tenant.changes()] == ["Release 1.4.2 went out"]


class TestTheCommand:
    """`pagerduty` of PyPI's package pagerduty."""

    def test_triggers_acknowledges_and_resolves(self, tenant: Tenant, endpoint: Endpoint):
        said = ("--source", "web-1", "--description", "Disk full")
        self._run(tenant, endpoint, "trigger", "--dedup-key", "disk", *said)
        self._run(tenant, endpoint, "acknowledge", "--dedup-key", "disk")

        [fault] = tenant.faults()
        assert (fault["message"], fault["resource_id"]) == ("Disk full", "web-1")
        assert fault["acknowledged_at"]

        self._run(tenant, endpoint, "resolve", "--dedup-key", "disk")
        assert [fault["status"] for fault in tenant.faults()] == ["resolved"]

    @staticmethod
    def _run(tenant: Tenant, endpoint: Endpoint, action: str, *said: str) -> None:
        packages = python_packages("pagerduty.txt")
        done = run_client(
            sys.executable,
            packages / "bin" / "pagerduty",
            action,
            *("-k", tenant.key, "--base-url", endpoint.url),
            *said,
            PYTHONPATH=str(packages),
            SSL_CERT_FILE=str(endpoint.authority),
        )
        assert done.returncode == 0, done.stderr + done.stdout


def test_an_unknown_key_is_told_in_words(tenant: Tenant):
    done = run_client(
        sys.executable,
        SOURCES / "python" / "call_pdpyras.py",
        *(tenant.stack.url, "resolve", '{"dedup_key": "disk"}'),
        ROUTING_KEY="R0123",
        PYTHONPATH=str(python_packages("pdpyras.txt")),
    )

    assert done.returncode
    assert "'routing_key' is not known" in done.stderr


class TestTheLinesOfTheDocumentation:
    def test_of_pdpyras(self, tenant: Tenant):
        code = lines_for("pdpyras", host=urlsplit(tenant.stack.url).netloc, key=tenant.key)

        done = run_client(
            sys.executable, "-c", code, PYTHONPATH=str(python_packages("pdpyras.txt"))
        )

        assert done.returncode == 0, done.stderr
        self._is_opened(tenant, "resolved")

    def test_of_the_command(self, tenant: Tenant, endpoint: Endpoint):
        packages = python_packages("pagerduty.txt")
        line = lines_for("pagerduty", host=endpoint.host, key=tenant.key, tls=True)
        _, *arguments = shlex.split(line)

        done = run_client(
            sys.executable,
            packages / "bin" / "pagerduty",
            *arguments,
            PYTHONPATH=str(packages),
            SSL_CERT_FILE=str(endpoint.authority),
        )

        assert done.returncode == 0, done.stderr
        self._is_opened(tenant, "unresolved")

    def test_of_pdjs(self, tenant: Tenant, endpoint: Endpoint):
        line = lines_for("pdjs", host=endpoint.host, key=tenant.key, tls=True)

        done = run_client(
            NODE,
            "-e",
            f'const {{ event }} = require("@pagerduty/pdjs");\n{line}',
            NODE_PATH=str(node_modules("npm_pagerduty")),
            NODE_EXTRA_CA_CERTS=str(endpoint.authority),
            NODE_NO_WARNINGS="1",
        )

        assert done.returncode == 0, done.stderr
        self._is_opened(tenant, "unresolved")

    def test_of_go_pagerduty(self):
        program = (SOURCES / "go_pagerduty" / "main.go").read_text()

        [line] = lines_for("go-pagerduty", host="HOST", key="", tls=True).splitlines()
        assert line.replace('"https://HOST"', "os.Args[1]") in program

    @staticmethod
    def _is_opened(tenant: Tenant, status: str) -> None:
        [fault] = tenant.faults()
        assert (fault["message"], fault["status"]) == ("Disk full", status)
