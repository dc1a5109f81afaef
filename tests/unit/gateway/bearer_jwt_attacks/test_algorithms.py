"""Tokens that ask for another algorithm, or for another kind of key (RFC 8725)."""

import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from faultbook.gateway.bearer_jwt import JwtAuthenticator
from tests.support.public_key import by_public_key
from tests.support.tokens import (
    SECRET,
    a_token,
    an_authenticator,
    base64url,
    bearer,
    claims,
    refuses,
    signed,
)


class TestTheAlgorithm:
    @pytest.mark.parametrize("signature", ["kept", "empty", "absent"])
    @pytest.mark.parametrize(
        "algorithm", ["none", "None", "NONE", "nOnE", "", [], None, "hs256"], ids=repr
    )
    def test_must_be_the_configured_one(
        self, authenticator: JwtAuthenticator, algorithm: Any, signature: str
    ):
        head, payload, mac = a_token(header={"alg": algorithm}).split(".")
        token = {"kept": f"{head}.{payload}.{mac}", "empty": f"{head}.{payload}."}

        assert refuses(authenticator, token.get(signature, f"{head}.{payload}"))

    def test_must_be_named(self, authenticator: JwtAuthenticator):
        assert refuses(authenticator, signed(b'{"typ":"JWT"}', json.dumps(claims()).encode()))

    @pytest.mark.parametrize("name", ["HS384", "HS512"])
    def test_is_no_other_of_the_family(self, authenticator: JwtAuthenticator, name: str):
        secret = SECRET * 2
        token = jwt.encode(claims(), secret, algorithm=name)

        assert refuses(an_authenticator(secret), token)
        assert refuses(authenticator, token)

    @pytest.mark.parametrize("name", ["RS256", "PS256", "RS512"])
    def test_with_a_secret_is_never_that_of_an_rsa_key(
        self, authenticator: JwtAuthenticator, rsa_key: rsa.RSAPrivateKey, name: str
    ):
        assert refuses(authenticator, jwt.encode(claims(), rsa_key, algorithm=name))

    def test_with_a_secret_is_never_that_of_a_curve(
        self, authenticator: JwtAuthenticator, ec_key: ec.EllipticCurvePrivateKey
    ):
        assert refuses(authenticator, jwt.encode(claims(), ec_key, algorithm="ES256"))

    def test_with_a_public_key_takes_no_secret_made_of_that_key(self, rsa_key: rsa.RSAPrivateKey):
        public = rsa_key.public_key()
        encoding, form = serialization.Encoding, serialization.PublicFormat
        pem = public.public_bytes(encoding.PEM, form.SubjectPublicKeyInfo)
        secrets = [
            pem,
            pem.strip(),
            public.public_bytes(encoding.PEM, form.PKCS1),
            public.public_bytes(encoding.DER, form.SubjectPublicKeyInfo),
            public.public_bytes(encoding.OpenSSH, form.OpenSSH),
            json.dumps(jwt.algorithms.RSAAlgorithm.to_jwk(public, as_dict=True)).encode(),
        ]
        authenticator = by_public_key("RS256", rsa_key)

        assert all(refuses(authenticator, a_token(secret)) for secret in secrets)
        assert all(
            refuses(authenticator, a_token(secret, header={"alg": "RS256"})) for secret in secrets
        )

    def test_rs256_verifies_its_own(self, rsa_key: rsa.RSAPrivateKey):
        token = jwt.encode(claims(), rsa_key, algorithm="RS256")

        assert by_public_key("RS256", rsa_key).authenticate(bearer(token)).subject == "user_1"

    def test_es256_verifies_its_own(self, ec_key: ec.EllipticCurvePrivateKey):
        token = jwt.encode(claims(), ec_key, algorithm="ES256")

        assert by_public_key("ES256", ec_key).authenticate(bearer(token)).subject == "user_1"

    def test_rs256_refuses_the_padding_of_ps256(self, rsa_key: rsa.RSAPrivateKey):
        head, payload, mac = jwt.encode(claims(), rsa_key, algorithm="PS256").split(".")
        relabelled = base64url(b'{"alg":"RS256","typ":"JWT"}')

        assert refuses(by_public_key("RS256", rsa_key), f"{head}.{payload}.{mac}")
        assert refuses(by_public_key("RS256", rsa_key), f"{relabelled}.{payload}.{mac}")

    @pytest.mark.parametrize("values", [(0, 0), (1, 1), (0, 1)])
    def test_es256_refuses_signatures_of_small_numbers(
        self, ec_key: ec.EllipticCurvePrivateKey, values: tuple[int, int]
    ):
        head, payload, _ = jwt.encode(claims(), ec_key, algorithm="ES256").split(".")
        mac = base64url(b"".join(value.to_bytes(32, "big") for value in values))

        assert refuses(by_public_key("ES256", ec_key), f"{head}.{payload}.{mac}")
