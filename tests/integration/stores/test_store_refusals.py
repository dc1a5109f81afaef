"""What the DynamoDB stores make of a store that refuses, conflicts, or does half a job."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from faultbook.domain.errors import FaultNotFound, Unavailable, UnexpectedFailure
from faultbook.domain.fault import ChangeKind, Fault, Status
from faultbook.domain.idempotency import Claim, ClaimTaken, deduplication_claim_key
from faultbook.domain.listing import FaultFilter
from faultbook.dynamodb import client as dynamodb_client
from faultbook.dynamodb.comment_store import DynamoCommentStore
from faultbook.dynamodb.fault_item import item_of, size
from faultbook.dynamodb.fault_store import DynamoFaultStore
from tests.support.bound import Bound
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_change, a_comment, a_fault
from tests.support.engines import Engine, Tables
from tests.support.interruptions import (
    Killed,
    UnreliableClient,
    kill_after,
    lose_first_answer,
    only,
    refuse,
)

KEY = deduplication_claim_key("link-7")
RESOLVED = a_change(ChangeKind.RESOLVED)


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Waiting takes no time here; how long it would have been is kept."""
    waited: list[float] = []
    monkeypatch.setattr(dynamodb_client, "pause", waited.append)
    return waited


@pytest.fixture
def client(dynoxide: Engine) -> UnreliableClient:
    return UnreliableClient(dynoxide.client)


@pytest.fixture
def store(client: UnreliableClient, tables: Tables) -> DynamoFaultStore:
    return DynamoFaultStore(client, tables.faults, SteppingClock())


@pytest.fixture
def comments(client: UnreliableClient, tables: Tables) -> DynamoCommentStore:
    return DynamoCommentStore(client, tables.faults, SteppingClock())


@pytest.fixture
def fault(store: DynamoFaultStore) -> Fault:
    fault = a_fault(deduplication_key="link-7")
    store.create(CUSTOMER, fault, [Claim(KEY, fault.number, fault.expires_at)])
    return fault


@pytest.fixture
def first(client: UnreliableClient, fault: Fault) -> Callable[..., None]:
    """Script the next calls of the client, one by one."""
    assert fault

    def script(*steps: Callable[..., Any] | None) -> None:
        begin = len(client.calls)
        numbered = dict(enumerate(steps, begin + 1))
        client.plan = lambda number, _: numbered.get(number)

    return script


CONFLICT = refuse("TransactionConflictException")
CANCELLED = refuse("TransactionCanceledException", "TransactionConflict", "None")


def test_a_write_waits_for_a_transaction_on_its_item(
    store: DynamoFaultStore, fault: Fault, first, pauses: list[float]
):
    first(CONFLICT, CONFLICT)
    resolved = fault.resolved(RESOLVED)

    store.save(CUSTOMER, fault, resolved)

    assert store.get(CUSTOMER, fault.number) == resolved
    assert len(pauses) == 2


def test_every_single_write_waits(
    store: DynamoFaultStore, comments: DynamoCommentStore, fault: Fault, first
):
    first(CONFLICT)
    assert store.repeat(CUSTOMER, fault.number, NOW, "w1").occurrences == 2
    first(CONFLICT)
    store.create(CUSTOMER, a_fault(number=7))
    first(CONFLICT, None, CONFLICT)
    comment = comments.put(CUSTOMER, fault, a_comment())
    first(CONFLICT)
    store.delete(CUSTOMER, fault)

    assert store.get(CUSTOMER, 7)
    assert comments.of_fault(CUSTOMER, fault.number) == [comment]
    with pytest.raises(FaultNotFound):
        store.get(CUSTOMER, fault.number)


def test_a_transaction_waits_for_another(store: DynamoFaultStore, first, pauses: list[float]):
    fault, claim = a_fault(), Claim(deduplication_claim_key("other"), 1, 2**40)
    first(CANCELLED, CANCELLED, CANCELLED)

    store.create(CUSTOMER, fault, [claim])

    assert store.get(CUSTOMER, fault.number) == fault
    assert len(pauses) == 3


def test_waiting_ends(store: DynamoFaultStore, fault: Fault, first, pauses: list[float]):
    first(*[CONFLICT] * 50)
    with pytest.raises(Unavailable):
        store.save(CUSTOMER, fault, fault.resolved(RESOLVED))
    first(*[CANCELLED] * 50)
    with pytest.raises(Unavailable):
        store.create(CUSTOMER, a_fault(), [Claim("k", 1, 2**40)])

    assert sum(pauses) < 10


