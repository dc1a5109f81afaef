"""The process ends before or after any store call, or an answer is lost; the caller tries again.

Each run has a customer of its own. What a caller sees afterwards is compared with what an
undisturbed run leaves behind.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from typing import Any

import pytest

from faultbook.domain.fault import Fault
from faultbook.dynamodb.fault_item import fault_of
from tests.integration.mutations import MUTATIONS, Customer, Mutation
from tests.support.builders import SteppingClock
from tests.support.engines import Engine, Tables
from tests.support.interruptions import (
    Killed,
    UnreliableClient,
    kill_after,
    kill_before,
    lose_answer,
    lose_first_answer,
)
from tests.support.native_api import NativeApi, native_api

SERIALS = count(1)


class Laboratory:
    """Runs one mutation again and again, each time disturbed at another store call."""

    def __init__(self, api: NativeApi, client: UnreliableClient, engine: Engine) -> None:
        self._api = api
        self._client = client
        self._engine = engine

    def customer(self) -> Customer:
        return Customer(self._api, f"cus_{next(SERIALS)}")

    def undisturbed(self, mutation: Mutation, times: int = 1) -> tuple[Any, Any, int]:
        """What was to be seen before and after, and how many store calls lay between."""
        customer = self.customer()
        prepared = mutation.prepare(customer)
        before = mutation.seen(customer)
        begin = len(self._client.calls)
        for _ in range(times):
            mutation.request(customer, prepared)
        calls = len(self._client.calls) - begin
        return before, mutation.seen(customer), calls

    def disturbed(
        self, mutation: Mutation, call: int, instead: Callable[..., Any]
    ) -> tuple[Customer, Any, int | None]:
        """The customer, what was prepared, and the status of the answer, if there was one."""
        customer = self.customer()
        prepared = mutation.prepare(customer)
        status: int | None = None
        with suppress(Killed), self._client.disturbed(instead, call=call):
            status = mutation.request(customer, prepared).status
        return customer, prepared, status

    def check_items(self, customer: Customer, tables: Tables) -> None:
        """No half item, no stump, no two faults under one open deduplication key."""
        found = self._engine.items(
            tables.faults,
            FilterExpression="begins_with(pk, :customer)",
            ExpressionAttributeValues={":customer": {"S": f"{customer.customer}#"}},
        )
        faults = [fault_of(item) for item in found if item["sk"]["S"] == "fault"]
        complete = {"status_pk", "status_sk", "path_pk", "time_pk", "opened_sk", "ttl"}
        assert all(complete <= set(i) for i in found if i["sk"]["S"] == "fault")
        assert all("ttl" in item for item in found)
        open_keys = [fault.deduplication_key for fault in faults if is_keyed(fault)]
        assert len(open_keys) == len(set(open_keys))


def is_keyed(fault: Fault) -> bool:
    return fault.is_open and fault.deduplication_key != ""


@pytest.fixture
def laboratory(dynoxide: Engine, tables: Tables, clock: SteppingClock) -> Iterator[Laboratory]:
    assert tables
    client = UnreliableClient(dynoxide.client)
    with native_api(dynoxide, clock, {"dynamodb": lambda: client}) as api:
        yield Laboratory(api, client, dynoxide)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
@pytest.mark.parametrize(
    "end", [kill_before, kill_after, lose_answer], ids=lambda end: str(end.__name__)
)
def test_after_an_end_at_any_store_call_the_caller_tries_again(
    laboratory: Laboratory, tables: Tables, mutation: Mutation, end: Callable[..., Any]
):
    before, once, calls = laboratory.undisturbed(mutation)
    _, twice, _ = laboratory.undisturbed(mutation, times=2)
    assert calls > 0
    assert (twice == once) == mutation.repeatable

    for call in range(1, calls + 1):
        customer, prepared, status = laboratory.disturbed(mutation, call, end)
        assert status in (None, 503, *mutation.statuses)
        seen = mutation.seen(customer)
        if status in mutation.statuses and not mutation.itemwise:
            assert seen == once
        elif not mutation.between:
            assert seen in (before, once)

        retried = mutation.request(customer, prepared)

        assert retried.status in (*mutation.statuses, mutation.gone)
        seen = mutation.seen(customer)
        assert seen == once or (not mutation.repeatable and seen == twice)
        laboratory.check_items(customer, tables)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=str)
def test_a_call_that_the_sdk_sends_twice_takes_effect_once(
    laboratory: Laboratory, tables: Tables, mutation: Mutation
):
    _, once, calls = laboratory.undisturbed(mutation)

    for call in range(1, calls + 1):
        customer, _, status = laboratory.disturbed(mutation, call, lose_first_answer)

        assert status in mutation.statuses
        assert mutation.seen(customer) == once
        laboratory.check_items(customer, tables)
