"""What is written on a fault has a bound, and behind it there is room for its end."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from faultbook.domain.errors import TooLarge
from faultbook.domain.fault import Acknowledgement, ChangeKind, Fault, Status
from faultbook.dynamodb.fault_item import item_of, size
from faultbook.dynamodb.item_bound import MAX_CONTENT
from faultbook.usecases.ports import FaultStore
from tests.support.builders import CUSTOMER, a_change, a_comment, a_fault

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = "🔥" * 2500  # longer than any API takes a reason
KEPT_FOR_ITS_COURSE = {"status", "status_pk", "status_sk", "path_pk", "version", "last_change"}


def filled(length: int) -> Fault:
    """Its content has so many bytes."""
    fault = a_fault(metadata={"filling": "x"})
    item = {n: one for n, one in item_of(fault).items() if n not in KEPT_FOR_ITS_COURSE}
    missing = length - size(item)
    return replace(fault, metadata={"filling": "x" * (1 + missing)})


def edited(fault: Fault, length: int) -> Fault:
    change = a_change(ChangeKind.UPDATED)
    return fault.edited(change, metadata={"filling": "x" * length})


def test_a_fault_at_its_bound_is_taken_and_one_above_is_not(fault_store: FaultStore):
    fault_store.create(CUSTOMER, filled(MAX_CONTENT))

    with pytest.raises(TooLarge):
        fault_store.create(CUSTOMER, filled(MAX_CONTENT + 1))


def test_a_change_that_makes_a_fault_too_large_changes_nothing(fault_store: FaultStore):
    fault = filled(MAX_CONTENT)
    fault_store.create(CUSTOMER, fault)

    with pytest.raises(TooLarge):
        fault_store.save(CUSTOMER, fault, edited(fault, MAX_CONTENT + 1))

    assert fault_store.get(CUSTOMER, fault.number) == fault


def test_a_fault_at_its_bound_takes_its_whole_course_in_the_longest_words(
    fault_store: FaultStore,
):
    fault = filled(MAX_CONTENT)
    fault_store.create(CUSTOMER, fault)
    by, discussed = "界" * 255, range(1, 1001)
    course: list[Callable[[], Fault]] = [
        lambda: fault.acknowledged(
            replace(a_change(ChangeKind.ACKNOWLEDGED, why=LONGEST), by=by), email=by
        ),
        lambda: fault.noted(a_change(ChangeKind.BROADCAST, why=LONGEST)),
        lambda: replace(
            fault.commented(a_change(), a_comment(1000)), deleted_comments=tuple(discussed)
        ),
        lambda: fault.resolved(a_change(ChangeKind.RESOLVED, why=LONGEST), resolution=LONGEST),
    ]

    for step in course:
        changed = step()
        fault_store.save(CUSTOMER, fault, changed)
        fault = changed

    stored = fault_store.get(CUSTOMER, fault.number)
    assert stored.status is Status.RESOLVED
    assert stored.resolution_reason == LONGEST
    assert isinstance(stored.acknowledgement, Acknowledgement)
    assert len(stored.deleted_comments) == 1000
