from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.errors import FaultNotFound
from faultbook.domain.fault import Fault
from functions.fortimonitor_api.capability import SHORTEST_LIFE, CapabilitySigner
from tests.support.builders import NOW, SteppingClock, a_fault

SECRET = b"a secret of thirty-two bytes and more"
ALPHABET = "234567ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ages = st.timedeltas(timedelta(), timedelta(days=800))
customers = st.from_regex(r"\A[A-Za-z0-9_.:-]{1,128}\Z")
numbers = st.integers(0, 2**53 - 1)


def signer(
    secret: bytes = SECRET, after: timedelta = timedelta(), **revoked_at: datetime
) -> CapabilitySigner:
    """`revoked_at` is by customer."""
    return CapabilitySigner(secret, SteppingClock(NOW + after), revoked_at.get)


def outage(customer: str = "cus_1", number: int = 7) -> Fault:
    return a_fault(customer, number=number, opened_at=NOW)


def opens(value: str, after: timedelta = timedelta()) -> bool:
    try:
        signer(after=after).read(value)
    except FaultNotFound:
        return False
    return True


@given(customers, numbers, ages)
def test_a_hash_leads_back_to_its_customer_and_number(customer: str, number: int, age: timedelta):
    value = signer(after=age).write(outage(customer, number))

    assert value.isalnum()
    assert value.isascii()
    assert signer(after=age).read(value) == (customer, number)


@given(customers, numbers, st.data())
def test_a_hash_that_was_changed_anywhere_leads_nowhere(customer: str, number: int, data):
    value = signer().write(outage(customer, number))
    place = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.sampled_from(ALPHABET).filter(lambda c: c != value[place]))

    assert not opens(value[:place] + other + value[place + 1 :])
    assert not opens(value[:place])
    assert not opens("A" + value)
    assert not opens(value + "A")
    assert not opens(value.lower())


@given(st.text(max_size=400) | st.text(ALPHABET, max_size=400))
def test_what_was_never_a_hash_leads_nowhere(value: str):
    assert not opens(value)


def test_a_hash_of_another_secret_leads_nowhere():
    value = signer(b"another secret of thirty-two bytes").write(outage())

    assert not opens(value)


@given(ages)
def test_a_hash_holds_for_a_week_at_least_and_two_at_most(age: timedelta):
    value = signer(after=age).write(outage())

    assert opens(value, age + SHORTEST_LIFE)
    assert not opens(value, age + 2 * SHORTEST_LIFE)


@pytest.mark.parametrize("weeks", [0, 1, 5])
def test_an_outage_keeps_its_hash_from_week_to_week_of_its_age(weeks: int):
    """Clients tell outages apart by it."""
    first, last, next_one = (
        signer(after=weeks * SHORTEST_LIFE + after).write(outage())
        for after in (timedelta(), SHORTEST_LIFE - timedelta(seconds=1), SHORTEST_LIFE)
    )

    assert first == last != next_one


def test_an_outage_that_begins_after_the_clock_has_a_hash_too():
    value = signer(after=timedelta(seconds=-5)).write(outage())

    assert opens(value)


def test_a_customers_revocation_ends_its_hashes_and_no_others():
    mine, others = signer().write(outage()), signer().write(outage("cus_2"))
    revoked = signer(cus_1=NOW)

    with pytest.raises(FaultNotFound):
        revoked.read(mine)
    assert revoked.read(others) == ("cus_2", 7)
    again = revoked.write(outage())
    assert revoked.read(again) == ("cus_1", 7)
    with pytest.raises(FaultNotFound):
        signer(cus_1=NOW + timedelta(microseconds=1)).read(again)


def test_who_shows_no_hash_costs_no_look_at_revocations():
    asked: list[str] = []
    reader = CapabilitySigner(SECRET, SteppingClock(NOW), asked.append)

    with pytest.raises(FaultNotFound):
        reader.read(signer(b"another secret of thirty-two bytes").write(outage()))
    assert asked == []
