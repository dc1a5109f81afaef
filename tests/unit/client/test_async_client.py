"""The client to await does as the one that waits: the same methods, requests and retries."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import httpx
import pytest

from faultbook_client import (
    AsyncFaultbook,
    Faultbook,
    FaultbookError,
    Retry,
    Unavailable,
    Unreachable,
)
from faultbook_client.access import AccessTokens, ApiKeys, Settings
from faultbook_client.async_access import AsyncAccessTokens, AsyncApiKeys, AsyncSettings
from faultbook_client.async_heartbeats import AsyncHeartbeats
from faultbook_client.heartbeats import Heartbeats
from tests.unit.client.test_retries import (
    BUSY,
    DONE,
    FAILED,
    FAULT,
    ONCE_ONLY,
    READ_TIMEOUT,
    REPEATABLE,
    Outcome,
    Service,
)

PAIRS = [
    (Faultbook, AsyncFaultbook),
    (AccessTokens, AsyncAccessTokens),
    (ApiKeys, AsyncApiKeys),
    (Settings, AsyncSettings),
    (Heartbeats, AsyncHeartbeats),
]


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("faultbook_client.async_client.anyio.sleep", sleep)
    return slept


def awaited(service: Service, call: Callable[[Any], Awaitable[Any]], attempts: int = 5) -> Any:
    """The answer to a call of a client that talks to this service."""

    async def run() -> Any:
        transport = httpx.MockTransport(service)
        async with AsyncFaultbook(
            "https://faults.example.com/", "t", retry=Retry(attempts), transport=transport
        ) as api:
            return await call(api)

    return anyio.run(run)


@pytest.mark.parametrize(("waiting", "awaiting"), PAIRS, ids=lambda one: one.__name__)
def test_both_have_the_same_methods(waiting: type, awaiting: type):
    def methods(kind: type) -> dict[str, list[str]]:
        found = inspect.getmembers(kind, inspect.isfunction)
        public = {name: one for name, one in found if not name.startswith("_")}
        return {
            {"aclose": "close"}.get(name, name): list(inspect.signature(one).parameters)
            for name, one in public.items()
        }

    assert methods(waiting) == methods(awaiting)


@pytest.mark.parametrize("call", REPEATABLE.values(), ids=REPEATABLE)
@pytest.mark.parametrize("outcome", [FAILED, READ_TIMEOUT], ids=["503", "slow"])
def test_what_can_be_repeated_is_repeated(
    call: Callable[[Any], Any], outcome: Outcome, pauses: list[float]
):
    service = Service(outcome, outcome, DONE)

    awaited(service, call)

    assert (len(service.requests), len(pauses)) == (3, 2)


@pytest.mark.parametrize("call", ONCE_ONLY.values(), ids=ONCE_ONLY)
@pytest.mark.parametrize("outcome", [FAILED, READ_TIMEOUT], ids=["503", "slow"])
def test_what_would_be_done_twice_is_not(call: Callable[[Any], Any], outcome: Outcome):
    service = Service(outcome, DONE)

    with pytest.raises((Unavailable, Unreachable)):
        awaited(service, call)

    assert len(service.requests) == 1


def test_a_busy_service_is_waited_for_as_long_as_it_says(pauses: list[float]):
    awaited(Service(BUSY, DONE), lambda api: api.comment("flt_1", "hello"))

    assert [int(pause) for pause in pauses] == [1]


def test_a_list_goes_on_over_its_pages():
    def page(*ids: str, cursor: str | None) -> httpx.Response:
        data = [FAULT | {"id": fault_id} for fault_id in ids]
        return httpx.Response(200, json={"data": data, "meta": {"cursor": cursor}})

    service = Service(page("a", "b", cursor="next"), page("c", cursor=None))

    async def ids(api: AsyncFaultbook) -> list[str]:
        return [fault.id async for fault in api.list(severity="LOW")]

    assert awaited(service, ids) == ["a", "b", "c"]
    assert [request.url.params.get("cursor") for request in service.requests] == [None, "next"]


def test_errors_are_the_same():
    with pytest.raises(FaultbookError, match=r"No store\."):
        awaited(Service(FAILED), lambda api: api.get("flt_1"), attempts=1)
