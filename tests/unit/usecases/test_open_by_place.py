from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind, Fault, Severity
from faultbook.usecases.open_by_place import MAX_FAULTS, Branches
from faultbook.usecases.read_faults import ReadFaults
from tests.support.bound import no_timelines
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_change, a_fault
from tests.support.fakes import InMemoryFaultStore

OTHER = "cus_B"


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def store(clock: SteppingClock) -> InMemoryFaultStore:
    return InMemoryFaultStore(clock)


def put(
    store: InMemoryFaultStore,
    path: str,
    severity: Severity = Severity.HIGH,
    customer_id: str = CUSTOMER,
    **fields: Any,
) -> Fault:
    fault = a_fault(customer_id, path=path, severity=severity, **fields)
    store.create(customer_id, fault)
    return fault


def totals(branches: Branches) -> dict[str, int]:
    return {name: branch.open.total() for name, branch in branches.below.items()}


def test_below_nothing_are_the_sites(store):
    put(store, "site_1|rack_3|edge-7", Severity.CRITICAL)
    put(store, "site_1|rack_4")
    put(store, "site_10")

    counted = ReadFaults(store, no_timelines).open_by_place(CUSTOMER, None, None)

    assert counted.below["site_1"].open == Counter({Severity.CRITICAL: 1, Severity.HIGH: 1})
    assert {one.path: one.has_children for one in counted.below.values()} == {
        "site_1": True,
        "site_10": False,
    }
    assert (counted.here.total(), counted.next) == (0, None)


def test_a_node_has_faults_of_its_own_and_of_its_children(store):
    put(store, "site_1")
    put(store, "site_1|rack_3")
    put(store, "site_1|rack_3|edge-7")
    put(store, "site_10|rack_3")

    counted = ReadFaults(store, no_timelines).open_by_place(CUSTOMER, "site_1", None)

    assert totals(counted) == {"rack_3": 2}
    assert counted.below["rack_3"].path == "site_1|rack_3"
    assert counted.below["rack_3"].has_children
    assert counted.here.total() == 1


def test_only_whole_segments_are_children(store):
    put(store, "site_1|rack_3|edge-7")
    put(store, "site_1|rack_30|edge-7")

    counted = ReadFaults(store, no_timelines).open_by_place(CUSTOMER, "site_1|rack_3", None)

    assert totals(counted) == {"edge-7": 1}
    assert not counted.below["edge-7"].has_children


def test_resolved_faults_and_those_of_others_do_not_count(store):
    resolved = put(store, "site_1|rack_3")
    store.save(CUSTOMER, resolved, resolved.resolved(a_change(ChangeKind.RESOLVED)))
    put(store, "site_1|rack_3", customer_id=OTHER)

    for node in (None, "site_1", "site_1|rack_3", "no|such|place"):
        counted = ReadFaults(store, no_timelines).open_by_place(CUSTOMER, node, None)
        assert (totals(counted), counted.here.total()) == ({}, 0)


def test_a_count_ends_after_a_thousand_faults_and_goes_on_where_it_ended(store):
    for place in range(MAX_FAULTS + 7):
        put(store, f"site_{place % 2}|edge", opened_at=NOW - timedelta(seconds=place))

    first = ReadFaults(store, no_timelines).open_by_place(CUSTOMER, None, None)
    rest = ReadFaults(store, no_timelines).open_by_place(CUSTOMER, None, first.next)

    assert totals(first) == {"site_0": 500, "site_1": 500}
    assert first.next is not None
    assert (totals(rest), rest.next) == ({"site_0": 4, "site_1": 3}, None)
