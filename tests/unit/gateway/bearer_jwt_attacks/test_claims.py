"""Tokens for others, from others, or of another time (RFC 8725)."""

import json
from typing import Any

import pytest

from faultbook.gateway.bearer_jwt import JwtAuthenticator
from tests.support.builders import NOW
from tests.support.tokens import AUDIENCE, ISSUER, a_token, bearer, claims, refuses, signed

ISSUED = int(NOW.timestamp())
HEADER = b'{"alg":"HS256","typ":"JWT"}'


class TestTheClaims:
    @pytest.mark.parametrize("name", ["exp", "iat", "iss", "aud", "sub", "customer_id", "scope"])
    def test_that_are_missing_refuse_the_token(self, authenticator: JwtAuthenticator, name: str):
        without: dict[str, Any] = {name: None}

        assert refuses(authenticator, a_token(**without))

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("iss", ISSUER + "/"),
            ("iss", ISSUER[:-1]),
            ("iss", ISSUER.upper()),
            ("iss", [ISSUER]),
            ("iss", ""),
            ("aud", AUDIENCE + "2"),
            ("aud", AUDIENCE[:-1]),
            ("aud", AUDIENCE.upper()),
            ("aud", [AUDIENCE + "2"]),
            ("aud", [AUDIENCE, 5]),
            ("aud", []),
            ("aud", {AUDIENCE: 1}),
            ("sub", ""),
            ("sub", "u" * 256),
            ("sub", 5),
            ("sub", ["user_1"]),
            ("sub", "user\n1"),
            ("sub", "user\u202e1"),
            ("sub", "user\x7f"),
            ("sub", "user\ud800"),
            ("scope", 5),
            ("scope", ["faults:read", 5]),
            ("scope", {"faults:read": True}),
            ("scope", True),
            ("email", 5),
            ("email", ""),
            ("email", "a@b\r\nX: y"),
            ("email", "a" * 255),
            ("nbf", "0"),
            ("nbf", ISSUED + 61),
        ],
    )
    def test_that_are_wrong_refuse_the_token(
        self, authenticator: JwtAuthenticator, name: str, value: Any
    ):
        assert refuses(authenticator, a_token(**{name: value}))

    @pytest.mark.parametrize(
        "customer",
        [
            "cus_A#FAULT",
            "cus_A|x",
            "",
            "*",
            "c" * 65,
            "c" * 300,
            ["cus_A"],
            5,
            True,
            "cus_A\x00",
            "cus_A\n",
            "cus A",
            "cus/A",
            "\u0441us_A",
        ],
    )
    def test_that_name_no_customer_refuse_the_token(
        self, authenticator: JwtAuthenticator, customer: Any
    ):
        assert refuses(authenticator, a_token(customer_id=customer))

    @pytest.mark.parametrize("customer", ["c", "c" * 64, "cus_a", "cus_A", "-", "0"])
    def test_that_name_a_customer_name_exactly_that_one(
        self, authenticator: JwtAuthenticator, customer: str
    ):
        request = bearer(a_token(customer_id=customer))

        assert authenticator.authenticate(request).customer_id == customer

    @pytest.mark.parametrize(
        "payload",
        [
            json.dumps(claims()).encode()[:-1] + b',"customer_id":"cus_B"}',
            json.dumps(claims()).encode()[:-1] + b',"x":{"a":1,"a":2}}',
            json.dumps(claims()).encode("utf-16"),
            json.dumps(claims()).encode("utf-8-sig"),
            json.dumps(claims()).encode() + b"\n{}",
            json.dumps(claims()).encode()[:-1] + b',"x":"\xff"}',
            json.dumps(claims()).encode()[:-1] + b',"x":Infinity}',
            json.dumps(claims()).encode()[:-1] + b',"x":1e999}',
            json.dumps(claims()).encode()[:-1] + b',"x":' + b"9" * 5000 + b"}",
            json.dumps(claims()).encode()[:-1] + b',"x":' + b"[" * 2000 + b"]" * 2000 + b"}",
            b"[1]",
            b'"text"',
            b"null",
            b"{",
            a_token().encode(),
        ],
    )
    def test_that_two_parsers_would_read_differently_refuse_the_token(
        self, authenticator: JwtAuthenticator, payload: bytes
    ):
        assert refuses(authenticator, signed(HEADER, payload))
