"""Making, listing, rotating and revoking what opens the API."""

from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain import access
from faultbook.domain.access import AccessToken, ApiKey
from faultbook.domain.errors import (
    AccessTokenNotFound,
    ApiKeyNotFound,
    Conflict,
    InvalidRequest,
    Unavailable,
)
from faultbook.domain.fault import Origin
from faultbook.usecases.credentials import Credentials
from tests.support.access_fakes import InMemoryAccessStore
from tests.support.builders import CUSTOMER, NOW, SteppingClock

PEPPER = b"a pepper of thirty-two bytes and more"


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def store(clock: SteppingClock) -> InMemoryAccessStore:
    return InMemoryAccessStore(clock)


def over(store: InMemoryAccessStore) -> Credentials:
    return Credentials(store, lambda: PEPPER, store.clock)


def make_key(store: InMemoryAccessStore, **fields: Any) -> tuple[ApiKey, str]:
    defaults: dict[str, Any] = {
        "name": "probe",
        "scopes": frozenset({"faults:read"}),
        "by": "user_1",
    }
    return over(store).make_api_key(CUSTOMER, **defaults | fields)


def rotate(store: InMemoryAccessStore, key: ApiKey, **fields: Any) -> ApiKey:
    return over(store).rotate_api_key(
        fields.pop("customer_id", key.customer_id), key.key_id, **fields
    )[0]


def make_token(store: InMemoryAccessStore, minutes: int = 60) -> AccessToken:
    return over(store).make_access_token(CUSTOMER, minutes, by="user_1")


class TestApiKeys:
    def test_a_made_key_is_kept_as_it_was_wanted(self, store: InMemoryAccessStore):
        fields: dict[str, Any] = {
            "name": "probe in hall 3",
            "scopes": frozenset({"faults:read", "faults:write"}),
            "by": "user_9",
            "cidrs": ("192.0.2.0/24",),
            "apis": frozenset({Origin.MACKEREL}),
            "expires_at": NOW + timedelta(days=90),
        }
        key, _ = make_key(store, **fields)

        kept = store.get_api_key(CUSTOMER, key.key_id)

        assert kept == key
        assert (kept.name, kept.scopes, kept.created_by) == (
            fields["name"],
            fields["scopes"],
            fields["by"],
        )
        assert (kept.cidrs, kept.apis, kept.expires_at, kept.created_at) == (
            fields["cidrs"],
            fields["apis"],
            fields["expires_at"],
            NOW,
        )

    def test_nothing_of_the_secret_is_kept(self, store: InMemoryAccessStore):
        key, text = make_key(store)
        _, _, secret = text.split("_")
        pieces = {secret[at : at + 8] for at in range(len(secret) - 7)}

        assert not any(piece in repr(key) + key.digest.hex() for piece in pieces)

    def test_keys_are_listed_newest_first_and_only_ones_own(
        self, store: InMemoryAccessStore, clock: SteppingClock
    ):
        made = []
        for _ in range(3):
            made.append(make_key(store)[0].key_id)
            clock.at += timedelta(seconds=1)
        over(store).make_api_key("cus_B", name="theirs", scopes=frozenset(), by="user_2")

        listed = over(store).list_api_keys(CUSTOMER)

        assert [key.key_id for key in listed] == made[::-1]

    @pytest.mark.parametrize(
        "span",
        [timedelta(0), timedelta(seconds=-1), access.MAX_KEY_LIFETIME + timedelta(seconds=1)],
    )
    def test_an_end_in_the_past_or_far_away_is_refused(
        self, store: InMemoryAccessStore, span: timedelta
    ):
        with pytest.raises(InvalidRequest) as refusal:
            make_key(store, expires_at=NOW + span)

        assert list(refusal.value.fields) == ["expires_at"]
        assert store.list_api_keys(CUSTOMER) == []

    def test_there_are_no_more_than_500(self, store: InMemoryAccessStore):
        for _ in range(access.MAX_API_KEYS):
            make_key(store)

        with pytest.raises(Conflict):
            make_key(store)

    def test_a_revoked_key_stays_listed_for_a_month(
        self, store: InMemoryAccessStore, clock: SteppingClock
    ):
        key, _ = make_key(store)
        over(store).revoke_api_key(CUSTOMER, key.key_id)

        [listed] = over(store).list_api_keys(CUSTOMER)
        assert listed.revoked_at == NOW
        clock.at += access.KEPT_AFTER_END
        assert over(store).list_api_keys(CUSTOMER) == []

    def test_revoking_twice_keeps_the_first_time(
        self, store: InMemoryAccessStore, clock: SteppingClock
    ):
        key, _ = make_key(store)
        for _ in range(2):
            over(store).revoke_api_key(CUSTOMER, key.key_id)
            clock.at += timedelta(hours=1)

        assert store.get_api_key(CUSTOMER, key.key_id).revoked_at == NOW

    @pytest.mark.parametrize("key_id", ["", "x", "a" * 16, "a" * 5000, "#", "a" * 15 + "\n"])
    def test_an_unknown_key_is_neither_rotated_nor_revoked(
        self, store: InMemoryAccessStore, key_id: str
    ):
        with pytest.raises(ApiKeyNotFound):
            over(store).revoke_api_key(CUSTOMER, key_id)
        with pytest.raises(ApiKeyNotFound):
            over(store).rotate_api_key(CUSTOMER, key_id)

    def test_another_customers_key_is_as_good_as_unknown(self, store: InMemoryAccessStore):
        key, _ = make_key(store)

        with pytest.raises(ApiKeyNotFound):
            over(store).revoke_api_key("cus_B", key.key_id)
        with pytest.raises(ApiKeyNotFound):
            rotate(store, key, customer_id="cus_B")

        assert store.get_api_key(CUSTOMER, key.key_id) == key

    def test_a_key_that_no_longer_works_is_not_rotated(
        self, store: InMemoryAccessStore, clock: SteppingClock
    ):
        revoked, _ = make_key(store)
        over(store).revoke_api_key(CUSTOMER, revoked.key_id)
        expired, _ = make_key(store, expires_at=NOW + timedelta(hours=1))
        clock.at += timedelta(hours=1)

        for key in (revoked, expired):
            with pytest.raises(Conflict):
                rotate(store, key)

    def test_a_rotation_keeps_everything_but_the_secret(
        self, store: InMemoryAccessStore, clock: SteppingClock
    ):
        key, _ = make_key(store, cidrs=("192.0.2.0/24",))
        clock.at += timedelta(days=1)

        after = rotate(store, key)

        assert after.previous_digest == key.digest
        assert after.previous_until == clock.at + timedelta(hours=24)
        assert (after.rotated_at, after.cidrs) == (clock.at, key.cidrs)
        assert store.get_api_key(CUSTOMER, key.key_id) == after

    @pytest.mark.parametrize("overlap", [timedelta(seconds=-1), timedelta(days=7, seconds=1)])
    def test_an_overlap_is_0_to_7_days(self, store: InMemoryAccessStore, overlap: timedelta):
        key, _ = make_key(store)
        rotate(store, key, overlap=timedelta(days=7))
        rotate(store, key, overlap=timedelta(0))

        with pytest.raises(InvalidRequest):
            rotate(store, key, overlap=overlap)

    def test_of_two_rotations_at_once_one_is_told_so(self, clock: SteppingClock):
        store = Overtaken(clock)
        key, _ = make_key(store)
        store.overtake = 1

        with pytest.raises(Conflict):
            rotate(store, key)

    def test_a_revocation_goes_before_a_rotation_at_the_same_time(self, clock: SteppingClock):
        store = Overtaken(clock)
        key, _ = make_key(store)
        store.overtake = 2

        over(store).revoke_api_key(CUSTOMER, key.key_id)

        assert store.get_api_key(CUSTOMER, key.key_id).revoked_at == NOW

    def test_a_revocation_that_is_overtaken_for_ever_does_not_claim_success(
        self, clock: SteppingClock
    ):
        store = Overtaken(clock)
        key, _ = make_key(store)
        store.overtake = 1000

        with pytest.raises(Unavailable):
            over(store).revoke_api_key(CUSTOMER, key.key_id)