@pytest.mark.parametrize(
    "reason",
    ["ThrottlingError", "ProvisionedThroughputExceeded", "ItemCollectionSizeLimitExceeded"],
)
def test_a_transaction_without_room_is_unavailable(store: DynamoFaultStore, first, reason: str):
    first(refuse("TransactionCanceledException", "None", reason))

    with pytest.raises(Unavailable):
        store.create(CUSTOMER, a_fault(), [Claim("k", 1, 2**40)])


def test_a_claim_that_is_taken_goes_before_a_conflict(store: DynamoFaultStore, first):
    reasons = ("TransactionConflict", "ConditionalCheckFailed")
    first(refuse("TransactionCanceledException", *reasons))

    with pytest.raises(ClaimTaken):
        store.create(CUSTOMER, a_fault(), [Claim("k", 1, 2**40)])


@pytest.mark.parametrize("code", ["ValidationException", "SerializationException"])
def test_what_can_never_succeed_is_a_defect_and_not_an_outage(
    store: DynamoFaultStore, fault: Fault, first, code: str
):
    first(refuse(code))

    with pytest.raises(UnexpectedFailure):
        store.get(CUSTOMER, fault.number)


@pytest.mark.parametrize(
    "code",
    [
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "InternalServerError",
        "AccessDeniedException",
        "ResourceNotFoundException",
        "UnrecognizedClientException",
    ],
)
def test_what_may_pass_is_an_outage(store: DynamoFaultStore, fault: Fault, first, code: str):
    first(refuse(code))

    with pytest.raises(Unavailable):
        store.get(CUSTOMER, fault.number)


def test_a_create_whose_answer_was_lost_is_ours_even_after_another_changed_it(
    store: DynamoFaultStore, dynoxide: Engine, tables: Tables, first
):
    fault = a_fault()
    other = DynamoFaultStore(dynoxide.client, tables.faults, SteppingClock())

    def changed_before_the_second_try(operation: Any, **parameters: Any) -> Any:
        operation(**parameters)
        other.save(CUSTOMER, fault, fault.acknowledged(a_change(ChangeKind.ACKNOWLEDGED)))
        return operation(**parameters)

    first(changed_before_the_second_try)
    store.create(CUSTOMER, fault)

    assert store.get(CUSTOMER, fault.number).acknowledgement


def test_a_deletion_that_breaks_off_leaves_no_open_fault_without_its_key(
    store: DynamoFaultStore, client: UnreliableClient, fault: Fault
):
    """The first of its calls marks it."""
    client.plan = only(len(client.calls) + 2, kill_after)

    with pytest.raises(Killed):
        store.delete(CUSTOMER, fault)

    with pytest.raises(FaultNotFound):
        store.get(CUSTOMER, fault.number)
    new = a_fault(deduplication_key="link-7")
    held = store.claim(CUSTOMER, KEY)
    claim = Claim(KEY, new.number, new.expires_at, replaces=held)
    store.create(CUSTOMER, new, [claim])
    assert store.get(CUSTOMER, new.number) == new


def test_a_deletion_that_breaks_off_before_the_fault_has_gone_leaves_it_with_its_key(
    store: DynamoFaultStore, client: UnreliableClient, fault: Fault
):
    client.plan = only(len(client.calls) + 1, kill_after)

    with pytest.raises(Killed):
        store.delete(CUSTOMER, fault)

    assert store.get(CUSTOMER, fault.number) == fault
    held = store.claim(CUSTOMER, KEY)
    assert held
    assert held.number == fault.number


def unprocessed(operation: Any, **parameters: Any) -> Any:
    """Half of the batch is done."""
    [(table, requests)] = parameters["RequestItems"].items()
    half = len(requests) // 2
    operation(RequestItems={table: requests[:half]} if half else {table: requests})
    return {"UnprocessedItems": {table: requests[half:]} if half else {}}


