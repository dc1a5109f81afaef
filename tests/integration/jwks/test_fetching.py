"""When a JWKS address is read, and what is made of its answers."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from faultbook.domain.errors import Unavailable
from faultbook.gateway import jwks
from faultbook.gateway.jwks import JwksKeys
from faultbook.gateway.short_memory import MAX_SECONDS
from tests.support.jwks_endpoint import Endpoint, a_token, a_token_with, as_jwk, by_key_set
from tests.support.tokens import (
    Timer,
    accepts,
    bearer,
    refuses,
)


class TestFetching:
    def test_a_thousand_unknown_kids_cost_two_fetches(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        endpoint.serve(as_jwk(rsa_key))
        authenticator = by_key_set(endpoint, timer)
        template = a_token(rsa_key, kid="unknown")

        for number in range(1000):
            timer.seconds = number * 0.05
            assert refuses(authenticator, a_token_with(template, f"unknown-{number}"))

        assert len(endpoint.requests) == 2

    def test_a_new_key_is_found_after_half_a_minute(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        new = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        endpoint.serve(as_jwk(rsa_key))
        authenticator = by_key_set(endpoint, timer)
        assert accepts(authenticator, a_token(rsa_key))
        endpoint.serve(as_jwk(rsa_key), as_jwk(new, kid="new"))

        timer.seconds = jwks.COOLDOWN - 1
        assert refuses(authenticator, a_token(new, kid="new"))
        timer.seconds = jwks.COOLDOWN
        assert accepts(authenticator, a_token(new, kid="new"))

    def test_a_withdrawn_key_is_out_when_the_set_is_read_again(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        new = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        endpoint.serve(as_jwk(rsa_key))
        authenticator = by_key_set(endpoint, timer)
        assert accepts(authenticator, a_token(rsa_key))
        endpoint.serve(as_jwk(new, kid="new"))

        timer.seconds = jwks.LIFESPAN

        assert refuses(authenticator, a_token(rsa_key))

    @pytest.mark.parametrize("failure", ["status", "nonsense", "gone"])
    def test_the_last_good_set_serves_while_the_address_fails(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey, failure: str
    ):
        endpoint.serve(as_jwk(rsa_key))
        authenticator = by_key_set(endpoint, timer)
        assert accepts(authenticator, a_token(rsa_key))
        if failure == "gone":
            endpoint.stop()
        endpoint.status = 500 if failure == "status" else 200
        endpoint.body = b"<html>"

        for seconds in (jwks.LIFESPAN, 10 * jwks.LIFESPAN, 100 * jwks.LIFESPAN):
            timer.seconds = seconds
            assert accepts(authenticator, a_token(rsa_key))

    def test_the_last_good_set_serves_for_a_day_and_a_new_one_ends_the_wait(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        endpoint.serve(as_jwk(rsa_key))
        authenticator = by_key_set(endpoint, timer)
        assert accepts(authenticator, a_token(rsa_key))

        endpoint.status = 500
        timer.seconds = jwks.MAX_STALE
        assert accepts(authenticator, a_token(rsa_key))
        timer.seconds += MAX_SECONDS + 1  # the token itself is remembered for as long
        with pytest.raises(Unavailable):
            authenticator.authenticate(bearer(a_token(rsa_key)))

        endpoint.status = 200
        timer.seconds += jwks.COOLDOWN
        assert accepts(authenticator, a_token(rsa_key))

    def test_without_any_set_the_address_is_asked_with_each_request(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        endpoint.status = 503
        endpoint.serve(as_jwk(rsa_key))
        authenticator = by_key_set(endpoint, timer)
        with pytest.raises(Unavailable):
            authenticator.authenticate(bearer(a_token(rsa_key)))

        endpoint.status = 200

        assert accepts(authenticator, a_token(rsa_key))

    @pytest.mark.parametrize("pause", [0.02, 3.0], ids=["drips", "hangs"])
    def test_an_answer_that_does_not_end_is_given_up(
        self,
        endpoint: Endpoint,
        timer: Timer,
        rsa_key: rsa.RSAPrivateKey,
        monkeypatch: pytest.MonkeyPatch,
        pause: float,
    ):
        monkeypatch.setattr(jwks, "TIMEOUT", 0.2)
        endpoint.serve(as_jwk(rsa_key))
        endpoint.pause = pause

        with pytest.raises(Unavailable):
            by_key_set(endpoint, timer).authenticate(bearer(a_token(rsa_key)))

    def test_no_redirect_is_followed(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        other = Endpoint()
        other.serve(as_jwk(rsa_key))
        endpoint.status = 302
        endpoint.headers = {"Location": other.url}

        with pytest.raises(Unavailable):
            by_key_set(endpoint, timer).authenticate(bearer(a_token(rsa_key)))
        other.stop()

        assert other.requests == []

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "file:///etc/passwd",
            "ftp://keys.example/keys",
            "data:application/json,{}",
            "http://keys.example/keys",
            "http://127.0.0.1.keys.example/keys",
            "//keys.example/keys",
            "https://",
            "https://user:word@keys.example/keys",
            "https://keys.example:port/keys",
        ],
    )
    def test_only_https_will_do(self, url: str):
        with pytest.raises(ValueError, match=r"https|[Pp]ort"):
            JwksKeys(url, "RS256", allow_loopback=True)

    def test_in_lambda_not_even_this_machine_may_use_http(self):
        with pytest.raises(ValueError, match="https"):
            JwksKeys("http://127.0.0.1/keys", "RS256")

    @pytest.mark.parametrize("algorithm", ["HS256", "none", "RS512", "rs256", ""])
    def test_only_the_two_algorithms_are_known(self, algorithm: str):
        with pytest.raises(ValueError, match="JWT_ALGORITHM"):
            JwksKeys("https://keys.example/keys", algorithm)
