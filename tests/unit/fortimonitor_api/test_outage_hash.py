from hypothesis import given
from hypothesis import strategies as st

from functions.fortimonitor_api import outage_hash

SECRET = b"a secret of thirty-two bytes and more"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
customers = st.from_regex(r"\A[A-Za-z0-9_.:-]{1,128}\Z")
numbers = st.integers(0, 2**53 - 1)


@given(customers, numbers)
def test_a_hash_leads_back_to_its_customer_and_number(customer: str, number: int):
    value = outage_hash.write(customer, number, SECRET)

    assert value.isalnum()
    assert value.isascii()
    assert outage_hash.read(value, SECRET) == (customer, number)
    assert outage_hash.write(customer, number, SECRET) == value


@given(customers, numbers, st.data())
def test_a_hash_that_was_changed_anywhere_leads_nowhere(customer: str, number: int, data):
    value = outage_hash.write(customer, number, SECRET)
    place = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.sampled_from(ALPHABET).filter(lambda c: c != value[place]))

    assert outage_hash.read(value[:place] + other + value[place + 1 :], SECRET) is None
    assert outage_hash.read(value[:place], SECRET) is None
    assert outage_hash.read("0" + value, SECRET) is None


@given(st.text(max_size=600))
def test_what_was_never_a_hash_leads_nowhere(value: str):
    assert outage_hash.read(value, SECRET) is None


@given(st.text(ALPHABET, min_size=1, max_size=520))
def test_letters_and_digits_alone_lead_nowhere(value: str):
    assert outage_hash.read(value, SECRET) is None


def test_a_hash_of_another_secret_leads_nowhere():
    value = outage_hash.write("cus_1", 7, SECRET)

    assert outage_hash.read(value, b"another secret of thirty-two bytes") is None


def test_equal_customers_do_not_show_in_their_hashes():
    one, other = (outage_hash.write("cus_1", number, SECRET) for number in (7, 8))
    alike = sum(a == b for a, b in zip(one, other, strict=False))

    assert alike < len(one) / 4
    assert "cus" not in one
