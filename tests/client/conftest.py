"""One local Faultbook for all of a worker's tests; each test has a customer of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from faultbook_client import Faultbook
from faultbook_client.command.app import app
from local.customers import Customer
from local.stack import LocalStack

_CUSTOMERS = 300
_SCOPES = ("faults:read", "faults:write")
_UNHURRIED = {"RequestsPerSecond": "10000"}

Run = Callable[..., Result]


@dataclass(frozen=True, slots=True)
class Tenant:
    stack: LocalStack
    customer_id: str

    @property
    def url(self) -> str:
        return self.stack.url

    @property
    def token(self) -> str:
        return self.stack.token(self.customer_id)

    @property
    def read_token(self) -> str:
        return self.stack.token(self.customer_id, "read")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    customers = [
        Customer(f"cus_{number}", {"all": (*_SCOPES, "admin"), "read": _SCOPES[:1]}, {})
        for number in range(_CUSTOMERS)
    ]
    folder = tmp_path_factory.mktemp("faultbook")
    with LocalStack(
        folder,
        store="memory",
        customers=customers,
        parameters=_UNHURRIED,
        environment={"LOOPBACK_RECEIVERS": "allowed"},
    ) as stack:
        yield stack


@pytest.fixture(scope="session")
def _free_customers(stack: LocalStack) -> Iterator[str]:
    return iter(stack.tokens)


@pytest.fixture
def tenant(stack: LocalStack, _free_customers: Iterator[str]) -> Tenant:
    return Tenant(stack, next(_free_customers))


@pytest.fixture
def neighbour(stack: LocalStack, _free_customers: Iterator[str]) -> Tenant:
    """Another customer of the same stack."""
    return Tenant(stack, next(_free_customers))


@pytest.fixture
def faultbook(tenant: Tenant, environment: dict[str, str]) -> Iterator[Faultbook]:
    del environment
    with Faultbook(tenant.url, tenant.token) as faultbook:
        yield faultbook


@pytest.fixture
def environment(tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """That of a user who has set URL and token, and has no file of this machine's."""
    variables = {
        "FAULTBOOK_URL": tenant.url,
        "FAULTBOOK_TOKEN": tenant.token,
        "FAULTBOOK_CONFIG": str(tmp_path / "configuration" / "config.toml"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "NO_PROXY": "localhost,127.0.0.1",
        "COLUMNS": "140",
        "TZ": "UTC",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("FAULTBOOK_PROFILE", raising=False)
    return variables


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    """Runs `faultbook` with these arguments; `stdin` is what it reads."""
    del environment
    runner = CliRunner()

    def run(*arguments: str, stdin: str | None = None) -> Result:
        return runner.invoke(app, arguments, input=stdin, prog_name="faultbook")

    return run
