"""Access stores: one suite over the fake, moto and Dynoxide."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain import access
from faultbook.domain.access import KEPT_AFTER_END, AccessToken, ApiKey
from faultbook.domain.errors import (
    AccessTokenNotFound,
    ApiKeyNotFound,
    Conflict,
    Unavailable,
)
from faultbook.domain.fault import Origin
from faultbook.dynamodb.access_store import DynamoAccessStore, DynamoApiKeyDirectory
from faultbook.usecases.access_ports import AccessStore, ApiKeyDirectory
from tests.support.access_fakes import InMemoryAccessStore
from tests.support.builders import CUSTOMER, NOW, SteppingClock
from tests.support.engines import Engine

PEPPER = b"a pepper of thirty-two bytes and more"
Stores = tuple[AccessStore, ApiKeyDirectory]


@pytest.fixture
def stores(engine: Engine | None, clock: SteppingClock) -> Stores:
    if engine is None:
        fake = InMemoryAccessStore(clock)
        return fake, fake
    table = engine.tables.access
    return (
        DynamoAccessStore(engine.client, table, clock),
        DynamoApiKeyDirectory(engine.client, table),
    )


@pytest.fixture
def store(stores: Stores) -> AccessStore:
    return stores[0]


@pytest.fixture
def directory(stores: Stores) -> ApiKeyDirectory:
    return stores[1]


def an_api_key(**overrides: Any) -> ApiKey:
    key_id = access.draw_key_id()
    fields: dict[str, Any] = {
        "customer_id": CUSTOMER,
        "key_id": key_id,
        "name": "probe in hall 3",
        "scopes": frozenset({"faults:read", "faults:write"}),
        "digest": access.digest_of(access.draw_secret(key_id), PEPPER),
        "created_at": NOW,
        "created_by": "user_1",
    }
    return ApiKey(**(fields | overrides))


def an_access_token(**overrides: Any) -> AccessToken:
    fields: dict[str, Any] = {
        "customer_id": CUSTOMER,
        "token_id": access.draw_token_id(),
        "created_at": NOW,
        "created_by": "user_1",
        "expires_at": NOW + timedelta(hours=1),
    }
    return AccessToken(**(fields | overrides))


class TestApiKeys:
    def test_a_kept_key_is_found_whole(self, store: AccessStore, directory: ApiKeyDirectory):
        key = an_api_key(
            cidrs=("192.0.2.0/24", "2001:db8::/32"),
            apis=frozenset({Origin.MACKEREL, Origin.FORTIMONITOR}),
            path="berlin|hall 3",
            topics=(
                "arn:aws:sns:us-east-1:123456789012:alarms",
                "arn:aws:sns:us-east-1:123456789012:x",
            ),
            expires_at=NOW + timedelta(days=90, microseconds=7),
        )
        store.put_api_key(CUSTOMER, key)

        assert store.get_api_key(CUSTOMER, key.key_id) == key
        assert store.list_api_keys(CUSTOMER) == [key]
        assert directory.find(key.key_id) == key

    def test_a_key_with_the_least_is_found_whole(self, store: AccessStore):
        key = an_api_key(scopes=frozenset(), name="", created_by="")
        store.put_api_key(CUSTOMER, key)

        assert store.get_api_key(CUSTOMER, key.key_id) == key

    def test_a_put_whose_answer_was_lost_can_be_repeated(self, store: AccessStore):
        key = an_api_key()
        store.put_api_key(CUSTOMER, key)
        store.put_api_key(CUSTOMER, key)

        assert store.list_api_keys(CUSTOMER) == [key]

    def test_a_put_never_overwrites(self, store: AccessStore):
        key = an_api_key()
        store.put_api_key(CUSTOMER, key)

        with pytest.raises(Unavailable):
            store.put_api_key("cus_B", an_api_key(customer_id="cus_B", key_id=key.key_id))

        assert store.get_api_key(CUSTOMER, key.key_id) == key

    def test_another_customers_key_is_not_found(
        self, store: AccessStore, directory: ApiKeyDirectory
    ):
        key = an_api_key()
        store.put_api_key(CUSTOMER, key)

        with pytest.raises(ApiKeyNotFound):
            store.get_api_key("cus_B", key.key_id)
        with pytest.raises(ApiKeyNotFound):
            store.save_api_key("cus_B", key, key.revoked(NOW))

        assert store.list_api_keys("cus_B") == []
        assert directory.find(key.key_id) == key

    def test_a_missing_key_is_not_found(self, store: AccessStore, directory: ApiKeyDirectory):
        key = an_api_key()

        with pytest.raises(ApiKeyNotFound):
            store.get_api_key(CUSTOMER, key.key_id)
        with pytest.raises(ApiKeyNotFound):
            store.save_api_key(CUSTOMER, key, key.revoked(NOW))

        assert directory.find(key.key_id) is None

    def test_a_key_is_rotated_and_revoked_step_by_step(self, store: AccessStore):
        key = an_api_key()
        store.put_api_key(CUSTOMER, key)
        rotated = key.rotated(b"1" * 32, NOW, timedelta(hours=24))
        again = rotated.rotated(b"2" * 32, NOW, timedelta(0))
        revoked = again.revoked(NOW + timedelta(seconds=1))

        for before, after in ((key, rotated), (rotated, again), (again, revoked)):
            store.save_api_key(CUSTOMER, before, after)
            assert store.get_api_key(CUSTOMER, key.key_id) == after

    def test_a_save_over_another_is_refused(self, store: AccessStore):
        key = an_api_key()
        store.put_api_key(CUSTOMER, key)
        store.save_api_key(CUSTOMER, key, key.rotated(b"1" * 32, NOW, timedelta(0)))

        with pytest.raises(Conflict):
            store.save_api_key(CUSTOMER, key, key.rotated(b"2" * 32, NOW, timedelta(0)))

        assert store.get_api_key(CUSTOMER, key.key_id).digest == b"1" * 32

    def test_a_save_whose_answer_was_lost_can_be_repeated(
        self, store: AccessStore, directory: ApiKeyDirectory
    ):
        key = an_api_key()
        store.put_api_key(CUSTOMER, key)
        after = key.rotated(b"1" * 32, NOW, timedelta(0))
        store.save_api_key(CUSTOMER, key, after)
        directory.note_use(key, "2026-01-15")

        store.save_api_key(CUSTOMER, key, after)

        assert store.get_api_key(CUSTOMER, key.key_id).digest == b"1" * 32

    def test_the_day_of_use_is_kept_through_a_rotation(
        self, store: AccessStore, directory: ApiKeyDirectory
    ):
        key = an_api_key()
        store.put_api_key(CUSTOMER, key)
        directory.note_use(key, "2026-01-15")
        after = key.rotated(b"1" * 32, NOW, timedelta(0))
        store.save_api_key(CUSTOMER, key, after)

        expected = replace(after, last_used_on="2026-01-15")
        assert store.get_api_key(CUSTOMER, key.key_id) == expected

    def test_the_day_of_use_of_a_missing_key_makes_no_key(
        self, store: AccessStore, directory: ApiKeyDirectory
    ):
        key = an_api_key()
        directory.note_use(key, "2026-01-15")

        assert directory.find(key.key_id) is None
        assert store.list_api_keys(CUSTOMER) == []

    @pytest.mark.parametrize("ended", ["revoked", "expired"])
    def test_a_key_that_ended_is_kept_for_a_month(
        self, store: AccessStore, clock: SteppingClock, ended: str
    ):
        end = NOW + timedelta(hours=1)
        key = an_api_key() if ended == "revoked" else an_api_key(expires_at=end)
        store.put_api_key(CUSTOMER, key)
        if ended == "revoked":
            store.save_api_key(CUSTOMER, key, key.revoked(end))

        clock.at = end + KEPT_AFTER_END - timedelta(seconds=1)
        assert [listed.key_id for listed in store.list_api_keys(CUSTOMER)] == [key.key_id]
        clock.at = end + KEPT_AFTER_END
        assert store.list_api_keys(CUSTOMER) == []
        with pytest.raises(ApiKeyNotFound):
            store.get_api_key(CUSTOMER, key.key_id)


class TestAccessTokens:
    def test_a_kept_token_is_found_whole(self, store: AccessStore):
        token = an_access_token()
        store.put_access_token(CUSTOMER, token)

        assert store.get_access_token(CUSTOMER, token.token_id) == token
        assert store.list_access_tokens(CUSTOMER) == [token]

    def test_a_token_ends_although_the_store_may_still_have_it(
        self, store: AccessStore, clock: SteppingClock
    ):
        token = an_access_token()
        store.put_access_token(CUSTOMER, token)

        clock.at = token.expires_at - timedelta(seconds=1)
        assert store.get_access_token(CUSTOMER, token.token_id) == token
        clock.at = token.expires_at
        assert store.list_access_tokens(CUSTOMER) == []
        with pytest.raises(AccessTokenNotFound):
            store.get_access_token(CUSTOMER, token.token_id)

    def test_another_customer_has_no_part_in_it(self, store: AccessStore):
        token = an_access_token()
        store.put_access_token(CUSTOMER, token)
        store.delete_access_token("cus_B", token.token_id)

        assert store.list_access_tokens("cus_B") == []
        assert store.get_access_token(CUSTOMER, token.token_id) == token
        with pytest.raises(AccessTokenNotFound):
            store.get_access_token("cus_B", token.token_id)

    def test_deleting_twice_is_as_good_as_once(self, store: AccessStore):
        token = an_access_token()
        store.put_access_token(CUSTOMER, token)
        for _ in range(2):
            store.delete_access_token(CUSTOMER, token.token_id)

        with pytest.raises(AccessTokenNotFound):
            store.get_access_token(CUSTOMER, token.token_id)

    def test_a_put_whose_answer_was_lost_can_be_repeated_but_none_overwrites(
        self, store: AccessStore
    ):
        token = an_access_token()
        store.put_access_token(CUSTOMER, token)
        store.put_access_token(CUSTOMER, token)

        with pytest.raises(Unavailable):
            store.put_access_token(CUSTOMER, replace(token, created_by="user_2"))

        assert store.list_access_tokens(CUSTOMER) == [token]

    def test_keys_and_tokens_are_listed_apart(self, store: AccessStore):
        key, token = an_api_key(), an_access_token()
        store.put_api_key(CUSTOMER, key)
        store.put_access_token(CUSTOMER, token)

        assert store.list_api_keys(CUSTOMER) == [key]
        assert store.list_access_tokens(CUSTOMER) == [token]


@pytest.fixture(params=["moto", "dynoxide"])
def database(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine: Engine = request.getfixturevalue(request.param)
    with engine.fresh_tables():
        yield engine


def test_lists_go_on_over_all_pages(database: Engine, clock: SteppingClock):
    """A page of a Query ends at one megabyte."""
    store = DynamoAccessStore(database.client, database.tables.access, clock)
    tokens = [an_access_token(created_by="u" * 200_000) for _ in range(12)]
    for token in tokens:
        store.put_access_token(CUSTOMER, token)

    found = store.list_access_tokens(CUSTOMER)

    assert {token.token_id for token in found} == {token.token_id for token in tokens}


def test_no_attribute_holds_a_piece_of_the_secret(database: Engine, clock: SteppingClock):
    store = DynamoAccessStore(database.client, database.tables.access, clock)
    key = an_api_key()
    secret = access.draw_secret(key.key_id)
    key = replace(key, digest=access.digest_of(secret, PEPPER))
    store.put_api_key(CUSTOMER, key)
    store.save_api_key(CUSTOMER, key, key.rotated(b"1" * 32, NOW, timedelta(hours=1)))

    [item] = database.client.scan(TableName=database.tables.access)["Items"]

    pieces = [secret[at : at + 8] for at in range(len(secret) - 7)]
    assert not any(piece in str(item) for piece in pieces)


def test_what_expires_carries_a_ttl_in_whole_seconds_and_a_key_without_end_none(
    database: Engine, clock: SteppingClock
):
    store = DynamoAccessStore(database.client, database.tables.access, clock)
    store.put_api_key(CUSTOMER, an_api_key())
    store.put_api_key(CUSTOMER, an_api_key(expires_at=NOW + timedelta(days=1, microseconds=1)))
    store.put_access_token(CUSTOMER, an_access_token())

    items = database.client.scan(TableName=database.tables.access)["Items"]

    kept = int((NOW + timedelta(days=1) + KEPT_AFTER_END).timestamp())
    token = int((NOW + timedelta(hours=1)).timestamp())
    assert [item["ttl"] for item in items if "ttl" in item].count({"N": str(kept)}) == 1
    assert sorted(item["ttl"]["N"] for item in items if "ttl" in item) == sorted(
        [str(kept), str(token)]
    )
