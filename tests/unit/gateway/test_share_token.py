"""Access tokens of dashboards, and that they and bearer tokens never pass for each other."""

import json
import random
from datetime import timedelta
from typing import Any

import jwt
import pytest

from faultbook.domain.access import AccessToken, draw_token_id
from faultbook.domain.errors import AccessTokenNotFound, NotAuthenticated, Unavailable
from faultbook.gateway.share_token import AUDIENCE, ISSUER, TYPE, ShareTokens
from faultbook.usecases.caller import Caller, Scope
from faultbook.usecases.credentials import Credentials
from tests.support.access_fakes import InMemoryAccessStore
from tests.support.builders import CUSTOMER, NOW, SteppingClock
from tests.support.tokens import Timer, a_token, an_authenticator, base64url, bearer, signed

SECRET = b"the secret of share tokens, thirty-two bytes"


class World:
    def __init__(self) -> None:
        self.clock = SteppingClock()
        self.timer = Timer()
        self.store = InMemoryAccessStore(self.clock)
        self.credentials = Credentials(self.store, lambda: b"", self.clock)
        self.tokens = ShareTokens(self.store, lambda: SECRET, self.clock, self.timer)

    def make(self, minutes: int = 60) -> tuple[AccessToken, str]:
        made = self.credentials.make_access_token(CUSTOMER, minutes, by="user_1")
        return made, self.tokens.write(made)

    def accepts(self, text: str) -> bool:
        try:
            caller = self.tokens.authenticate(text)
        except AccessTokenNotFound:
            return False
        return caller.customer_id == CUSTOMER


@pytest.fixture
def world() -> World:
    return World()


def forged(token_id: str, secret: bytes = SECRET, **changes: Any) -> str:
    """`None` leaves a claim or header out; `typ` and `alg` are headers."""
    issued = int(NOW.timestamp())
    header: dict[str, Any] = {"alg": "HS256", "typ": TYPE}
    header |= {name: changes.pop(name) for name in ("alg", "typ") if name in changes}
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "jti": token_id,
        "customer_id": CUSTOMER,
        "iat": issued,
        "exp": issued + 3600,
    } | changes
    header = {name: value for name, value in header.items() if value is not None}
    claims = {name: value for name, value in claims.items() if value is not None}
    return signed(json.dumps(header).encode(), json.dumps(claims).encode(), secret)


def test_a_token_may_read_for_its_customer_and_nothing_more(world: World):
    made, text = world.make()

    caller = world.tokens.authenticate(text)

    assert caller == Caller(CUSTOMER, f"token:{made.token_id}", frozenset({Scope.READ}))


def test_a_token_works_until_the_second_it_ends(world: World):
    _, text = world.make(minutes=1)

    world.clock.at = NOW + timedelta(seconds=59)
    assert world.accepts(text)
    world.clock.at = NOW + timedelta(seconds=60)
    assert not world.accepts(text)


def test_a_revoked_token_works_for_no_more_than_a_minute(world: World):
    made, text = world.make()
    assert world.accepts(text)
    world.credentials.revoke_access_token(CUSTOMER, made.token_id)

    world.timer.seconds = 60.5

    assert not world.accepts(text)


def test_a_token_revoked_in_this_process_is_out_at_once(world: World):
    made, text = world.make()
    assert world.accepts(text)
    world.credentials.revoke_access_token(CUSTOMER, made.token_id)

    world.tokens.forget(CUSTOMER, made.token_id)

    assert not world.accepts(text)


def test_the_row_is_read_once_a_minute(world: World):
    _, text = world.make()
    for _ in range(61):
        world.accepts(text)
        world.timer.seconds += 1

    assert world.store.reads == 1


def test_a_token_without_a_row_is_not_found(world: World):
    assert not world.accepts(forged(draw_token_id()))


def test_another_customers_row_does_not_help(world: World):
    made, _ = world.make()

    with pytest.raises(AccessTokenNotFound):
        world.tokens.authenticate(forged(made.token_id, customer_id="cus_B"))


def test_what_this_test_forges_is_accepted_when_nothing_is_wrong_with_it(world: World):
    made, _ = world.make()

    assert world.accepts(forged(made.token_id))


@pytest.mark.parametrize(
    "change",
    [
        {"iss": None},
        {"iss": "https://issuer.example"},
        {"aud": None},
        {"aud": "faultbook"},
        {"aud": [AUDIENCE]},
        {"jti": None},
        {"jti": 5},
        {"jti": "tok_#"},
        {"customer_id": None},
        {"customer_id": "cus_A#x"},
        {"customer_id": 5},
        {"iat": None},
        {"exp": None},
        {"exp": "9999999999"},
        {"exp": True},
        {"exp": int(NOW.timestamp())},
        {"typ": "JWT"},
        {"typ": "SHARE+JWT"},
        {"typ": None},
        {"alg": "none"},
        {"alg": "HS512"},
        {"alg": None},
        {"secret": SECRET[::-1]},
    ],
    ids=str,
)
def test_anything_wrong_with_it_is_not_found(world: World, change: dict[str, Any]):
    made, _ = world.make()

    assert not world.accepts(forged(made.token_id, **change))


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "a.b.c", "\ud800", "é", "x" * 5_000_000],
    ids=lambda text: ascii(text[:9]),
)
def test_what_is_no_token_is_not_found(world: World, text: str):
    assert not world.accepts(text)
    assert world.store.reads == 0


def test_a_good_token_beyond_8_kibibytes_is_not_found(world: World):
    made, _ = world.make()

    assert world.accepts(forged(made.token_id, note="n" * 5000))
    assert not world.accepts(forged(made.token_id, note="n" * 6000))


def test_a_bearer_token_is_no_share_token_even_under_one_secret(world: World):
    assert not world.accepts(a_token(SECRET))
    assert not world.accepts(a_token(SECRET, jti=draw_token_id(), iss=ISSUER, aud=AUDIENCE))


def test_a_share_token_is_no_bearer_token_even_under_one_secret(world: World):
    _, text = world.make()
    naive = an_authenticator(SECRET)

    for authenticator in (an_authenticator(), an_authenticator(SECRET), naive):
        with pytest.raises(NotAuthenticated):
            authenticator.authenticate(bearer(text))


def test_a_secret_that_cannot_be_read_is_no_fault_of_the_token(world: World):
    def unreadable() -> bytes:
        raise Unavailable

    _, text = world.make()

    with pytest.raises(Unavailable):
        ShareTokens(world.store, unreadable, world.clock).authenticate(text)


def test_the_token_says_what_it_is_to_any_other_reader(world: World):
    _, text = world.make()

    assert jwt.get_unverified_header(text) == {"alg": "HS256", "typ": "share+jwt"}


def test_of_5_000_mutations_none_is_accepted(world: World):
    _, text = world.make()
    draw = random.Random(8725)  # noqa: S311 - the same edits in each run
    mutations: set[str] = set()
    while len(mutations) < 5000:
        at = draw.randrange(len(text))
        mutations |= {
            text[:at] + base64url(draw.randbytes(3))[: draw.randint(0, 4)] + text[at + 1 :]
        }

    assert [mutation for mutation in mutations - {text} if world.accepts(mutation)] == []
