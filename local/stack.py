"""A local stack as a process of its own, for tests and tools.

with LocalStack(directory) as stack:
    stack.http().post("/fault", json={...})
    stack.drain()
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import httpx

from local.credentials import bearer_token, signing_secrets
from local.customers import ALL, DEMO, Customer
from local.template import ROOT, TEMPLATE, read_template

_START_SECONDS = 60
_STOP_SECONDS = 10
_TIMEOUT = 30.0


class StackFailed(Exception):
    """The stack did not start, or a control call failed; the text is its output."""


class LocalStack:
    """`directory` keeps the data: the same one again is a restart.

    `manual` stacks move their stream, expiry and schedules only when told. `clock` is
    FAULTBOOK_CLOCK: an ISO time stands still, "+60" runs a minute ahead. `environment` adds to
    the process's, and `parameters` are the template's. A customer has a token and an API key for
    each of its names; see local/customers.py.
    """

    def __init__(
        self,
        directory: Path,
        *,
        store: str = "dynoxide",
        endpoint_url: str | None = None,
        customers: Iterable[Customer] = DEMO,
        manual: bool = True,
        clock: str = "",
        port: int = 0,
        parameters: Mapping[str, str] | None = None,
        environment: Mapping[str, str] | None = None,
        template: Path = TEMPLATE,
    ) -> None:
        self.directory = directory
        self._store = store
        self._endpoint_url = endpoint_url
        self._customers = tuple(customers)
        self._manual = manual
        self._clock = clock
        self._port = port
        self._parameters = dict(parameters or {})
        self._environment = dict(environment or {})
        self._template = template
        self._process: subprocess.Popen[str] | None = None
        self.url = ""
        self.endpoint_url = ""
        self.store = ""
        self.tokens: dict[str, dict[str, str]] = {}
        self.api_keys: dict[str, dict[str, str]] = {}

    @property
    def tables(self) -> dict[str, str]:
        """Names by the logical ids of the template."""
        tables = read_template(self._template, self._parameters).tables
        return {table.logical_id: table.name for table in tables}

    @property
    def process(self) -> subprocess.Popen[str]:
        """Raises StackFailed while there is none."""
        if self._process is None:
            raise StackFailed("the stack is not running")
        return self._process

    def token(self, customer_id: str = "cus_demo", name: str = "all") -> str:
        return self.tokens[customer_id][name]

    def api_key(self, customer_id: str = "cus_demo", name: str = "all") -> str:
        return self.api_keys[customer_id][name]

    def mint(
        self,
        customer_id: str,
        scopes: Iterable[str] = ALL,
        *,
        now: datetime | None = None,
        **claims: Any,
    ) -> str:
        """A token of any kind, signed with the stack's secret; `now` matters with a clock."""
        declared = read_template(self._template, self._parameters).environment()
        environment = declared | signing_secrets(self.directory)
        return bearer_token(
            environment, customer_id, scopes, now=now or datetime.now(UTC), **claims
        )

    def http(self, token: str | None = None) -> httpx.Client:
        """For the base URL, with the token of cus_demo unless another is given; close it."""
        bearer = self.token() if token is None else token
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=_TIMEOUT, trust_env=False)

    def drain(self) -> dict[str, int]:
        """Deliver what is in the stream; the counts of records, invocations, given_up."""
        counts: dict[str, int] = self._control("drain")
        return counts

    def expire(self) -> dict[str, int]:
        """Remove what has expired; how many items, by table."""
        counts: dict[str, int] = self._control("expire")["expired"]
        return counts

    def schedule(self, name: str) -> Any:
        """Run a scheduled function by its file, such as close_days; what it answered."""
        return self._control(f"schedule/{name}")["answer"]

    def set_clock(self, clock: str) -> datetime:
        """As FAULTBOOK_CLOCK; tokens made before may be too old or too new afterwards."""
        return datetime.fromisoformat(self._control("clock", {"clock": clock})["now"])

    def start(self) -> Self:
        """Raises StackFailed."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with (self.directory / "server.log").open("ab") as errors:
            process = self._launch(errors)
        self._process = process
        answer = process.stdout.readline() if process.stdout else ""
        if not answer:
            process.wait(_START_SECONDS)
            raise StackFailed((self.directory / "server.log").read_text("utf-8"))
        described = json.loads(answer)
        self.url, self.endpoint_url = described["url"], described["endpoint_url"]
        self.store = described["store"]
        self.tokens = {
            customer["customer_id"]: customer["tokens"] for customer in described["customers"]
        }
        self.api_keys = {
            customer["customer_id"]: customer["api_keys"] for customer in described["customers"]
        }
        return self

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """How many seconds it took to end; SIGKILL is a crash."""
        process = self.process
        started = time.monotonic()
        process.send_signal(number)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
        self._process = None
        return time.monotonic() - started

    def kill(self) -> None:
        self.stop(signal.SIGKILL)

    def restart(self) -> Self:
        """The URL changes, unless a port was asked for."""
        if self._process:
            self.stop()
        return self.start()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process:
            self.stop()

    def _launch(self, errors: IO[bytes]) -> subprocess.Popen[str]:
        seed = self.directory / "seed.json"
        customers = [
            {
                "customer_id": customer.customer_id,
                "tokens": {name: list(scopes) for name, scopes in customer.tokens.items()},
                "api_keys": {name: list(scopes) for name, scopes in customer.api_keys.items()},
            }
            for customer in self._customers
        ]
        seed.write_text(json.dumps({"customers": customers}), "utf-8")
        options = {
            "--data": self.directory,
            "--port": self._port,
            "--store": self._store,
            "--seed": seed,
            "--template": self._template,
        }
        command = [sys.executable, "-m", "local.server"]
        command += [str(part) for option in options.items() for part in option]
        command += ["--manual"] if self._manual else []
        command += ["--endpoint-url", self._endpoint_url] if self._endpoint_url else []
        for name, value in self._parameters.items():
            command += ["--parameter", f"{name}={value}"]
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"FAULTBOOK_CLOCK": self._clock} | self._environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )

    def _control(self, action: str, content: Any = None) -> Any:
        answer = httpx.post(
            f"{self.url}/_local/{action}", json=content, timeout=600, trust_env=False
        )
        if answer.is_error:
            raise StackFailed(answer.text)
        return answer.json()
