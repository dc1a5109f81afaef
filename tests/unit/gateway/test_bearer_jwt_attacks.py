"""Every way around the rules of RFC 8725 that we know of."""

import base64
import hmac
import json
import random
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from faultbook.gateway.bearer_jwt import JwtAuthenticator
from tests.support.builders import NOW, SteppingClock
from tests.support.tokens import (
    AUDIENCE,
    ISSUER,
    RULES,
    SECRET,
    a_token,
    accepts,
    an_authenticator,
    base64url,
    bearer,
    claims,
    refuses,
    signed,
)

ISSUED = int(NOW.timestamp())
HEADER = b'{"alg":"HS256","typ":"JWT"}'


@pytest.fixture(scope="module")
def authenticator() -> JwtAuthenticator:
    return an_authenticator()


class PublicKey:
    """One key for every token, as a set with one kid would give it."""

    type_required = False

    def __init__(self, algorithm: str, key: Any) -> None:
        self.algorithm = algorithm
        self._key = key

    def key(self, header: dict[str, Any]) -> Any:
        del header
        return self._key


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def by_public_key(algorithm: str, private: Any) -> JwtAuthenticator:
    return JwtAuthenticator(
        PublicKey(algorithm, private.public_key()),
        rules=RULES,
        clock=SteppingClock(),
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


class TestSpelling:
    def test_padding_is_refused(self, authenticator: JwtAuthenticator):
        head, payload, mac = a_token().split(".")

        assert refuses(authenticator, f"{head}.{payload}.{mac}=")
        assert refuses(authenticator, f"{head}=.{payload}.{mac}")

    def test_other_spellings_of_the_same_signature_are_refused(
        self, authenticator: JwtAuthenticator
    ):
        """43 characters hold 258 bits, two more than the signature: four spellings."""
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        token = a_token()
        last = alphabet.index(token[-1])
        others = [alphabet[last ^ bits] for bits in (1, 2, 3)]

        assert accepts(authenticator, token)
        assert all(refuses(authenticator, token[:-1] + other) for other in others)

    def test_a_good_token_beyond_8_kibibytes_is_refused(self, authenticator: JwtAuthenticator):
        assert accepts(authenticator, a_token(note="n" * 5000))
        assert refuses(authenticator, a_token(note="n" * 6000))

    @pytest.mark.parametrize("form", ["{h}.{p}", "{h}.{p}.{s}.", "{h}.{p}.{s}.{s}", ".{p}.{s}"])
    def test_three_segments_are_needed(self, authenticator: JwtAuthenticator, form: str):
        head, payload, mac = a_token().split(".")

        assert refuses(authenticator, form.format(h=head, p=payload, s=mac))

    def test_the_json_serialisation_is_refused(self, authenticator: JwtAuthenticator):
        head, payload, mac = a_token().split(".")
        flattened = {"protected": head, "payload": payload, "signature": mac}

        assert refuses(authenticator, json.dumps(flattened, separators=(",", ":")))

    def test_of_20_000_mutations_none_is_accepted(self, authenticator: JwtAuthenticator):
        draw = random.Random(8725)  # noqa: S311 - the same edits in each run
        token = a_token()
        mutations: set[str] = set()
        while len(mutations) < 20_000:
            mutations |= {_mutated(token, draw)} - {token}

        assert [one for one in mutations if accepts(authenticator, one)] == []


def _mutated(token: str, draw: random.Random) -> str:
    """One to three bits of the bytes, or as many edits of the characters."""
    edits = draw.choice([[_flip_bit], _EDITS])
    for _ in range(draw.randint(1, 3)):
        token = draw.choice(edits)(token, draw)
    return token


def _replace(token: str, draw: random.Random) -> str:
    at = draw.randrange(len(token))
    return token[:at] + draw.choice("ABCabc019-_.=+/ \n\x00é") + token[at + 1 :]


def _delete(token: str, draw: random.Random) -> str:
    at = draw.randrange(len(token))
    return token[:at] + token[at + 1 :]


def _insert(token: str, draw: random.Random) -> str:
    at = draw.randrange(len(token) + 1)
    return token[:at] + draw.choice("ABCabc019-_.=+/ \t%") + token[at:]


def _swap(token: str, draw: random.Random) -> str:
    at, other = sorted(draw.sample(range(len(token)), 2))
    return token[:at] + token[other] + token[at + 1 : other] + token[at] + token[other + 1 :]


def _flip_bit(token: str, draw: random.Random) -> str:
    segments = token.split(".")
    at = draw.randrange(len(segments))
    raw = bytearray(base64.urlsafe_b64decode(segments[at] + "=" * (-len(segments[at]) % 4)))
    raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
    return ".".join([*segments[:at], base64url(bytes(raw)), *segments[at + 1 :]])


def _resign(token: str, draw: random.Random) -> str:
    """The start of the token under a signature by another secret."""
    signing_input = token.rpartition(".")[0]
    signature = hmac.digest(draw.randbytes(32), signing_input.encode(), "sha256")
    return f"{signing_input}.{base64url(signature)}"


_EDITS = [_replace, _delete, _insert, _swap, _resign]
