"""Tokens with headers that change how a token is read (RFC 8725)."""

import base64
import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from faultbook.gateway.bearer_jwt import JwtAuthenticator
from tests.support.public_key import by_public_key
from tests.support.tokens import a_token, accepts, base64url, claims, refuses, signed


class TestTheHeaderOfTheToken:
    @pytest.mark.parametrize(
        "kind",
        ["secevent+jwt", "share+jwt", "JOSE", "", "JWT ", "\u017fwt", ["JWT"], 1, None],
        ids=repr,
    )
    def test_another_type_is_refused(self, authenticator: JwtAuthenticator, kind: Any):
        assert refuses(authenticator, a_token(header={"typ": kind}))

    def test_no_type_is_refused_with_our_own_secret(self, authenticator: JwtAuthenticator):
        token = signed(b'{"alg":"HS256"}', json.dumps(claims()).encode())

        assert refuses(authenticator, token)

    def test_no_type_is_accepted_with_public_keys_as_cognito_sends_none(
        self, rsa_key: rsa.RSAPrivateKey
    ):
        token = jwt.encode(claims(), rsa_key, algorithm="RS256", headers={"typ": None})

        assert base64.urlsafe_b64decode(token.split(".")[0] + "==") == b'{"alg":"RS256"}'
        assert accepts(by_public_key("RS256", rsa_key), token)

    @pytest.mark.parametrize(
        "extension",
        [{"zip": "DEF"}, {"crit": ["x"]}, {"crit": []}, {"b64": False}, {"b64": True}],
    )
    def test_what_changes_how_a_token_is_read_is_refused(
        self, authenticator: JwtAuthenticator, extension: dict[str, Any]
    ):
        assert refuses(authenticator, a_token(header=extension))

    @pytest.mark.parametrize("kid", ["../../../dev/null", "' OR 1=1--", "k" * 4096, ""])
    def test_a_kid_selects_nothing_where_there_is_one_secret(
        self, authenticator: JwtAuthenticator, kid: str
    ):
        assert accepts(authenticator, a_token(header={"kid": kid}))

    @pytest.mark.parametrize("kid", [7, None, ["a"], {"a": 1}, True])
    def test_a_kid_that_is_no_text_is_refused(self, authenticator: JwtAuthenticator, kid: Any):
        assert refuses(authenticator, a_token(header={"kid": kid}))

    def test_keys_in_the_header_are_not_looked_at(self, authenticator: JwtAuthenticator):
        other = b"a secret that the sender made up by itself"
        key = {"kty": "oct", "k": base64url(other)}

        assert refuses(authenticator, a_token(other, header={"jwk": key}))
        assert refuses(authenticator, a_token(other, header={"x5c": [base64url(other)]}))

    @pytest.mark.parametrize(
        "header",
        [
            b'{"alg":"none","alg":"HS256","typ":"JWT"}',
            b'{"alg":"HS256","typ":"JWT"} {}',
            b'\xef\xbb\xbf{"alg":"HS256","typ":"JWT"}',
            '{"alg":"HS256","typ":"JWT"}'.encode("utf-16"),
            b'{"alg":"HS256","typ":"JWT","x":"\xff"}',
            b'{"alg":"HS256","typ":"JWT","x":NaN}',
            b'["HS256"]',
            b'"HS256"',
            b"null",
            b"{}",
            b'{"alg":"HS256","typ":"JWT","x":' + b"9" * 5000 + b"}",
            b"[" * 100_000,
        ],
    )
    def test_what_two_parsers_would_read_differently_is_refused(
        self, authenticator: JwtAuthenticator, header: bytes
    ):
        assert refuses(authenticator, signed(header, json.dumps(claims()).encode()))

    def test_a_header_as_deep_as_its_length_allows_is_refused(
        self, authenticator: JwtAuthenticator
    ):
        deep = b"[" * 2500 + b"]" * 2500
        header = b'{"alg":"HS256","typ":"JWT","x":' + deep + b"}"

        assert refuses(authenticator, signed(header, json.dumps(claims()).encode()))
