"""Details beside their faults, in the fake and the real fault stores."""

from dataclasses import replace
from datetime import timedelta
from typing import ClassVar

import pytest

from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.idempotency import Claim, ClaimTaken, NumberTaken, deduplication_claim_key
from faultbook.usecases.ports import FaultStore
from tests.support.builders import CUSTOMER, NOW, a_change, a_fault

RESOLVED = a_change(ChangeKind.RESOLVED, at=NOW + timedelta(hours=1), why="fixed")
KEY = deduplication_claim_key("link-7")


class TestADetail:
    SAID: ClassVar = {"description": "All about it. ü", "labels": {"job": "node"}, "n": [1, 2.5]}

    def _created(self, store: FaultStore, *claims: Claim) -> Fault:
        fault = a_fault(detail=self.SAID, deduplication_key="link-7")
        store.create(CUSTOMER, fault, claims, detail=self.SAID)
        return fault

    def test_stands_beside_its_fault(self, fault_store: FaultStore):
        fault = self._created(fault_store)

        assert fault_store.details(CUSTOMER, [fault.number])[fault.number] == self.SAID
        assert fault_store.get(CUSTOMER, fault.number) == fault
        assert fault.detail_mark

    def test_is_written_with_its_fault_or_not_at_all(self, fault_store: FaultStore):
        claim = Claim(KEY, 4711, a_fault().expires_at)
        fault_store.create(CUSTOMER, a_fault(number=4711), [claim])

        with pytest.raises(ClaimTaken):
            fault_store.create(
                CUSTOMER,
                a_fault(number=4712, detail=self.SAID),
                [replace(claim, number=4712)],
                detail=self.SAID,
            )

        assert fault_store.details(CUSTOMER, [4712]) == {}

    def test_of_a_number_that_is_taken_replaces_none(self, fault_store: FaultStore):
        fault = self._created(fault_store)

        with pytest.raises(NumberTaken):
            fault_store.create(CUSTOMER, a_fault(number=fault.number), detail={"other": 1})

        assert fault_store.details(CUSTOMER, [fault.number])[fault.number] == self.SAID

    def test_can_be_replaced_without_a_new_version(self, fault_store: FaultStore):
        fault = self._created(fault_store)

        fault_store.describe(CUSTOMER, fault, {"description": "More of it."})

        assert fault_store.details(CUSTOMER, [fault.number])[fault.number] == {
            "description": "More of it."
        }
        stored = fault_store.get(CUSTOMER, fault.number)
        assert stored == replace(fault, detail_mark=stored.detail_mark)
        assert stored.detail_mark not in {"", fault.detail_mark}

    def test_survives_a_change_that_was_decided_before_it_was_replaced(
        self, fault_store: FaultStore
    ):
        fault = self._created(fault_store)
        fault_store.describe(CUSTOMER, fault, {"description": "More of it."})
        described = fault_store.get(CUSTOMER, fault.number)

        fault_store.save(CUSTOMER, fault, fault.resolved(RESOLVED))

        stored = fault_store.get(CUSTOMER, fault.number)
        assert stored.detail_mark == described.detail_mark

    def test_goes_with_its_fault(self, fault_store: FaultStore):
        fault = self._created(fault_store)

        fault_store.delete(CUSTOMER, fault)

        assert fault_store.details(CUSTOMER, [fault.number]) == {}
        with pytest.raises(FaultNotFound):
            fault_store.describe(CUSTOMER, fault, self.SAID)
        assert fault_store.details(CUSTOMER, [fault.number]) == {}

    def test_is_nobody_elses(self, fault_store: FaultStore):
        fault = self._created(fault_store)

        assert fault_store.details("cus_other", [fault.number]) == {}
