"""The template, built for this machine and deployed to a MiniStack: once as MiniStack comes, once
with the roles enforced, so that a permission that a function lacks shows here.

Each test has a customer of its own. Where one fails, what the functions logged last is shown.
"""

import uuid
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.rehearsal.build import build
from tests.rehearsal.http import Http
from tests.rehearsal.ministack import ministack
from tests.rehearsal.stack import Stack

_STACK = pytest.StashKey[Stack]()


@pytest.fixture(scope="session")
def built() -> Path:
    return build()


@pytest.fixture(scope="session", params=[False, True], ids=["roles-off", "roles-enforced"])
def stack(request: pytest.FixtureRequest, built: Path) -> Iterator[Stack]:
    with ministack(roles_enforced=request.param) as endpoint:
        stack = Stack(endpoint)
        stack.make_secrets()
        stack.deploy(built)
        stack.add_routes()
        stack.switch_ttl_on()
        stack.widen_secrets()
        request.config.stash[_STACK] = stack
        yield stack
        del request.config.stash[_STACK]


@pytest.fixture(autouse=True)
def nothing_is_given_up(stack: Stack) -> Iterator[None]:
    yield
    assert stack.waiting_failures() == 0, "a function's events ended in a failure queue"


@pytest.fixture
def http(stack: Stack) -> Iterator[Http]:
    """As a customer that nobody else is."""
    customer_id = f"cus_{uuid.uuid4().hex[:12]}"
    with stack.http(customer_id) as http:
        yield http


@pytest.fixture
def key(http: Http) -> str:
    """One that reads and writes."""
    wish = {"name": "rehearsal", "scopes": ["faults:read", "faults:write"]}
    made: str = http.post("/api-keys", 201, json=wish)["key"]
    return made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    stack = item.config.stash.get(_STACK, None)
    if report.failed and stack:
        report.sections.append(("newest log lines of the functions", stack.log_tail()))
    return report
