"""API keys: presented, verified, rotated, revoked."""

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain import access
from faultbook.domain.access import ApiKey
from faultbook.domain.errors import NotAuthenticated, NotPermitted, Unavailable
from faultbook.domain.fault import Origin
from faultbook.gateway.api_key import (
    ApiKeyAuthenticator,
    Source,
    basic_key,
    bearer_key,
    genie_key,
    presented_key,
    query_key,
    x_api_key_header,
)
from faultbook.usecases.caller import Caller, Scope
from faultbook.usecases.credentials import Credentials
from tests.support.access_fakes import InMemoryAccessStore
from tests.support.builders import CUSTOMER, NOW, SteppingClock
from tests.support.tokens import Timer, a_request

PEPPER = b"a pepper of thirty-two bytes and more"
HERE = "192.0.2.7"


class World:
    """A store, an authenticator over it, and the two kinds of time."""

    def __init__(self) -> None:
        self.clock = SteppingClock()
        self.timer = Timer()
        self.store = InMemoryAccessStore(self.clock)
        self.authenticator = ApiKeyAuthenticator(self.store, lambda: PEPPER, self.clock, self.timer)

    def make(self, **fields: Any) -> tuple[ApiKey, str]:
        defaults: dict[str, Any] = {
            "name": "probe",
            "scopes": frozenset({"faults:read"}),
            "by": "u",
        }
        return Credentials(self.store, lambda: PEPPER, self.clock).make_api_key(
            CUSTOMER, **defaults | fields
        )

    def accepts(self, text: str, **called: Any) -> bool:
        try:
            caller = self.authenticator.authenticate(text, HERE, **called)
        except NotAuthenticated:
            return False
        return caller.customer_id == CUSTOMER

    def rotate(self, key: ApiKey, overlap: timedelta = access.DEFAULT_OVERLAP) -> str:
        return Credentials(self.store, lambda: PEPPER, self.clock).rotate_api_key(
            CUSTOMER, key.key_id, overlap=overlap
        )[1]

    def wait(self, span: timedelta) -> None:
        self.clock.at += span
        self.timer.seconds += span.total_seconds()


@pytest.fixture
def world() -> World:
    return World()


class TestAKey:
    def test_says_who_calls(self, world: World):
        key, text = world.make(scopes=frozenset({"faults:read", "faults:write"}))

        caller = world.authenticator.authenticate(text, HERE)

        scopes = frozenset({Scope.READ, Scope.WRITE})
        assert caller == Caller(CUSTOMER, f"key:{key.key_id}", scopes, name="probe")

    def test_says_where_the_faults_are_that_are_reported_with_it(self, world: World):
        _, text = world.make(path="berlin|hall 3")

        assert world.authenticator.authenticate(text, HERE).path == "berlin|hall 3"

    def test_gives_no_scope_that_is_not_known(self, world: World):
        _, text = world.make(scopes=frozenset({"faults:read", "faults:paint"}))

        assert world.authenticator.authenticate(text, HERE).scopes == {Scope.READ}

    def test_with_a_typing_error_costs_no_read(self, world: World):
        _, text = world.make()
        places = range(3, len(text))
        typos = [
            text[:at] + other + text[at + 1 :]
            for at in places
            for other in "aZ0"
            if text[at] != other
        ]

        assert not any(world.accepts(typo) for typo in typos)
        assert world.store.reads == 0

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "fb",
            "fb__",
            "fb_" + "a" * 16 + "_" + "b" * 36,
            "é" * 56,
            "\ud800",
            "x" * 5_000_000,
            "fb_\x00",
        ],
        ids=["empty", "fb", "blank", "unsummed", "accents", "surrogate", "long", "zero"],
    )
    def test_that_never_was_one_costs_no_read(self, world: World, text: str):
        assert not world.accepts(text)
        assert world.store.reads == 0

    @pytest.mark.parametrize("form", [" {}", "{} ", "{}\n", "{},{}", "FB_{}", "Bearer {}"])
    def test_is_taken_as_it_is_or_not_at_all(self, world: World, form: str):
        _, text = world.make()

        assert not world.accepts(form.format(text, text))

    def test_of_an_unknown_id_is_refused_like_a_wrong_secret(self, world: World):
        known, _ = world.make()
        wrong = access.key_text(known.key_id, access.draw_secret(known.key_id))
        other_id = access.draw_key_id()
        unknown = access.key_text(other_id, access.draw_secret(other_id))

        refusals = []
        for text in (wrong, unknown):
            with pytest.raises(NotAuthenticated) as refusal:
                world.authenticator.authenticate(text, HERE)
            refusals.append((type(refusal.value), str(refusal.value), world.store.reads))
            world.store.reads = 0

        assert refusals[0] == refusals[1]

    def test_signed_with_another_pepper_is_refused(self, world: World):
        _, text = world.make()
        elsewhere = ApiKeyAuthenticator(world.store, lambda: PEPPER[::-1], world.clock)

        with pytest.raises(NotAuthenticated):
            elsewhere.authenticate(text, HERE)

    def test_works_until_it_expires(self, world: World):
        _, text = world.make(expires_at=NOW + timedelta(hours=1))

        world.clock.at = NOW + timedelta(minutes=59, seconds=59)
        assert world.accepts(text)
        world.clock.at = NOW + timedelta(hours=1)
        assert not world.accepts(text)


