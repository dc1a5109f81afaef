"""Which keys of a JWKS address are used, and for which tokens."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from faultbook.domain.errors import Unavailable
from faultbook.gateway import jwks
from faultbook.gateway.json_web_token import TokenRefused
from faultbook.gateway.jwks import JwksKeys
from tests.support.jwks_endpoint import Endpoint, a_token, as_jwk, by_key_set
from tests.support.tokens import (
    Timer,
    accepts,
    bearer,
    refuses,
)


class TestTheSet:
    def test_verifies_rs256(self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey):
        endpoint.serve(as_jwk(rsa_key))

        assert accepts(by_key_set(endpoint, timer), a_token(rsa_key))
        assert endpoint.requests == ["/keys?v=1"]

    def test_verifies_es256(
        self, endpoint: Endpoint, timer: Timer, ec_key: ec.EllipticCurvePrivateKey
    ):
        endpoint.serve(as_jwk(ec_key))
        authenticator = by_key_set(endpoint, timer, "ES256")

        assert accepts(authenticator, a_token(ec_key, algorithm="ES256"))

    def test_chooses_by_kid_among_several(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        endpoint.serve(as_jwk(other, kid="other"), as_jwk(rsa_key))
        authenticator = by_key_set(endpoint, timer)

        assert accepts(authenticator, a_token(rsa_key))
        assert accepts(authenticator, a_token(other, kid="other"))
        assert refuses(authenticator, a_token(other, kid="one"))

    def test_asks_for_a_kid(self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey):
        endpoint.serve(as_jwk(rsa_key))

        assert refuses(by_key_set(endpoint, timer), a_token(rsa_key, kid=None))

    @pytest.mark.parametrize(
        "members",
        [
            {"use": "enc"},
            {"use": ""},
            {"alg": "RS512"},
            {"alg": "RSA-OAEP"},
            {"key_ops": ["encrypt"]},
            {"key_ops": "verify"},
            {"kty": "oct", "k": "c2VjcmV0"},
            {"kid": 1},
            {"n": "AQAB"},
            {"n": None},
            {"crv": "P-256"},
        ],
        ids=repr,
    )
    def test_leaves_out_keys_that_are_for_something_else(
        self,
        endpoint: Endpoint,
        timer: Timer,
        rsa_key: rsa.RSAPrivateKey,
        members: dict[str, Any],
    ):
        good = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        endpoint.serve(as_jwk(rsa_key, **members), as_jwk(good, kid="good"))
        authenticator = by_key_set(endpoint, timer)

        assert refuses(authenticator, a_token(rsa_key))
        assert accepts(authenticator, a_token(good, kid="good"))

    def test_leaves_out_short_rsa_keys(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        short = rsa.generate_private_key(65537, 1024)  # noqa: S505 - that is the point
        endpoint.serve(as_jwk(short, kid="short"), as_jwk(rsa_key))

        keys = JwksKeys(endpoint.url, "RS256", allow_loopback=True, timer=timer)

        assert keys.key({"kid": "one"}) == rsa_key.public_key()
        with pytest.raises(TokenRefused):
            keys.key({"kid": "short"})

    def test_leaves_out_other_curves(
        self, endpoint: Endpoint, timer: Timer, ec_key: ec.EllipticCurvePrivateKey
    ):
        wide = ec.generate_private_key(ec.SECP384R1())
        endpoint.serve(as_jwk(wide, kid="wide"), as_jwk(ec_key))
        authenticator = by_key_set(endpoint, timer, "ES256")

        assert refuses(authenticator, a_token(wide, kid="wide", algorithm="ES384"))
        assert accepts(authenticator, a_token(ec_key, algorithm="ES256"))

    def test_leaves_out_both_keys_of_a_name(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        twin = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        third = as_jwk(rsa_key, kid="third")
        endpoint.serve(as_jwk(rsa_key), as_jwk(twin), third)
        authenticator = by_key_set(endpoint, timer)

        assert refuses(authenticator, a_token(rsa_key))
        assert refuses(authenticator, a_token(twin))
        assert accepts(authenticator, a_token(rsa_key, kid="third"))

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b"null",
            b'{"keys": {}}',
            b'{"keys": []}',
            b'{"keys": [1, null]}',
            b'{"keys": [], "keys": []}',
            b"{" * 5000,
            b"\xff",
            b'{"keys": [' + b" " * jwks.MAX_BYTES + b"]}",
        ],
        ids=lambda body: ascii(body[:20]) + str(len(body)),
    )
    def test_that_is_none_makes_no_answer_possible(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey, body: bytes
    ):
        endpoint.body = body

        with pytest.raises(Unavailable):
            by_key_set(endpoint, timer).authenticate(bearer(a_token(rsa_key)))

    def test_of_ten_megabytes_is_not_read_to_its_end(
        self, endpoint: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        endpoint.body = b" " * 10_000_000 + json.dumps({"keys": [as_jwk(rsa_key)]}).encode()

        with pytest.raises(Unavailable):
            by_key_set(endpoint, timer).authenticate(bearer(a_token(rsa_key)))
