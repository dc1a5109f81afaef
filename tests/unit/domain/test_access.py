"""How an API key is written and kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faultbook.domain import access
from faultbook.domain.access import ApiKey
from tests.support.builders import CUSTOMER, NOW

PEPPER = b"a pepper of thirty-two bytes and more"


def an_api_key(**overrides: Any) -> ApiKey:
    fields: dict[str, Any] = {
        "customer_id": CUSTOMER,
        "key_id": access.draw_key_id(),
        "name": "probe",
        "scopes": frozenset({"faults:read"}),
        "digest": access.digest_of("secret", PEPPER),
        "created_at": NOW,
        "created_by": "user_1",
    }
    return ApiKey(**(fields | overrides))


def test_a_key_names_its_kind_its_id_and_its_secret():
    key_id = access.draw_key_id()
    secret = access.draw_secret(key_id)
    text = access.key_text(key_id, secret)

    assert re.fullmatch(r"fb_[0-9A-Za-z]{16}_[0-9A-Za-z]{36}", text)
    assert access.read_key(text) == (key_id, secret)


def test_a_secret_has_more_than_160_random_bits():
    secret = access.draw_secret(access.draw_key_id())

    assert 62 ** len(secret[:-6]) > 2**160


def test_no_two_secrets_are_alike():
    key_id = access.draw_key_id()

    assert len({access.draw_secret(key_id) for _ in range(1000)}) == 1000


def test_a_secret_under_another_id_is_a_typing_error():
    one, other = access.draw_key_id(), access.draw_key_id()

    assert access.read_key(access.key_text(other, access.draw_secret(one))) is None


@given(st.text(max_size=80))
def test_any_text_is_read_as_nothing_or_as_what_it_is(text: str):
    parts = access.read_key(text)

    assert parts is None or access.key_text(*parts) == text


def test_a_digest_depends_on_secret_and_pepper():
    digests = {
        access.digest_of(secret, pepper)
        for secret in ("one", "other")
        for pepper in (PEPPER, PEPPER[::-1])
    }

    assert len(digests) == 4
    assert {len(digest) for digest in digests} == {32}


def test_a_key_that_was_never_rotated_does_not_accept_an_empty_digest():
    assert not an_api_key().accepts(b"", NOW)


def test_a_key_is_kept_for_a_while_after_its_end():
    assert an_api_key().kept_until() is None
    assert an_api_key(expires_at=NOW).kept_until() == NOW + access.KEPT_AFTER_END
    assert an_api_key().revoked(NOW).kept_until() == NOW + access.KEPT_AFTER_END


def test_revoking_twice_is_as_good_as_once():
    revoked = an_api_key().revoked(NOW)

    assert revoked.revoked(NOW + timedelta(hours=1)) is revoked


def test_a_revoked_key_keeps_no_digest_of_a_former_secret():
    rotated = an_api_key().rotated(b"1" * 32, NOW, timedelta(days=7))

    revoked = rotated.revoked(NOW)

    assert rotated.previous_digest
    assert (revoked.previous_digest, revoked.previous_until) == (b"", None)


def test_only_the_ids_that_are_drawn_are_ids():
    assert access.is_key_id(access.draw_key_id())
    assert access.is_token_id(access.draw_token_id())
    for text in ("", "tok_", "a" * 15, "a" * 17, "a" * 16 + "\n", "tok_" + "a" * 19 + "#"):
        assert not access.is_key_id(text)
        assert not access.is_token_id(text)


@pytest.mark.parametrize("api", sorted(access.KEY_APIS))
def test_a_key_without_a_list_serves_every_api_that_takes_keys(api: Any):
    assert an_api_key().serves(api)
