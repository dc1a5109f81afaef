"""Bearer tokens as they should be: whom they name, and for how long."""

import subprocess
import sys
from typing import Any

import jwt
import pytest

from faultbook.domain.errors import NotAuthenticated, Unavailable
from faultbook.gateway.bearer_jwt import HmacKey, JwtAuthenticator
from faultbook.gateway.token_rules import TokenRules
from faultbook.usecases.caller import Caller, Scope
from tests.support.builders import CUSTOMER, NOW, SteppingClock
from tests.support.tokens import (
    AUDIENCE,
    ISSUER,
    RULES,
    SECRET,
    Timer,
    a_request,
    a_token,
    accepts,
    an_authenticator,
    bearer,
    claims,
    refuses,
)

ISSUED = int(NOW.timestamp())


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
def authenticator(clock: SteppingClock, timer: Timer) -> JwtAuthenticator:
    return an_authenticator(clock=clock, timer=timer)


class TestAGoodToken:
    def test_says_who_calls(self, authenticator: JwtAuthenticator):
        caller = authenticator.authenticate(bearer(a_token(email="ada@example.com")))

        assert caller == Caller(
            CUSTOMER, "user_1", frozenset({Scope.READ, Scope.WRITE}), "ada@example.com"
        )

    def test_of_pyjwt_is_accepted(self, authenticator: JwtAuthenticator):
        token = jwt.encode(claims(), SECRET, algorithm="HS256")

        assert authenticator.authenticate(bearer(token)).customer_id == CUSTOMER

    @pytest.mark.parametrize("kind", ["JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"])
    def test_has_one_of_the_known_types(self, authenticator: JwtAuthenticator, kind: str):
        assert accepts(authenticator, a_token(header={"typ": kind}))

    def test_may_name_further_audiences(self, authenticator: JwtAuthenticator):
        token = a_token(aud=["https://other.example", AUDIENCE])

        assert accepts(authenticator, token)

    def test_may_have_times_with_a_fraction(self, authenticator: JwtAuthenticator):
        assert accepts(authenticator, a_token(iat=ISSUED - 0.25))

    @pytest.mark.parametrize(
        ("scope", "expected"),
        [
            ("faults:read", {Scope.READ}),
            ("openid faults:write  profile", {Scope.WRITE}),
            (["admin", "faults:read", "other"], {Scope.ADMIN, Scope.READ}),
            ("", set()),
            ([], set()),
            ("FAULTS:READ faults:readall", set()),
        ],
    )
    def test_gives_the_scopes_that_are_ours(
        self, authenticator: JwtAuthenticator, scope: Any, expected: set[Scope]
    ):
        assert authenticator.authenticate(bearer(a_token(scope=scope))).scopes == expected


class TestTheHeaderOfTheRequest:
    @pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "bEaReR"])
    def test_the_scheme_has_any_case(self, authenticator: JwtAuthenticator, scheme: str):
        assert (
            authenticator.authenticate(a_request(authorization=f"{scheme} {a_token()}")).subject
            == "user_1"
        )

    def test_several_blanks_after_the_scheme_are_as_good_as_one(
        self, authenticator: JwtAuthenticator
    ):
        assert (
            authenticator.authenticate(a_request(authorization=f"Bearer    {a_token()}")).subject
            == "user_1"
        )

    @pytest.mark.parametrize(
        "header",
        [
            "",
            "Bearer",
            "Bearer ",
            "{token}",
            "Bearer{token}",
            "Bearer\t{token}",
            "Bearer {token} {token}",
            "Bearer {token},Bearer {token}",
            "Bearer {token}, Bearer {token}",
            "Bearer {token} ",
            "Bearer {token}\n",
            " Bearer {token}",
            "Basic {token}",
            "ApiKey {token}",
            "Bearer Bearer {token}",
            'Bearer "{token}"',
        ],
    )
    def test_anything_but_one_bearer_token_is_refused(
        self, authenticator: JwtAuthenticator, header: str
    ):
        with pytest.raises(NotAuthenticated):
            authenticator.authenticate(a_request(authorization=header.format(token=a_token())))

    def test_no_header_is_refused(self, authenticator: JwtAuthenticator):
        with pytest.raises(NotAuthenticated):
            authenticator.authenticate(a_request())

    def test_a_token_in_another_header_or_in_the_query_is_not_seen(
        self, authenticator: JwtAuthenticator
    ):
        request = a_request(query=f"access_token={a_token()}", x_api_key=a_token())

        with pytest.raises(NotAuthenticated):
            authenticator.authenticate(request)

    @pytest.mark.parametrize("junk", ["\ud800", "é", "\x00", "\u202e", "٣", "\uff21"])
    def test_characters_beyond_base64url_are_refused(
        self, authenticator: JwtAuthenticator, junk: str
    ):
        assert refuses(authenticator, a_token() + junk)
        assert refuses(authenticator, junk + a_token())

    def test_megabytes_are_refused_before_they_are_parsed(self, authenticator: JwtAuthenticator):
        assert refuses(authenticator, "a" * 5_000_000)
        assert refuses(authenticator, f"{a_token()}{'A' * 5_000_000}")


