"""A JWKS address on this machine, its keys, and tokens signed with them."""

import contextlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from faultbook.gateway.bearer_jwt import JwtAuthenticator
from faultbook.gateway.jwks import JwksKeys
from tests.support.builders import SteppingClock
from tests.support.tokens import (
    RULES,
    Timer,
    claims,
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


def a_token_with(template: str, kid: str) -> str:
    """The same claims and signature under another header."""
    header = json.dumps({"alg": "RS256", "kid": kid, "typ": "JWT"}).encode()
    return ".".join([jwt.utils.base64url_encode(header).decode(), *template.split(".")[1:]])
