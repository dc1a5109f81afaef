"""What a sender said at length, shown with its fault and with nothing else."""

from collections.abc import Iterator

import pytest

from faultbook.domain.identifiers import fault_id, number_of_fault_id
from tests.support.builders import CUSTOMER, SteppingClock, a_fault
from tests.support.fakes import InMemoryCommentStore, InMemoryFaultStore
from tests.support.native_api import OTHER_CUSTOMER, READ, WRITE, NativeApi, native_api

SAID = {"description": "All about it.", "labels": {"job": "node"}}


@pytest.fixture
def store(clock: SteppingClock) -> InMemoryFaultStore:
    return InMemoryFaultStore(clock)


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def api(store: InMemoryFaultStore, clock: SteppingClock) -> Iterator[NativeApi]:
    comments = InMemoryCommentStore(clock)
    parts = {"fault_store": lambda: store, "comment_store": lambda: comments}
    with native_api(None, clock, parts) as api:
        yield api


@pytest.fixture
def path(store: InMemoryFaultStore) -> str:
    fault = a_fault(detail=SAID)
    store.create(CUSTOMER, fault, detail=SAID)
    return f"/fault/{fault_id(CUSTOMER, fault.number)}"


def test_one_fault_is_shown_with_its_detail(api: NativeApi, path: str):
    assert api("GET", path).json["detail"] == SAID


def test_a_fault_without_one_is_shown_as_ever(api: NativeApi):
    made = api.create()

    assert api.get(made["id"]) == made


def test_lists_and_changes_do_not_read_it(api: NativeApi, path: str):
    assert "detail" not in api("GET", "/fault").json["data"][0]
    assert "detail" not in api("POST", f"{path}/resolve", scopes=(READ, WRITE)).json


def test_a_detail_is_no_less_the_customers_own_than_its_fault(api: NativeApi, path: str):
    assert api("GET", path, customer=OTHER_CUSTOMER).status == 404


def test_a_deleted_fault_leaves_no_detail(api: NativeApi, path: str, store: InMemoryFaultStore):
    number = number_of_fault_id(CUSTOMER, path.removeprefix("/fault/"))
    assert number

    assert api("DELETE", path, scopes=(READ, WRITE)).status == 204

    assert store.details(CUSTOMER, [number]) == {}
