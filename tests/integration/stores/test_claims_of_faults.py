"""Claims on keys, in the fake and the real fault stores."""

from dataclasses import replace
from datetime import timedelta

import pytest

from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import ChangeKind
from faultbook.domain.idempotency import Claim, ClaimTaken, deduplication_claim_key
from faultbook.usecases.ports import FaultStore
from tests.support.builders import CUSTOMER, NOW, SteppingClock, a_change, a_fault

RESOLVED = a_change(ChangeKind.RESOLVED, at=NOW + timedelta(hours=1), why="fixed")
KEY = deduplication_claim_key("link-7")


def test_a_claim_and_its_fault_are_put_together_or_not_at_all(fault_store: FaultStore):
    first, second = a_fault(deduplication_key="link-7"), a_fault(deduplication_key="link-7")
    fault_store.create(CUSTOMER, first, [Claim(KEY, first.number, first.expires_at)])

    with pytest.raises(ClaimTaken):
        fault_store.create(CUSTOMER, second, [Claim(KEY, second.number, second.expires_at)])

    claim = fault_store.claim(CUSTOMER, KEY)
    assert claim
    assert claim.number == first.number
    with pytest.raises(FaultNotFound):
        fault_store.get(CUSTOMER, second.number)


def test_a_claim_can_be_taken_over_from_the_fault_it_names(fault_store: FaultStore):
    first, second = a_fault(deduplication_key="link-7"), a_fault(deduplication_key="link-7")
    fault_store.create(CUSTOMER, first, [Claim(KEY, first.number, first.expires_at)])

    held = fault_store.claim(CUSTOMER, KEY)
    fault_store.create(
        CUSTOMER, second, [Claim(KEY, second.number, second.expires_at, replaces=held)]
    )

    claim = fault_store.claim(CUSTOMER, KEY)
    assert claim
    assert claim.number == second.number


def test_a_claim_on_a_fault_that_was_reopened_meanwhile_is_not_taken_over(fault_store: FaultStore):
    first, second = a_fault(deduplication_key="link-7"), a_fault(deduplication_key="link-7")
    fault_store.create(CUSTOMER, first, [Claim(KEY, first.number, first.expires_at)])
    seen = fault_store.claim(CUSTOMER, KEY)
    over = first.resolved(RESOLVED)
    fault_store.save(CUSTOMER, first, over)
    again = over.reopened(a_change(ChangeKind.REOPENED))
    claim = Claim(KEY, first.number, first.expires_at, reopened=again.version, replaces=seen)
    fault_store.save(CUSTOMER, over, again, [claim])

    with pytest.raises(ClaimTaken):
        fault_store.create(
            CUSTOMER, second, [Claim(KEY, second.number, second.expires_at, replaces=seen)]
        )

    assert fault_store.claim(CUSTOMER, KEY) == replace(claim, replaces=None)
    assert fault_store.get(CUSTOMER, first.number) == again


def test_a_change_takes_its_claim_or_is_not_made(fault_store: FaultStore):
    first, second = a_fault(deduplication_key="link-7"), a_fault(deduplication_key="link-7")
    fault_store.create(CUSTOMER, first, [Claim(KEY, first.number, first.expires_at)])
    over = second.resolved(RESOLVED)
    fault_store.create(CUSTOMER, over)

    with pytest.raises(ClaimTaken):
        fault_store.save(
            CUSTOMER,
            over,
            over.reopened(a_change(ChangeKind.REOPENED)),
            [Claim(KEY, over.number, over.expires_at)],
        )

    assert fault_store.get(CUSTOMER, over.number) == over


def test_an_expired_claim_stands_in_nobodys_way(fault_store: FaultStore, clock: SteppingClock):
    first, second = a_fault(), a_fault()
    soon = int(NOW.timestamp()) + 60
    fault_store.create(CUSTOMER, first, [Claim(KEY, first.number, soon, fingerprint="f")])
    clock.at += timedelta(seconds=60)

    assert fault_store.claim(CUSTOMER, KEY) is None
    fault_store.create(CUSTOMER, second, [Claim(KEY, second.number, soon + 60, fingerprint="f")])


def test_a_repetition_takes_its_claim_or_does_not_count(fault_store: FaultStore):
    fault = a_fault()
    fault_store.create(CUSTOMER, fault, [Claim(KEY, fault.number, fault.expires_at)])
    other = deduplication_claim_key("other")
    claim = Claim(other, fault.number, fault.expires_at, fingerprint="f", created=False, made_at=7)

    assert fault_store.repeat(CUSTOMER, fault.number, NOW, "t1", [claim]).occurrences == 2
    with pytest.raises(ClaimTaken):
        fault_store.repeat(CUSTOMER, fault.number, NOW, "t2", [claim])

    assert fault_store.get(CUSTOMER, fault.number).occurrences == 2
    assert fault_store.claim(CUSTOMER, other) == claim


def test_deleting_gives_the_deduplication_key_back(fault_store: FaultStore):
    fault = a_fault(deduplication_key="link-7")
    fault_store.create(CUSTOMER, fault, [Claim(KEY, fault.number, fault.expires_at)])

    fault_store.delete(CUSTOMER, fault)

    assert fault_store.claim(CUSTOMER, KEY) is None


def test_deleting_an_old_fault_leaves_the_key_to_the_new_one(fault_store: FaultStore):
    old, new = a_fault(deduplication_key="link-7"), a_fault(deduplication_key="link-7")
    fault_store.create(CUSTOMER, old, [Claim(KEY, old.number, old.expires_at)])
    held = fault_store.claim(CUSTOMER, KEY)
    fault_store.create(CUSTOMER, new, [Claim(KEY, new.number, new.expires_at, replaces=held)])

    fault_store.delete(CUSTOMER, old)

    claim = fault_store.claim(CUSTOMER, KEY)
    assert claim
    assert claim.number == new.number