class TestTime:
    @pytest.mark.parametrize("exp", [ISSUED + 1, ISSUED, ISSUED - 29])
    def test_a_token_works_until_half_a_minute_after_its_end(
        self, authenticator: JwtAuthenticator, exp: int
    ):
        assert accepts(authenticator, a_token(iat=ISSUED - 600, exp=exp))

    @pytest.mark.parametrize("exp", [ISSUED - 30, ISSUED - 31, 0])
    def test_and_no_longer(self, authenticator: JwtAuthenticator, exp: int):
        assert refuses(authenticator, a_token(iat=ISSUED - 600, exp=exp))

    @pytest.mark.parametrize("ahead", [20, 60])
    def test_the_issuers_clock_may_be_ahead_by_a_minute(
        self, authenticator: JwtAuthenticator, ahead: int
    ):
        assert accepts(authenticator, a_token(iat=ISSUED + ahead))

    @pytest.mark.parametrize("ahead", [61, 120, 10**9])
    def test_and_by_no_more(self, authenticator: JwtAuthenticator, ahead: int):
        iat = ISSUED + ahead

        assert refuses(authenticator, a_token(iat=iat, exp=iat + 60))

    def test_a_token_may_live_a_day(self, authenticator: JwtAuthenticator):
        assert accepts(authenticator, a_token(exp=ISSUED + 86_400))

    @pytest.mark.parametrize("life", [86_401, 10**9, 0, -1])
    def test_and_no_longer_than_a_day(self, authenticator: JwtAuthenticator, life: int):
        assert refuses(authenticator, a_token(exp=ISSUED + life))

    @pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
    @pytest.mark.parametrize(
        "value",
        [
            str(ISSUED),
            "9_999_999_999",
            "١٧٦٨٤٧٨٤٠٠",
            True,
            [ISSUED],
            {"t": ISSUED},
            10**30,
            -1,
            1e300,
            float("nan"),
            float("inf"),
        ],
    )
    def test_what_is_no_number_of_seconds_is_no_time(
        self, authenticator: JwtAuthenticator, name: str, value: Any
    ):
        assert refuses(authenticator, a_token(**{name: value}))


class TestRemembering:
    def test_a_verified_token_is_not_verified_again_for_a_minute(self, timer: Timer):
        asked: list[bytes] = []

        def secret() -> bytes:
            asked.append(SECRET)
            return SECRET

        authenticator = JwtAuthenticator(
            HmacKey(secret), rules=RULES, clock=SteppingClock(), timer=timer
        )
        request = bearer(a_token())

        for seconds in (0, 1, 60, 61, 62):
            timer.seconds = seconds
            authenticator.authenticate(request)

        assert len(asked) == 2

    def test_a_remembered_token_still_ends(
        self, authenticator: JwtAuthenticator, clock: SteppingClock
    ):
        token = a_token(exp=ISSUED + 10)
        authenticator.authenticate(bearer(token))

        clock.at = clock.at.replace(second=40)

        assert refuses(authenticator, token)

    def test_a_refused_token_is_not_remembered_as_good(self, authenticator: JwtAuthenticator):
        token = a_token(sub="")

        assert refuses(authenticator, token)
        assert refuses(authenticator, token)

    def test_keys_that_cannot_be_read_are_no_fault_of_the_token(self):
        def unreadable() -> bytes:
            raise Unavailable

        authenticator = JwtAuthenticator(HmacKey(unreadable), rules=RULES, clock=SteppingClock())

        with pytest.raises(Unavailable):
            authenticator.authenticate(bearer(a_token()))


class TestTheConfiguration:
    @pytest.mark.parametrize(("issuer", "audience"), [("", AUDIENCE), (ISSUER, "")])
    def test_needs_an_issuer_and_an_audience(self, issuer: str, audience: str):
        with pytest.raises(ValueError, match="issuer"):
            TokenRules(issuer, frozenset({audience} - {""}))

    def test_with_a_short_secret_accepts_nothing(self):
        short = SECRET[:31]

        assert refuses(an_authenticator(short), a_token(short))

    def test_with_a_secret_works_where_cryptography_is_not_installed(self):
        """In the environment of a function, PyJWT finds none and must do without."""
        program = f"""
import sys
sys.modules["cryptography"] = None
from tests.support.tokens import an_authenticator, bearer
print(an_authenticator().authenticate(bearer({a_token()!r})).subject)
assert not [name for name in sys.modules if name.startswith("cryptography.")]
assert "faultbook.gateway.jwks" not in sys.modules
"""
        done = subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True
        )

        assert done.stdout == "user_1\n"
