"""A tenant of the running Faultbook, and programs that talk to it."""

import json
import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.stack import LocalStack

_FAULT = {
    "resource_id": "dev_2j4k2l2j3k4l2j3k4",
    "microservice_id": "wantunnel-monitor",
    "type": "wan-degradation",
    "severity": "HIGH",
    "message": "WAN link latency high",
    "cause": "Latency probe exceeded 250ms for 5 consecutive checks.",
    "resource_ancestry_path": "site_8a7b|rack_1|dev_2j4k2l2j3k4l2j3k4",
}


@dataclass(frozen=True, slots=True)
class Tenant:
    """One customer at the running stack; `key` reads and writes, `reading_key` only reads."""

    stack: LocalStack
    customer_id: str

    @property
    def key(self) -> str:
        return self.stack.api_key(self.customer_id, "all")

    @property
    def reading_key(self) -> str:
        return self.stack.api_key(self.customer_id, "read")

    def faults(self) -> list[dict[str, Any]]:
        """Newest first, as the native API lists them."""
        return self._data("/fault")

    def fault(self, fault_id: str) -> dict[str, Any]:
        """In full."""
        shown: dict[str, Any] = self._get(f"/fault/{fault_id}")
        return shown

    def changes(self) -> list[dict[str, Any]]:
        return self._data("/changes")

    def _data(self, path: str) -> list[dict[str, Any]]:
        data: list[dict[str, Any]] = self._get(path)["data"]
        return data

    def _get(self, path: str) -> Any:
        with self.stack.http(self.stack.token(self.customer_id)) as http:
            answer = http.get(path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @staticmethod
    def now() -> int:
        """Unix seconds by the stack's clock, which is the machine's."""
        return int(time.time())

    def report(self, **said: Any) -> dict[str, Any]:
        """A fault through the native API."""
        [fault] = self.report_all([said])
        return fault

    def report_all(self, several: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Up to 100 faults, one after the other."""
        faults = {"faults": [_FAULT | said for said in several]}
        with self.stack.http(self.stack.token(self.customer_id)) as http:
            answer = http.post("/fault/batch", json=faults)
        assert answer.status_code == 200, answer.text
        made = answer.json()["data"]
        assert {item["status"] for item in made} == {201}, answer.text
        return [item["fault"] for item in made]


def run_client(
    *command: str | Path, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """A client's program with next to nothing of this process's environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [str(part) for part in command],
        env=kept | {"LANG": "C.UTF-8", "TZ": "UTC"} | environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def call_mackerel(
    tenant: Tenant, *command: str | Path, key: str | None = None, **environment: str
) -> Any:
    """The JSON that a program for Mackerel's API wrote. Raises ClientFailed."""
    chosen = tenant.key if key is None else key
    done = run_client(*command, MACKEREL_APIKEY=chosen, **environment)
    if done.returncode:
        raise ClientFailed(done.stderr.strip())
    return json.loads(done.stdout)


class ClientFailed(Exception):
    """What it wrote to standard error."""
