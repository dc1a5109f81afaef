"""mackerel-agent, as it is: built from its Go module, left to run beside what it watches.

It waits up to half a minute before it runs its checks for the first time, and runs them once a
minute.
"""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.clients.installing import go_program
from tests.clients.running import Tenant, run_client

_MOST_SECONDS = 100
_STOP_SECONDS = 20


class Agent:
    """`state` is what its check prints, and `exit` what it ends with: 0 OK, 2 CRITICAL."""

    def __init__(self, tenant: Tenant, program: Path, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._log = folder / "log"
        self.configuration = folder / "mackerel-agent.conf"
        (folder / "root").mkdir()
        self.configuration.write_text(
            f"""
apibase = "{tenant.stack.url}"
apikey = "{tenant.key}"
root = "{folder / "root"}"
pidfile = "{folder / "pid"}"
cloud_platform = "none"
roles = ["shop:web"]
verbose = true

[host_status]
on_start = "working"
on_stop = "poweroff"

[plugin.checks.disk]
command = "sh {folder / "check"}"
memo = "Look at /var first."

[plugin.metadata.env]
command = "echo '{{\\"stage\\": \\"test\\"}}'"
"""
        )

    def says(self, message: str, status: int) -> None:
        (self._folder / "check").write_text(f'echo "{message}"\nexit {status}\n')

    @property
    def host_id(self) -> str:
        """The one that the server gave it."""
        return (self._folder / "root" / "id").read_text().strip()

    @property
    def log(self) -> str:
        return self._log.read_text()

    @contextmanager
    def running(self) -> Iterator[None]:
        with self._log.open("a") as log:
            process = subprocess.Popen(
                [self._program, "-conf", self.configuration],
                env={"PATH": "/usr/bin:/bin", "TMPDIR": str(self._folder)},
                stdout=log,
                stderr=log,
            )
            try:
                yield
            finally:
                process.terminate()
                assert process.wait(_STOP_SECONDS) == 0, self.log

    def retire(self) -> None:
        done = run_client(self._program, "retire", "-conf", self.configuration, "-force")
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def program() -> Path:
    return go_program("mackerel_agent")


@pytest.fixture
def agent(tenant: Tenant, program: Path, tmp_path: Path) -> Agent:
    return Agent(tenant, program, tmp_path)


def test_a_host_lives_from_its_registration_to_its_retirement(agent: Agent, tenant: Tenant):
    get = Api(tenant).get
    agent.says("DISK CRITICAL: / is 96 % full", 2)
    with agent.running():
        [alert] = wait_for(agent, lambda: get("/alerts")["alerts"])
        [host] = get("/hosts")["hosts"]
        agent.says("DISK OK: / is 40 % full", 0)
        metadata = wait_for(agent, lambda: get(f"/hosts/{agent.host_id}/metadata")["metadata"])
        wait_for(agent, lambda: not get("/alerts")["alerts"])
        statuses = get(f"/hosts/{agent.host_id}/monitored-statuses")["monitoredStatuses"]
    stopped = get(f"/hosts/{agent.host_id}")["host"]
    with agent.running():
        wait_for(agent, lambda: get(f"/hosts/{agent.host_id}")["host"]["status"] == "working")
        again = get("/hosts")["hosts"]
    retired_id = agent.host_id
    agent.retire()

    assert host["id"] == retired_id
    assert (alert["hostId"], alert["status"]) == (host["id"], "CRITICAL")
    assert alert["message"] == "DISK CRITICAL: / is 96 % full\n"
    assert (host["roles"], host["status"]) == ({"shop": ["web"]}, "working")
    assert host["meta"]["agent-name"].startswith("mackerel-agent/")
    assert "customIdentifier" not in host
    assert metadata == [{"namespace": "env"}]
    assert statuses == [{"monitorId": alert["monitorId"], "status": "OK"}]
    assert stopped["status"] == "poweroff"
    assert [one["id"] for one in again] == [host["id"]]
    assert get(f"/hosts/{retired_id}")["host"]["isRetired"] is True
    assert get("/hosts")["hosts"] == []
    [closed] = get("/alerts?withClosed=true")["alerts"]
    assert closed["reason"].startswith("The check reports OK: DISK OK: / is 40 % full")
    assert "Posting metrics succeeded." in agent.log
    assert "ERROR" not in agent.log
    assert "WARNING" not in agent.log


class Api:
    def __init__(self, tenant: Tenant) -> None:
        self._tenant = tenant

    def get(self, path: str) -> Any:
        """What is at the path behind /api/v0."""
        with self._tenant.stack.http("") as http:
            headers = {"X-Api-Key": self._tenant.key}
            answer = http.get(f"/api/v0{path}", headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()


def wait_for(agent: Agent, look: Callable[[], Any]) -> Any:
    """What is found as soon as it is anything."""
    end = time.monotonic() + _MOST_SECONDS
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.5)
    pytest.fail(f"nothing came of it:\n{agent.log[-4000:]}", pytrace=False)
