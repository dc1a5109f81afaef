"""Write units of the statistics, as the store counts them."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest

from faultbook.domain.fault import ChangeKind, Fault
from tests.integration.stream.conftest import Recorder
from tests.support.builders import CUSTOMER, NOW, a_change, a_fault
from tests.support.stream_records import TTL_IDENTITY, a_record

ALONE = 8
IN_A_BATCH = 2.5


class Bill:
    """What the store charges; `faults` for entries, `statistics` for counters."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self.units: defaultdict[str, float] = defaultdict(float)
        recorder.client.plan = lambda number, name: (  # noqa: ARG005
            self._metered if name == "transact_write_items" else None
        )

    @property
    def entries(self) -> float:
        return self.units[self._recorder.tables.faults]

    @property
    def counters(self) -> float:
        return self.units[self._recorder.tables.statistics]

    @property
    def events(self) -> float:
        return self.units[self._recorder.tables.events]

    def _metered(self, operation: Any, **parameters: Any) -> Any:
        answer = operation(**parameters, ReturnConsumedCapacity="TOTAL")
        for capacity in answer["ConsumedCapacity"]:
            self.units[capacity["TableName"]] += capacity["CapacityUnits"]
        return answer


def a_whole_fault(number: int, resource: str = "dev_2j4k2l2j3k4l2j3k4") -> Fault:
    return a_fault(number=number, resource_id=resource, path=f"site_8a7b6c5d4e3f2g1h|{resource}")


@pytest.fixture
def bill(recorder: Recorder) -> Bill:
    """The customer is known by then: the first change of all also registers it."""
    recorder.invoke([a_record(1, new=a_whole_fault(999), table=recorder.tables.faults)])
    return Bill(recorder)


CHANGES = {
    ChangeKind.RESOLVED: lambda fault, change: fault.resolved(change),
    ChangeKind.ACKNOWLEDGED: lambda fault, change: fault.acknowledged(change),
    ChangeKind.UPDATED: lambda fault, change: fault.edited(change, cause="something else"),
}


def test_an_opening_alone(recorder: Recorder, bill: Bill):
    recorder.invoke([a_record(1, new=a_whole_fault(1), table=recorder.tables.faults)])

    assert 0 < bill.entries + bill.counters <= ALONE


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_alone(recorder: Recorder, bill: Bill, what: ChangeKind):
    fault = a_whole_fault(999)
    changed = CHANGES[what](fault, a_change(what, why="a reason of usual length"))

    recorder.invoke([a_record(2, new=changed, old=fault, table=recorder.tables.faults)])

    assert 0 < bill.entries + bill.counters <= ALONE - 2


@pytest.mark.parametrize("what", CHANGES)
def test_the_event_of_a_usual_change_costs_two_units(
    recorder: Recorder, bill: Bill, what: ChangeKind
):
    fault = a_whole_fault(999)
    changed = CHANGES[what](fault, a_change(what, why="a reason of usual length"))

    recorder.invoke([a_record(2, new=changed, old=fault, table=recorder.tables.faults)])

    assert bill.events == 2


def test_the_event_of_a_fault_of_two_kilobytes_costs_no_more(recorder: Recorder, bill: Bill):
    words = " ".join(f"probe {n} exceeded {n * 7} ms at {n}:{n * 3 % 60}" for n in range(45))
    fault = replace(a_whole_fault(1), cause=words)

    recorder.invoke([a_record(1, new=fault, table=recorder.tables.faults)])

    assert len(words) > 1400
    assert bill.events == 2


def test_an_expiry_alone(recorder: Recorder, bill: Bill):
    removal = a_record(2, old=a_whole_fault(999), table=recorder.tables.faults)
    recorder.client.calls.clear()

    recorder.invoke([removal | {"userIdentity": TTL_IDENTITY}])

    assert 0 < bill.entries + bill.counters <= ALONE - 2
    assert recorder.client.calls == ["get_item", "batch_get_item", "transact_write_items"]


def test_a_batch_of_25_openings_of_as_many_resources(recorder: Recorder, bill: Bill):
    faults = [a_whole_fault(number, f"dev_{number:017d}") for number in range(1, 26)]

    recorder.invoke([a_record(f.number, new=f, table=recorder.tables.faults) for f in faults])

    assert 0 < bill.counters / 25 <= IN_A_BATCH


def test_a_batch_of_25_openings_of_four_resources_with_its_entries(recorder: Recorder, bill: Bill):
    faults = [a_whole_fault(number, f"dev_{number % 4:017d}") for number in range(1, 26)]

    recorder.invoke([a_record(f.number, new=f, table=recorder.tables.faults) for f in faults])

    assert 0 < (bill.entries + bill.counters) / 25 <= IN_A_BATCH


def test_a_thousand_openings_of_a_minute_write_each_counter_once_a_batch(
    recorder: Recorder, bill: Bill
):
    """One customer's hottest item takes a thousand units a second; this is a hundredth of it."""
    transactions = 0
    for batch in range(10):
        faults = [a_whole_fault(1 + batch * 100 + n) for n in range(100)]
        calls = len(recorder.client.calls)
        recorder.invoke([a_record(f.number, new=f, table=recorder.tables.faults) for f in faults])
        transactions += recorder.client.calls[calls:].count("transact_write_items")

    assert recorder.statistics.watermark(CUSTOMER).serial
    assert recorder.statistics.slots(CUSTOMER, NOW.date()).keys() == {NOW}
    assert transactions <= 31
    assert bill.counters <= 31 * 6
