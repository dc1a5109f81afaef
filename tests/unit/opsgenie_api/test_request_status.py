"""An id of a request is what became of it, for the customer who made it and nobody else."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from functions.opsgenie_api.request_status import (
    Action,
    Outcome,
    Processed,
    processed_of,
    request_id_of,
)

SECRET = b"a secret of thirty-two bytes or more"
PROCESSED = st.builds(
    Processed,
    number=st.integers(0, 2**53 - 1),
    action=st.sampled_from(Action),
    outcome=st.sampled_from(Outcome),
    at=st.integers(0, 2**29 - 1).map(
        lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    ),
)


@given(PROCESSED)
def test_an_id_says_what_it_was_made_of(processed: Processed):
    request_id = request_id_of(processed, "cus_A", SECRET)

    assert processed_of(request_id, "cus_A", SECRET) == processed
    assert uuid.UUID(request_id).version == 8
    assert uuid.UUID(request_id).variant == uuid.RFC_4122


@given(PROCESSED)
def test_it_says_nothing_to_another_customer_or_under_another_secret(processed: Processed):
    request_id = request_id_of(processed, "cus_A", SECRET)

    assert processed_of(request_id, "cus_B", SECRET) is None
    assert processed_of(request_id, "cus_A", SECRET + b"!") is None


@given(PROCESSED, st.integers(0, 127))
def test_one_bit_of_it_that_is_another_makes_it_unknown(processed: Processed, bit: int):
    number = uuid.UUID(request_id_of(processed, "cus_A", SECRET)).int ^ 1 << bit

    assert processed_of(str(uuid.UUID(int=number)), "cus_A", SECRET) is None


@given(st.text() | st.uuids().map(str))
def test_whatever_else_is_no_id(text: str):
    assert processed_of(text, "cus_A", SECRET) is None
