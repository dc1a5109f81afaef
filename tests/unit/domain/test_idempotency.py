from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain.idempotency import (
    Idempotency,
    deduplication_claim_key,
    idempotency_claim_key,
)

texts = st.text(alphabet='ab\n #|/"POST', max_size=12)


@given(texts, texts)
def test_different_deduplication_keys_have_different_claims(one: str, other: str):
    same = deduplication_claim_key(one) == deduplication_claim_key(other)

    assert same == (one == other)


@given(st.sets(st.tuples(st.sampled_from(["POST /fault", "POST /fault/batch"]), texts)))
def test_different_routes_and_keys_have_different_claims(uses: set[tuple[str, str]]):
    assert len({idempotency_claim_key(route, key) for route, key in uses}) == len(uses)


@given(texts)
def test_kinds_of_keys_never_meet(text: str):
    key = Idempotency(idempotency_claim_key("POST /fault", text), "f")

    claims = {
        deduplication_claim_key(text),
        deduplication_claim_key(key.key),
        key.key,
        key.of_item(0, "f").key,
    }

    assert len(claims) == 4


def test_each_item_of_a_batch_has_its_own_key():
    key = Idempotency(idempotency_claim_key("POST /fault/batch", "k"), "whole")

    items = [key.of_item(place, f"f{place}") for place in range(100)]

    assert len({item.key for item in items}) == 100
    assert [item.fingerprint for item in items[:2]] == ["f0", "f1"]


def test_a_claims_name_has_a_fixed_length():
    # It is part of a table key, and keys have limits that a sender's text has not.
    assert len(deduplication_claim_key("x" * 255)) == 64