class TestWhereAKeyWorks:
    def test_with_no_list_every_api_that_takes_keys(self, world: World):
        _, text = world.make()

        assert world.accepts(text, api=Origin.MACKEREL)
        assert world.accepts(text, api=Origin.FORTIMONITOR)
        assert not world.accepts(text, api=Origin.FAULTS)
        assert not world.accepts(text, api=Origin.INCIDENTS)

    def test_with_a_list_only_those(self, world: World):
        _, text = world.make(apis=frozenset({Origin.MACKEREL}))

        assert world.accepts(text, api=Origin.MACKEREL)
        assert not world.accepts(text, api=Origin.FORTIMONITOR)

    @pytest.mark.parametrize(
        "address",
        ["192.0.2.0", "192.0.2.255", "2001:db8::1", "::ffff:192.0.2.9", "198.51.100.4"],
    )
    def test_an_address_on_its_list_may_use_it(self, world: World, address: str):
        _, text = world.make(cidrs=("192.0.2.0/24", "2001:db8::/32", "198.51.100.4/32"))

        assert world.authenticator.authenticate(text, address).customer_id == CUSTOMER

    @pytest.mark.parametrize(
        "address",
        ["192.0.3.0", "2001:db9::1", "198.51.100.5", "", "nonsense", "192.0.2.1, 192.0.2.2", "0"],
    )
    def test_any_other_address_is_not_permitted(self, world: World, address: str):
        _, text = world.make(cidrs=("192.0.2.0/24", "2001:db8::/32", "198.51.100.4/32"))

        with pytest.raises(NotPermitted):
            world.authenticator.authenticate(text, address)

    def test_a_wrong_secret_learns_nothing_of_the_list(self, world: World):
        key, _ = world.make(cidrs=("198.51.100.4/32",))
        wrong = access.key_text(key.key_id, access.draw_secret(key.key_id))

        assert not world.accepts(wrong)


class TestRotation:
    def test_old_and_new_work_until_the_overlap_ends(self, world: World):
        key, old = world.make()
        new = world.rotate(key, timedelta(hours=24))

        world.wait(timedelta(hours=24) - timedelta(seconds=1))
        assert world.accepts(old)
        assert world.accepts(new)
        world.wait(timedelta(seconds=1))
        assert not world.accepts(old)
        assert world.accepts(new)

    def test_without_overlap_the_old_one_is_out_at_once(self, world: World):
        key, old = world.make()
        new = world.rotate(key, timedelta(0))

        assert not world.accepts(old)
        assert world.accepts(new)

    def test_a_second_rotation_ends_the_first_ones_overlap(self, world: World):
        key, first = world.make()
        second = world.rotate(key)
        third = world.rotate(key)

        assert [world.accepts(text) for text in (first, second, third)] == [False, True, True]

    def test_the_new_secret_works_at_once_where_the_old_row_is_remembered(self, world: World):
        key, old = world.make()
        assert world.accepts(old)
        world.wait(timedelta(seconds=30))
        new = world.rotate(key)

        assert world.accepts(new)

    def test_a_revoked_key_is_out_with_both_its_secrets(self, world: World):
        key, old = world.make()
        new = world.rotate(key)
        Credentials(world.store, lambda: PEPPER, world.clock).revoke_api_key(CUSTOMER, key.key_id)

        assert not world.accepts(old)
        assert not world.accepts(new)


