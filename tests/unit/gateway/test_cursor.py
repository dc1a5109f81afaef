import base64
import hashlib
import hmac
import json
import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.listing import Position
from faultbook.gateway.cursor import CursorSigner
from faultbook.gateway.errors import InvalidCursor
from tests.support.builders import CUSTOMER, NOW

SECRET = b"a secret of thirty-two bytes and more"
SIGNER = CursorSigner(SECRET)
BOUND_TO = (CUSTOMER, "GET /fault", '{"status":"resolved"}')
POSITION = Position(NOW, 270160156273935)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def accepted(cursor: str) -> bool:
    try:
        SIGNER.read(cursor, *BOUND_TO)
    except InvalidCursor:
        return False
    return True


def mutated(cursor: str, draw: random.Random) -> str:
    place = draw.randrange(len(cursor))
    other = draw.choice([*ALPHABET, "=", "+", "/", " ", "\n", "é", "\x00"])
    mutations = (
        cursor[:place] + other + cursor[place + 1 :],
        cursor[:place] + other + cursor[place:],
        cursor[:place] + cursor[place + 1 :],
        cursor[:place],
        cursor[place:] + cursor[:place],
        cursor[:place] + cursor[place:].swapcase(),
        cursor + other * draw.randrange(1, 300),
        "".join(draw.choices(ALPHABET, k=draw.randrange(80))),
    )
    return str(draw.choice(mutations))


@given(
    st.timedeltas(min_value=timedelta(days=-20_000), max_value=timedelta(days=2_900_000)),
    st.integers(0, 2**53 - 1),
    st.lists(st.text(max_size=300), max_size=4),
)
def test_a_cursor_leads_back_to_its_position(age: timedelta, number: int, bound_to: list[str]):
    position = Position(NOW + age, number)

    cursor = SIGNER.write(position, *bound_to)

    assert SIGNER.read(cursor, *bound_to) == position
    assert cursor.isascii()
    assert set(cursor) <= set(ALPHABET)


def test_none_of_20000_mutated_cursors_is_accepted():
    draw = random.Random(20_000)  # noqa: S311 - the same mutations each time
    good = SIGNER.write(POSITION, *BOUND_TO)
    forged = [mutated(good, draw) for _ in range(20_000)]

    assert [cursor for cursor in forged if cursor != good and accepted(cursor)] == []
    assert sum(cursor != good for cursor in forged) > 19_000


@pytest.mark.parametrize("place", range(3))
def test_a_cursor_counts_for_its_own_customer_route_and_filters(place: int):
    other = [*BOUND_TO]
    other[place] += "x"

    cursor = SIGNER.write(POSITION, *BOUND_TO)

    with pytest.raises(InvalidCursor):
        SIGNER.read(cursor, *other)


def test_what_a_cursor_is_bound_to_cannot_be_shifted():
    cursor = SIGNER.write(POSITION, "cus_1", "GET /fault")

    with pytest.raises(InvalidCursor):
        SIGNER.read(cursor, "cus_1GET", " /fault")
    with pytest.raises(InvalidCursor):
        SIGNER.read(cursor, 'cus_1", "GET /fault')


def test_another_secrets_cursor_is_refused():
    cursor = CursorSigner(b"x" * 32).write(POSITION, *BOUND_TO)

    assert not accepted(cursor)


def test_a_signed_cursor_of_another_format_is_refused():
    payload = json.dumps([2, 1, 1]).encode()
    message = json.dumps(BOUND_TO).encode() + b"\n" + payload
    signature = hmac.new(SECRET, message, hashlib.sha256).digest()[:16]

    cursor = base64.urlsafe_b64encode(signature + payload).rstrip(b"=").decode()

    assert not accepted(cursor)


@pytest.mark.parametrize("junk", ["", "A", "AAAA", "=" * 8, "%00", "A" * 10_000])
def test_what_is_no_cursor_is_refused(junk: str):
    assert not accepted(junk)


def test_a_cursor_names_no_customer():
    raw = base64.urlsafe_b64decode(SIGNER.write(POSITION, *BOUND_TO) + "==")

    assert CUSTOMER.encode() not in raw
