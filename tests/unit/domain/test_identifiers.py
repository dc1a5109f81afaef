import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.identifiers import (
    draw_number,
    fault_id,
    number_of_fault_id,
    number_of_short_id,
    short_id,
)
from tests.support.builders import CUSTOMER, NOW

# Worked out with date, sha256sum and bc: 2026-01-15T12:00:00Z and the random bits 2469135.
NUMBER = 270160156273935
FAULT_ID = "flt_38IDslDHezyjXPhXdHB9dbQQYWS"
SHORT_ID = "1137Meetcjx"

numbers = st.integers(min_value=0, max_value=2**53 - 1)
customers = st.from_regex(r"cus_[0-9a-z]{1,20}", fullmatch=True)
characters = st.characters(codec="utf-8")


def ksuid(text: str) -> tuple[datetime, bytes]:
    """Another way to read one than the code's own: sum of powers."""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    value = sum(alphabet.index(digit) * 62**place for place, digit in enumerate(text[::-1]))
    raw = value.to_bytes(20, "big")
    epoch = datetime(2014, 5, 13, 16, 53, 20, tzinfo=UTC)
    return epoch + timedelta(seconds=int.from_bytes(raw[:4], "big")), raw[4:]


def test_the_identifiers_of_a_known_number():
    assert fault_id(CUSTOMER, NUMBER) == FAULT_ID
    assert number_of_fault_id(CUSTOMER, FAULT_ID) == NUMBER
    assert short_id(NUMBER) == SHORT_ID
    assert number_of_short_id(SHORT_ID) == NUMBER


def test_the_test_reads_ksuids_as_their_authors_do():
    # The example in the README of segmentio/ksuid.
    at, payload = ksuid("0ujtsYcgvSTl8PAuAdqWYSMnLOv")

    assert at == datetime(2017, 10, 10, 4, 0, 47, tzinfo=UTC)
    assert payload.hex().upper() == "B5A1CD34B5F99D1154FB6853345C9735"


def test_a_fault_id_is_a_ksuid_of_the_numbers_time():
    at, payload = ksuid(FAULT_ID.removeprefix("flt_"))

    assert at == NOW
    assert int.from_bytes(payload[:8], "big") == NUMBER


@given(customers, numbers)
def test_a_fault_id_leads_back_to_its_number(customer_id: str, number: int):
    text = fault_id(customer_id, number)

    assert re.fullmatch(r"flt_[0-9A-Za-z]{27}", text)
    assert number_of_fault_id(customer_id, text) == number
    assert number_of_fault_id(customer_id, text.removeprefix("flt_")) == number


@given(customers, customers, numbers)
def test_another_customers_fault_id_is_none(one: str, other: str, number: int):
    found = number_of_fault_id(other, fault_id(one, number))

    assert found == (number if one == other else None)


@given(numbers, st.integers(min_value=0, max_value=30), characters)
def test_a_fault_id_with_one_character_changed_is_none(number: int, place: int, character: str):
    good = fault_id(CUSTOMER, number)
    changed = good[:place] + character + good[place + 1 :]

    assert number_of_fault_id(CUSTOMER, changed) == (number if changed == good else None)


@given(st.text(max_size=40))
def test_no_other_text_is_a_fault_id(text: str):
    assert number_of_fault_id(CUSTOMER, text) is None
    assert number_of_fault_id(CUSTOMER, f"flt_{text}") is None


def test_the_prefix_counts_once():
    assert number_of_fault_id(CUSTOMER, f"flt_{FAULT_ID}") is None


@given(st.from_regex(r"[0-9A-Za-z]{27}", fullmatch=True))
def test_a_ksuid_of_somebody_else_is_none(text: str):
    assert number_of_fault_id(CUSTOMER, text) is None


@given(numbers)
def test_a_short_id_leads_back_to_its_number(number: int):
    text = short_id(number)

    assert re.fullmatch(r"[1-9A-HJ-NP-Za-km-z]{11}", text)  # base 58: neither 0 nor O nor I nor l
    assert number_of_short_id(text) == number


@given(st.text(alphabet="0123456789OIlABCabcz", max_size=12))
def test_a_text_is_the_short_id_of_at_most_one_number(text: str):
    number = number_of_short_id(text)

    assert number is None or short_id(number) == text


def test_a_short_id_beyond_53_bits_is_none():
    beyond = "z" * 11

    assert number_of_short_id(beyond) is None


def test_drawn_numbers_survive_javascript_and_sort_by_their_second():
    moments = [datetime(2024, 1, 1, tzinfo=UTC), NOW, datetime(2091, 12, 31, tzinfo=UTC)]

    drawn = [draw_number(at) for at in moments]

    assert drawn == sorted(drawn)
    assert all(0 <= number <= 2**53 - 1 for number in drawn)
    assert drawn[1] >> 22 == NUMBER >> 22


def test_draws_of_one_second_differ():
    drawn = {draw_number(NOW) for _ in range(200)}

    assert len(drawn) > 190  # of four million


@given(st.sets(st.tuples(customers, numbers), min_size=2))
def test_fault_ids_of_different_faults_differ(faults: set[tuple[str, int]]):
    assert len({fault_id(*fault) for fault in faults}) == len(faults)


def test_a_customers_name_that_runs_on_into_the_number_makes_no_second_meaning():
    # `cus#1` and 2 must not read like `cus` and 12.
    assert number_of_fault_id("cus_1", fault_id("cus_", NUMBER)) is None
    assert number_of_fault_id(f"cus_{uuid4().hex}", FAULT_ID) is None