def test_what_a_batch_leaves_is_sent_again(
    store: DynamoFaultStore, comments: DynamoCommentStore, client: UnreliableClient, fault: Fault
):
    for ordinal in range(1, 31):
        comments.put(CUSTOMER, fault, a_comment(ordinal))
    client.plan = lambda _, name: unprocessed if name == "batch_write_item" else None

    comments.delete_all(CUSTOMER, fault.number)

    assert comments.of_fault(CUSTOMER, fault.number) == []
    assert store.get(CUSTOMER, fault.number) == fault


def test_a_batch_that_does_nothing_is_given_up(
    comments: DynamoCommentStore, client: UnreliableClient, fault: Fault, pauses: list[float]
):
    def nothing(operation: Any, **parameters: Any) -> Any:
        del operation
        return {"UnprocessedItems": parameters["RequestItems"]}

    comments.put(CUSTOMER, fault, a_comment())
    client.plan = lambda _, name: nothing if name == "batch_write_item" else None

    with pytest.raises(Unavailable):
        comments.delete_all(CUSTOMER, fault.number)
    assert sum(pauses) < 10


def filled(fault: Fault, store: DynamoFaultStore, room: int) -> Fault:
    """The fault with texts that leave about so many bytes of the write unit."""
    change = a_change(ChangeKind.UPDATED)
    padding = "x" * (1024 - size(item_of(fault)) - room)
    edited = fault.edited(change, memo=padding)
    store.save(CUSTOMER, fault, edited)
    return edited


@pytest.mark.parametrize("room", range(60, 260, 20))
def test_comments_read_back_are_the_newest_however_little_room_there_is(
    store: DynamoFaultStore, comments: DynamoCommentStore, room: int
):
    fault = a_fault()
    store.create(CUSTOMER, fault)
    fault = filled(fault, store, room)
    for ordinal in (1, 2, 3):
        comment = comments.put(CUSTOMER, fault, a_comment(ordinal, body=f"comment {ordinal}"))
        counted = fault.commented(a_change(ChangeKind.COMMENTED), comment)
        store.save(CUSTOMER, fault, counted)
        store.repeat(CUSTOMER, fault.number, NOW, f"w{ordinal}")
        fault = store.get(CUSTOMER, fault.number)
    edited = replace(comments.of_fault(CUSTOMER, fault.number)[0], body="x" * 40)
    comments.edit(CUSTOMER, fault.number, edited)
    change = a_change(ChangeKind.COMMENT_EDITED)
    store.save(CUSTOMER, fault, fault.with_comment_edited(change, edited))

    fault = store.get(CUSTOMER, fault.number)

    bodies = [comment.body for comment in Bound(store, lambda: NOW, comments).comments.of(fault)]
    assert bodies == ["x" * 40, "comment 2", "comment 3"]
    kept = [comment.ordinal for comment in fault.newest_comments]
    assert kept == [1, 2, 3][3 - len(kept) :]


def walk(store: DynamoFaultStore, wanted: FaultFilter) -> Iterator[Fault]:
    after = None
    for _ in range(20):
        page = store.page(CUSTOMER, wanted, 50, after)
        yield from page.faults
        after = page.next
        if after is None:
            return
    pytest.fail("the list does not end")


def test_a_sites_list_goes_on_where_its_budget_ended_in_both_statuses(
    store: DynamoFaultStore, dynoxide: Engine, tables: Tables
):
    crowd = [a_fault(number=1000 + i, path="site_1|dev_1") for i in range(2100)]
    hidden = a_fault(number=1, path="site_1|dev_1", type="rare")
    closed = a_fault(number=2, path="site_1|dev_1", type="rare").resolved(RESOLVED)
    dynoxide.fill(tables.faults, [*crowd, hidden, closed])

    found = list(walk(store, FaultFilter(path="site_1", types=frozenset({"rare"}))))

    assert [fault.number for fault in found] == [2, 1]
    assert [fault.status for fault in found] == [Status.RESOLVED, Status.UNRESOLVED]


def test_a_transaction_sent_twice_is_one(store: DynamoFaultStore, client: UnreliableClient):
    fault = a_fault(deduplication_key="link-7")
    client.plan = lambda _, name: lose_first_answer if name == "transact_write_items" else None

    store.create(CUSTOMER, fault, [Claim(KEY, fault.number, fault.expires_at)])
    repeated = store.repeat(CUSTOMER, fault.number, NOW, "w1", [Claim("k", fault.number, 2**40)])

    assert repeated.occurrences == 2
