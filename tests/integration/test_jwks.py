"""Public keys from a JWKS address on this machine, and no connection to any other."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from faultbook.domain.errors import NotAuthenticated, Unavailable
from faultbook.gateway import jwks
from faultbook.gateway.bearer_jwt import JwtAuthenticator
from faultbook.gateway.json_web_token import TokenRefused
from faultbook.gateway.jwks import JwksKeys
from faultbook.gateway.short_memory import MAX_SECONDS
from tests.support.builders import SteppingClock
from tests.support.tokens import (
    RULES,
    Timer,
    accepts,
    an_authenticator,
    bearer,
    claims,
    refuses,
)


class Endpoint:
    """An HTTP server that counts requests and answers what it is told to."""

    def __init__(self) -> None:
        self.status = 200
        self.body = b"{}"
        self.headers: dict[str, str] = {}
        self.requests: list[str] = []
        self.pause = 0.0
        self._stopped = threading.Event()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                endpoint.requests.append(self.path)
                self.send_response(endpoint.status)
                for name, value in endpoint.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                with contextlib.suppress(OSError):  # the reader may go before the end
                    endpoint.send(self.wfile)

            def log_message(self, *_: Any) -> None:
                """Not on the test's output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/keys?v=1"

    def serve(self, *keys: dict[str, Any]) -> None:
        self.body = json.dumps({"keys": list(keys)}).encode()

    def send(self, file: Any) -> None:
        """After three seconds of blanks, one each `pause`, where there is a pause."""
        end = time.monotonic() + 3
        while self.pause and time.monotonic() < end and not self._stopped.wait(self.pause):
            file.write(b" ")
            file.flush()
        file.write(self.body)

    def stop(self) -> None:
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    yield endpoint
    endpoint.stop()


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def as_jwk(private: Any, **members: Any) -> dict[str, Any]:
    """The public half, called `one`, unless `members` say otherwise."""
    kinds: dict[type, Any] = {
        rsa.RSAPublicKey: jwt.algorithms.RSAAlgorithm,
        ec.EllipticCurvePublicKey: jwt.algorithms.ECAlgorithm,
    }
    public = private.public_key()
    [algorithm] = [kind for cls, kind in kinds.items() if isinstance(public, cls)]
    key: dict[str, Any] = algorithm.to_jwk(public, as_dict=True)
    key.pop("key_ops", None)
    return key | {"kid": "one", "use": "sig"} | members


def a_token(private: Any, kid: str | None = "one", algorithm: str = "RS256", **more: Any) -> str:
    headers = ({"kid": kid} if kid is not None else {}) | more
    return jwt.encode(claims(), private, algorithm=algorithm, headers=headers)


def by_key_set(endpoint: Endpoint, timer: Timer, algorithm: str = "RS256") -> JwtAuthenticator:
    keys = JwksKeys(endpoint.url, algorithm, allow_loopback=True, timer=timer)
    return JwtAuthenticator(keys, rules=RULES, clock=SteppingClock(), timer=timer)


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


def a_token_with(template: str, kid: str) -> str:
    """The same claims and signature under another header."""
    header = json.dumps({"alg": "RS256", "kid": kid, "typ": "JWT"}).encode()
    return ".".join([jwt.utils.base64url_encode(header).decode(), *template.split(".")[1:]])


class TestAddressesInATokenAreNotVisited:
    @pytest.fixture
    def elsewhere(self, rsa_key: rsa.RSAPrivateKey) -> Iterator[Endpoint]:
        endpoint = Endpoint()
        endpoint.serve(as_jwk(rsa_key))
        yield endpoint
        endpoint.stop()

    def hostile(self, elsewhere: Endpoint, key: rsa.RSAPrivateKey) -> dict[str, Any]:
        return {
            "jku": elsewhere.url,
            "x5u": elsewhere.url,
            "jwk": as_jwk(key),
            "iss": elsewhere.url,
        }

    def test_with_public_keys(
        self, endpoint: Endpoint, elsewhere: Endpoint, timer: Timer, rsa_key: rsa.RSAPrivateKey
    ):
        ours = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        endpoint.serve(as_jwk(ours, kid="ours"))
        authenticator = by_key_set(endpoint, timer)
        hostile = self.hostile(elsewhere, rsa_key)

        assert refuses(authenticator, a_token(rsa_key, **hostile))
        assert refuses(authenticator, a_token(rsa_key, kid="ours", **hostile))
        assert refuses(authenticator, a_token(rsa_key, kid=elsewhere.url, **hostile))
        assert accepts(authenticator, a_token(ours, kid="ours", **hostile))
        assert elsewhere.requests == []

    def test_with_a_secret(self, elsewhere: Endpoint, rsa_key: rsa.RSAPrivateKey):
        token = a_token(rsa_key, **self.hostile(elsewhere, rsa_key))

        with pytest.raises(NotAuthenticated):
            an_authenticator().authenticate(bearer(token))
        assert elsewhere.requests == []
