"""Tokens that are spelled in another way, or damaged."""

import base64
import hmac
import json
import random

import pytest

from faultbook.gateway.bearer_jwt import JwtAuthenticator
from tests.support.tokens import a_token, accepts, base64url, refuses


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

        assert [mutation for mutation in mutations if accepts(authenticator, mutation)] == []


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
