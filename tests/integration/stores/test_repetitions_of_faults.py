"""Repeated reports, in the fake and the real fault stores."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from faultbook.domain.errors import FaultChanged
from faultbook.domain.fault import ChangeKind
from faultbook.usecases.ports import FaultStore
from tests.support.builders import CUSTOMER, NOW, a_change, a_fault

if TYPE_CHECKING:
    from faultbook.domain.edits import Edits


RESOLVED = a_change(ChangeKind.RESOLVED, at=NOW + timedelta(hours=1), why="fixed")


def test_a_repetition_counts_without_a_new_version(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)
    later = NOW + timedelta(minutes=3)

    repeated = fault_store.repeat(CUSTOMER, fault.number, later, "token 1")

    assert (repeated.occurrences, repeated.last_seen_at) == (2, later)
    assert repeated.version == fault.version
    assert fault_store.get(CUSTOMER, fault.number) == repeated


def test_a_repetition_sent_again_counts_once(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)
    fault_store.repeat(CUSTOMER, fault.number, NOW, "token 1")

    assert fault_store.repeat(CUSTOMER, fault.number, NOW, "token 1").occurrences == 2
    assert fault_store.repeat(CUSTOMER, fault.number, NOW, "token 2").occurrences == 3


def test_a_repetition_brings_its_news(fault_store: FaultStore):
    fault = a_fault(metadata={"used": 91})
    fault_store.create(CUSTOMER, fault)
    news: Edits = {"message": "disk 99%", "cause": "log files", "metadata": {"used": 99}}

    repeated = fault_store.repeat(CUSTOMER, fault.number, NOW, "t1", news=news)

    assert repeated == replace(fault, occurrences=2, last_seen_at=NOW, **news)
    assert fault_store.get(CUSTOMER, fault.number) == repeated


@pytest.mark.parametrize("seen_before", [True, False])
def test_a_late_repetition_is_counted_and_changes_nothing(
    fault_store: FaultStore, *, seen_before: bool
):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)
    if seen_before:
        fault = fault_store.repeat(CUSTOMER, fault.number, NOW, "t1", news={"message": "99 %"})
    earlier = NOW - timedelta(microseconds=1)

    late = fault_store.repeat(CUSTOMER, fault.number, earlier, "t2", news={"message": "91 %"})

    assert late == replace(fault, occurrences=fault.occurrences + 1)
    assert fault_store.get(CUSTOMER, fault.number) == late


def test_a_resolved_fault_is_not_repeated(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)
    fault_store.save(CUSTOMER, fault, fault.resolved(RESOLVED))

    with pytest.raises(FaultChanged):
        fault_store.repeat(CUSTOMER, fault.number, NOW, "token 1")


def test_a_change_beside_a_repetition_loses_neither(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault)
    fault_store.repeat(CUSTOMER, fault.number, NOW, "token 1")

    fault_store.save(CUSTOMER, fault, fault.edited(a_change(ChangeKind.UPDATED), cause="other"))

    stored = fault_store.get(CUSTOMER, fault.number)
    assert (stored.occurrences, stored.cause, stored.version) == (2, "other", 2)
