"""One local Faultbook for all clients; each test has a customer of its own."""

import itertools
from collections.abc import Iterator

import pytest

from local.customers import Customer
from local.stack import LocalStack
from tests.clients.running import Tenant

_CUSTOMERS = 100
_SCOPES = ("faults:read", "faults:write")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalStack]:
    customers = [
        Customer(
            f"cus_client_{number}",
            {"all": (*_SCOPES, "admin")},
            {"all": _SCOPES, "read": _SCOPES[:1]},
        )
        for number in range(_CUSTOMERS)
    ]
    folder = tmp_path_factory.mktemp("faultbook")
    with LocalStack(folder, store="memory", customers=customers) as stack:
        yield stack


@pytest.fixture(scope="session")
def _free_customers(stack: LocalStack) -> Iterator[str]:
    return itertools.chain(stack.tokens)


@pytest.fixture
def tenant(stack: LocalStack, _free_customers: Iterator[str]) -> Tenant:
    return Tenant(stack, next(_free_customers))
