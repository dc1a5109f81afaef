"""Prometheus, Alertmanager and amtool, as Debian has them."""

import json
import time
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.clients.daemons import debian_program, eventually, free_port, running
from tests.clients.documented import lines_for
from tests.clients.running import Tenant, run_client

RULES = """\
groups:
- name: faultbook
  interval: 1s
  rules:
  - alert: Flapping
    expr: vector(time()) % 16 < 8
    labels: {severity: critical, instance: web-1, site: frankfurt}
    annotations: {summary: It comes and goes}
  - alert: Standing
    expr: vector(1)
    labels: {severity: warning}
    annotations: {summary: "It stands, now {{ $value }}"}
"""


def faults_of(tenant: Tenant, name: str) -> list[dict[str, Any]]:
    return [fault for fault in tenant.faults() if fault["type"] == name]


class TestPrometheus:
    @pytest.fixture
    def command(self, tenant: Tenant, tmp_path: Path) -> list[str | Path]:
        (tmp_path / "rules.yml").write_text(RULES)
        lines = lines_for("Prometheus", host=urlsplit(tenant.stack.url).netloc, key=tenant.key)
        (tmp_path / "prometheus.yml").write_text(f"rule_files: [rules.yml]\n{lines}")
        return [
            debian_program("prometheus"),
            f"--config.file={tmp_path / 'prometheus.yml'}",
            f"--storage.tsdb.path={tmp_path / 'data'}",
            f"--web.listen-address=127.0.0.1:{free_port()}",
            "--rules.alert.resend-delay=1s",
        ]

    def test_its_alerts_open_and_resolve_faults(
        self, tenant: Tenant, tmp_path: Path, command: list[str | Path]
    ):
        log = tmp_path / "log"
        with running(command, log):
            eventually(
                lambda: [f for f in faults_of(tenant, "Flapping") if f["resolved_at"]][1:], log
            )

            flapping = faults_of(tenant, "Flapping")
            assert len([fault for fault in flapping if not fault["resolved_at"]]) <= 1
            resolved = [fault for fault in flapping if fault["resolved_at"]]
            assert {fault["severity"] for fault in resolved} == {"CRITICAL"}
            assert {fault["message"] for fault in resolved} == {"It comes and goes"}
            assert {fault["resource_ancestry_path"] for fault in resolved} == {"frankfurt|web-1"}
            for newer, older in pairwise(flapping):
                assert newer["created_at"] > older["resolved_at"]

        [standing] = faults_of(tenant, "Standing")
        assert (standing["status"], standing["occurrences"]) == ("unresolved", 1)
        assert standing["message"] == "It stands, now 1"


class TestAmtool:
    def run(self, tenant: Tenant, *arguments: str) -> str:
        line = lines_for("amtool", host=urlsplit(tenant.stack.url).netloc, key=tenant.key)
        _, url, *_ = line.split()
        done = run_client(debian_program("amtool"), url, "--no-version-check", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def test_adds_and_queries_alerts(self, tenant: Tenant):
        tenant.report(type="link-down")
        self.run(tenant, "alert", "add", "alertname=Added", "instance=web-1", "severity=critical")

        shown = json.loads(self.run(tenant, "alert", "query", "-o", "json"))

        assert {alert["labels"]["alertname"] for alert in shown} == {"Added", "link-down"}
        [one] = json.loads(self.run(tenant, "alert", "query", "-o", "json", "alertname=~Add.*"))
        assert one["labels"]["instance"] == "web-1"
        [fault] = faults_of(tenant, "Added")
        assert (fault["severity"], fault["resource_id"]) == ("CRITICAL", "web-1")

    def test_ends_an_alert(self, tenant: Tenant):
        self.run(tenant, "alert", "add", "alertname=Added")
        end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 1))
        start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60))
        time.sleep(2)

        self.run(tenant, "alert", "add", "alertname=Added", f"--start={start}", f"--end={end}")

        [fault] = faults_of(tenant, "Added")
        assert fault["status"] == "resolved"

    def test_reads_silences_and_configuration(self, tenant: Tenant):
        assert "faultbook" in self.run(tenant, "config", "show")
        assert "faultbook" in self.run(tenant, "config", "routes")
        assert self.run(tenant, "silence", "query", "-q") == ""


class TestAlertmanager:
    """With Faultbook as its receiver."""

    @pytest.mark.parametrize(
        ("tool", "reporter", "message"),
        [
            ("Alertmanager", "local all", "web-1 is down"),
            ("Alertmanager as to PagerDuty", "Alertmanager", "Down"),
            ("Alertmanager as to Opsgenie", "local all", "Down"),
        ],
    )
    def test_what_it_tells_of_is_opened_and_resolved(
        self, tenant: Tenant, tmp_path: Path, tool: str, reporter: str, message: str
    ):
        port = free_port()
        lines = lines_for(tool, host=urlsplit(tenant.stack.url).netloc, key=tenant.key)
        soon = "route:\n  group_wait: 1s\n  group_interval: 1s\n"
        (tmp_path / "alertmanager.yml").write_text(lines.replace("route:\n", soon))
        command = [
            debian_program("prometheus-alertmanager"),
            f"--config.file={tmp_path / 'alertmanager.yml'}",
            f"--storage.path={tmp_path / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
            "--cluster.listen-address=",
        ]
        log = tmp_path / "log"
        with running(command, log):
            eventually(lambda: self._push(port, "--end=" + _in(6)), log)
            [fault] = eventually(tenant.faults, log)
            assert (fault["severity"], fault["microservice_id"]) == ("CRITICAL", reporter)
            assert message in fault["message"]

            eventually(lambda: tenant.faults()[0]["resolved_at"], log)

        assert len(tenant.faults()) == 1

    @staticmethod
    def _push(port: int, *more: str) -> bool:
        url = f"--alertmanager.url=http://127.0.0.1:{port}"
        labels = ("alertname=Down", "instance=web-1", "severity=critical")
        said = ("--annotation=summary=web-1 is down", *more)
        done = run_client(debian_program("amtool"), url, "alert", "add", *labels, *said)
        return done.returncode == 0


def _in(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))
