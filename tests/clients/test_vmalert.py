"""vmalert of VictoriaMetrics, as Debian has it, over a Prometheus."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.clients.daemons import debian_program, eventually, free_port, running
from tests.clients.documented import lines_for
from tests.clients.running import Tenant

RULES = """\
groups:
- name: faultbook
  interval: 1s
  rules:
  - alert: Flapping
    expr: vector(time()) % 8 < 4
    labels: {severity: critical, instance: web-1, site: frankfurt}
    annotations: {summary: It comes and goes}
"""


@pytest.fixture
def prometheus(tmp_path: Path) -> Iterator[str]:
    """Without rules and targets: it computes what it is asked."""
    (tmp_path / "prometheus.yml").write_text("global: {}\n")
    address = f"127.0.0.1:{free_port()}"
    command = [
        debian_program("prometheus"),
        f"--config.file={tmp_path / 'prometheus.yml'}",
        f"--storage.tsdb.path={tmp_path / 'data'}",
        f"--web.listen-address={address}",
    ]
    with running(command, tmp_path / "prometheus.log"):
        yield f"http://{address}"


def test_its_alerts_open_and_resolve_faults(tenant: Tenant, tmp_path: Path, prometheus: str):
    (tmp_path / "rules.yml").write_text(RULES)
    lines = lines_for("vmalert", host=urlsplit(tenant.stack.url).netloc, key=tenant.key)
    _, *flags = shlex.split(lines.replace("\\\n", "").replace("<where it reads>", prometheus))
    command = [
        debian_program("vmalert"),
        *flags,
        "-rule.resendDelay=1s",
        f"-httpListenAddr=127.0.0.1:{free_port()}",
    ]
    log = tmp_path / "log"
    with running(command, log):
        eventually(lambda: [f for f in tenant.faults() if f["resolved_at"]], log)

    fault = tenant.faults()[-1]
    assert (fault["severity"], fault["message"]) == ("CRITICAL", "It comes and goes")
    assert fault["resource_ancestry_path"] == "frankfurt|web-1"
    assert fault["resolved_at"] > fault["created_at"]