class Overtaken(InMemoryAccessStore):
    """Somebody else rotates the key just before the next `overtake` saves."""

    overtake = 0

    def save_api_key(self, customer_id: str, before: ApiKey, after: ApiKey) -> None:
        if self.overtake:
            self.overtake -= 1
            theirs = before.rotated(b"theirs", NOW, timedelta(0))
            super().save_api_key(customer_id, before, theirs)
        super().save_api_key(customer_id, before, after)


class TestAccessTokens:
    def test_a_token_ends_when_it_should_in_whole_seconds(
        self, store: InMemoryAccessStore, clock: SteppingClock
    ):
        clock.at = NOW + timedelta(microseconds=999_999)

        token = make_token(store, 43_200)

        assert (token.created_at, token.expires_at) == (NOW, NOW + timedelta(days=30))
        assert store.get_access_token(CUSTOMER, token.token_id) == token

    @pytest.mark.parametrize("minutes", [0, -1, 43_201])
    def test_a_token_lives_a_minute_to_30_days(self, store: InMemoryAccessStore, minutes: int):
        with pytest.raises(InvalidRequest):
            make_token(store, minutes)

    def test_tokens_are_listed_newest_first_without_those_that_ended(
        self, store: InMemoryAccessStore, clock: SteppingClock
    ):
        make_token(store, 1)
        clock.at += timedelta(seconds=30)
        first = make_token(store)
        clock.at += timedelta(seconds=30)
        second = make_token(store)

        assert over(store).list_access_tokens(CUSTOMER) == [second, first]
        assert over(store).list_access_tokens("cus_B") == []

    def test_there_are_no_more_than_1000_at_a_time(
        self, store: InMemoryAccessStore, clock: SteppingClock
    ):
        for _ in range(access.MAX_ACCESS_TOKENS):
            make_token(store, 1)
        with pytest.raises(Conflict):
            make_token(store)
        clock.at += timedelta(minutes=1)

        assert make_token(store) in store.list_access_tokens(CUSTOMER)

    def test_a_revoked_token_is_gone(self, store: InMemoryAccessStore):
        token = make_token(store)
        over(store).revoke_access_token(CUSTOMER, token.token_id)

        assert over(store).list_access_tokens(CUSTOMER) == []
        with pytest.raises(AccessTokenNotFound):
            over(store).revoke_access_token(CUSTOMER, token.token_id)

    @pytest.mark.parametrize("token_id", ["", "x", "tok_" + "a" * 20, "tok_#", "a" * 5000])
    def test_an_unknown_token_is_not_revoked(self, store: InMemoryAccessStore, token_id: str):
        with pytest.raises(AccessTokenNotFound):
            over(store).revoke_access_token(CUSTOMER, token_id)

    def test_another_customers_token_is_as_good_as_unknown(self, store: InMemoryAccessStore):
        token = make_token(store)

        with pytest.raises(AccessTokenNotFound):
            over(store).revoke_access_token("cus_B", token.token_id)

        assert store.list_access_tokens(CUSTOMER) == [token]