class TestRemembering:
    def test_a_row_is_read_once_a_minute(self, world: World):
        _, text = world.make()

        for _ in range(121):
            world.accepts(text)
            world.timer.seconds += 1

        assert world.store.reads == 2

    def test_a_revoked_key_works_for_no_more_than_a_minute(self, world: World):
        key, text = world.make()
        assert world.accepts(text)
        Credentials(world.store, lambda: PEPPER, world.clock).revoke_api_key(CUSTOMER, key.key_id)

        world.timer.seconds = 60.5
        assert not world.accepts(text)

    def test_a_key_revoked_in_this_process_is_out_at_once(self, world: World):
        key, text = world.make()
        assert world.accepts(text)
        Credentials(world.store, lambda: PEPPER, world.clock).revoke_api_key(CUSTOMER, key.key_id)

        world.authenticator.forget(key.key_id)

        assert not world.accepts(text)

    def test_an_unknown_id_that_is_tried_again_and_again_is_read_once_a_second(self, world: World):
        key_id = access.draw_key_id()
        text = access.key_text(key_id, access.draw_secret(key_id))

        for _ in range(100):
            world.accepts(text)
            world.timer.seconds += 0.1

        assert world.store.reads <= 11

    def test_a_store_that_does_not_answer_is_no_fault_of_the_key(self, world: World):
        class Down(InMemoryAccessStore):
            def find(self, key_id: str) -> ApiKey | None:
                del key_id
                raise Unavailable

        _, text = world.make()
        down = ApiKeyAuthenticator(Down(world.clock), lambda: PEPPER, world.clock)

        with pytest.raises(Unavailable):
            down.authenticate(text, HERE)


class TestTheDayOfUse:
    def test_is_written_once_a_day(self, world: World):
        key, text = world.make()
        days = []
        for _ in range(49):
            world.accepts(text)
            days.append(world.store.get_api_key(CUSTOMER, key.key_id).last_used_on)
            world.wait(timedelta(hours=1))

        assert sorted(set(days)) == ["2026-01-15", "2026-01-16", "2026-01-17"]
        assert world.store.notes == 3

    def test_is_not_written_by_a_refused_secret(self, world: World):
        key, _ = world.make()
        world.accepts(access.key_text(key.key_id, access.draw_secret(key.key_id)))

        assert world.store.notes == 0

    def test_that_cannot_be_written_does_not_refuse_the_key(self, world: World):
        class ReadOnly(InMemoryAccessStore):
            def note_use(self, key: ApiKey, day: str) -> None:
                del key, day
                raise Unavailable

        key, text = world.make()
        store = ReadOnly(world.clock)
        store.put_api_key(CUSTOMER, replace(key))
        authenticator = ApiKeyAuthenticator(store, lambda: PEPPER, world.clock)

        assert authenticator.authenticate(text, HERE).customer_id == CUSTOMER


def test_a_key_is_looked_for_in_a_header_of_its_own():
    assert presented_key(a_request(x_api_key="fb_1_2"), [x_api_key_header]) == "fb_1_2"


def test_a_key_is_looked_for_nowhere_else():
    request = a_request(query="api_key=fb_1_2", authorization="ApiKey fb_1_2")

    with pytest.raises(NotAuthenticated):
        presented_key(request, [x_api_key_header])


def _basic(pair: str) -> str:
    return "Basic " + base64.b64encode(pair.encode()).decode()


@pytest.mark.parametrize(
    ("source", "header", "key"),
    [
        (genie_key, "GenieKey fb_k", "fb_k"),
        (genie_key, "geniekey   fb_k ", "fb_k"),
        (genie_key, "Bearer fb_k", None),
        (genie_key, "GenieKey fb_k, GenieKey fb_l", ""),
        (genie_key, "GenieKey", ""),
        (bearer_key, "Bearer fb_k", "fb_k"),
        (bearer_key, "bearer fb_k fb_l", ""),
        (bearer_key, "", None),
        (basic_key, _basic("anybody:fb_k"), "fb_k"),
        (basic_key, _basic(":fb_k"), "fb_k"),
        (basic_key, _basic("u:a:b"), "a:b"),
        (basic_key, _basic("no password"), ""),
        (basic_key, "Basic %%%", ""),
        (basic_key, "Basic /w==", ""),
        (basic_key, "Bearer fb_k", None),
    ],
)
def test_a_sender_presents_its_key_in_the_header_in_its_own_way(
    source: Source, header: str, key: str | None
):
    assert source(a_request(authorization=header)) == key


def test_a_sender_that_has_only_an_address_presents_its_key_there():
    assert query_key(a_request(query="key=fb_k")) == "fb_k"
    assert query_key(a_request(query="key=fb_k&key=fb_l")) == ""
    assert query_key(a_request()) is None


def test_a_key_in_two_places_is_none():
    request = a_request(query="key=fb_k", authorization="Bearer fb_k")

    with pytest.raises(NotAuthenticated):
        presented_key(request, (bearer_key, basic_key, query_key))
