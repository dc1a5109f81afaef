"""An OpenID provider on loopback: discovery, sign-in page, code, PKCE, tokens of RS256."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT = "faultbook-console"
AUDIENCE = "faults"
_KEY_ID = "key-1"
_PAGE = """\
<!doctype html><html lang="en"><title>Issuer</title><h1>Who are you?</h1>
<p><a href="/as/ada?{query}">Ada</a> <a href="/as/nobody?{query}">Nobody</a></p></html>
"""


class Issuer:
    """`redeemed` counts the codes that tokens were given for."""

    def __init__(self, customer_id: str) -> None:
        self.redeemed = 0
        self._customer_id = customer_id
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (_Handler,), {"issuer": self})
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [public | {"kid": _KEY_ID, "alg": "RS256", "use": "sig"}]}

    def way_back(self, who: str, asked: dict[str, str]) -> str:
        """Where the browser goes from the sign-in page: with a code, or with a refusal."""
        answer = {"state": asked["state"], "iss": self.url}
        if who == "nobody":
            answer["error"] = "access_denied"
        else:
            answer["code"] = secrets.token_urlsafe()
            self._codes[answer["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def tokens(self, form: dict[str, str]) -> dict[str, Any] | None:
        """None for a code that is unknown, used, another client's, or without its verifier."""
        asked = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge:
            return None
        if (form["client_id"], form["redirect_uri"]) != (CLIENT, asked["redirect_uri"]):
            return None
        self.redeemed += 1
        issued = int(time.time())
        said = {"iss": self.url, "sub": "ada", "iat": issued, "exp": issued + 3600}
        access = {"aud": AUDIENCE, "customer_id": self._customer_id, "scope": asked["scope"]}
        identity = {"aud": CLIENT, "nonce": asked["nonce"]}
        return {
            "access_token": self._signed(said | access),
            "id_token": self._signed(said | identity),
            "token_type": "Bearer",
            "expires_in": 3600,
        }

    def _signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": _KEY_ID})


class _Handler(BaseHTTPRequestHandler):
    issuer: Issuer

    def do_GET(self) -> None:
        place = urlsplit(self.path)
        asked = _single(place.query)
        if place.path == "/.well-known/openid-configuration":
            self._json(200, self.issuer.metadata())
        elif place.path == "/keys":
            self._json(200, self.issuer.keys())
        elif place.path == "/authorize":
            self._send(200, _PAGE.format(query=place.query.replace("&", "&amp;")), "text/html")
        else:
            back = self.issuer.way_back(place.path.removeprefix("/as/"), asked)
            self._send(302, "", "text/plain", {"Location": back})

    def do_POST(self) -> None:
        form = _single(self.rfile.read(int(self.headers["Content-Length"])).decode())
        tokens = self.issuer.tokens(form)
        if tokens is None:
            self._json(400, {"error": "invalid_grant"})
        else:
            self._json(200, tokens)

    def _json(self, status: int, body: dict[str, Any]) -> None:
        # Providers let browsers of other origins read these.
        every = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}
        self._send(status, json.dumps(body), "application/json", every)

    def _send(
        self, status: int, text: str, kind: str, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Not on the test's output."""


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
