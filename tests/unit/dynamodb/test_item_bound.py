import pytest

from faultbook.domain.errors import TooLarge
from faultbook.domain.fault import ChangeKind, Fault
from faultbook.dynamodb import item_bound
from faultbook.dynamodb.fault_item import item_of
from tests.support.builders import a_change, a_fault


def a_fault_of(length: int) -> Fault:
    return a_fault(metadata={"filling": "x" * length})


def test_what_is_over_the_bound_since_before_there_was_one_may_end():
    fault = a_fault_of(item_bound.MAX_CONTENT)
    over = fault.resolved(a_change(ChangeKind.RESOLVED, why="fixed" * 400))

    item_bound.check(item_of(over), item_of(fault))


def test_what_is_over_the_bound_may_shrink_and_not_grow():
    stored = item_of(a_fault_of(item_bound.MAX_CONTENT + 2))

    item_bound.check(item_of(a_fault_of(item_bound.MAX_CONTENT + 1)), stored)

    with pytest.raises(TooLarge):
        item_bound.check(item_of(a_fault_of(item_bound.MAX_CONTENT + 3)), stored)
