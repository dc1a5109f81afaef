"""An OpenID provider on loopback: sign-in page, session, code, PKCE, rotated refresh tokens."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.cookies import Morsel, SimpleCookie
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
_COOKIE = "issuer-session"
_NO_SESSION: Morsel[str] = Morsel()
_NO_SESSION.set(_COOKIE, "", "")
_PAGE = """\
<!doctype html><html lang="en"><title>Issuer</title><h1>Who are you?</h1>
<p><a href="/as/ada?{query}">Ada</a> <a href="/as/nobody?{query}">Nobody</a></p></html>
"""


class Issuer:
    """`redeemed` counts the codes that tokens were given for, `renewed` the refresh tokens.

    `asked_silently` counts the questions that it was to answer without a page, `revoked` names
    refresh tokens. `ahead` are the seconds by which its clock goes before this machine's.
    """

    def __init__(self, customer_id: str) -> None:
        self.start_over()
        self._sessions: set[str] = set()
        self._refresh: dict[str, dict[str, str]] = {}  # by the token that is good next
        self._customer_id = customer_id
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._codes: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (_Handler,), {"issuer": self})
        )
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def start_over(self) -> None:
        """Nothing is counted yet, and refresh tokens are given."""
        self.redeemed = self.renewed = self.asked_silently = self.ahead = 0
        self.gives_refresh_tokens = True
        self.revoked: list[str] = []

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
            "revocation_endpoint": f"{self.url}/revoke",
            "end_session_endpoint": f"{self.url}/end",
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

    def token(self) -> str:
        """As somebody may have got it elsewhere, to paste it."""
        asked = {"scope": "faults:read", "nonce": ""}
        token: str = self._given(asked)["access_token"]
        return token

    def silent_way_back(self, session: str, asked: dict[str, str]) -> str:
        self.asked_silently += 1
        if session in self._sessions:
            return self.way_back("ada", asked)
        answer = {"state": asked["state"], "iss": self.url, "error": "login_required"}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def begin_session(self) -> str:
        session = secrets.token_urlsafe()
        self._sessions.add(session)
        return session

    def end_session(self, session: str, asked: dict[str, str]) -> str | None:
        """Where the browser goes then; None for an identity token that is none of this issuer."""
        self._sessions.discard(session)
        hint = jwt.decode(
            asked["id_token_hint"], self._key.public_key(), algorithms=["RS256"], audience=CLIENT
        )
        return asked["post_logout_redirect_uri"] if hint["iss"] == self.url else None

    def revoke(self, form: dict[str, str]) -> None:
        self._refresh.pop(form["token"], None)
        self.revoked.append(form["token"])

    def tokens(self, form: dict[str, str]) -> dict[str, Any] | None:
        """None for a grant that is unknown, used, another client's, or without its verifier."""
        if form["grant_type"] == "refresh_token":
            asked = self._refresh.pop(form["refresh_token"], None)
            if asked is None or form["client_id"] != CLIENT:
                return None
            self.renewed += 1
            return self._given(asked)
        return self._redeem(form)

    def _redeem(self, form: dict[str, str]) -> dict[str, Any] | None:
        asked = self._codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge:
            return None
        if (form["client_id"], form["redirect_uri"]) != (CLIENT, asked["redirect_uri"]):
            return None
        self.redeemed += 1
        return self._given(asked)

    def _given(self, asked: dict[str, str]) -> dict[str, Any]:
        issued = int(time.time()) + self.ahead
        fields = {"iss": self.url, "sub": "ada", "iat": issued, "exp": issued + 3600}
        access = {"aud": AUDIENCE, "customer_id": self._customer_id, "scope": asked["scope"]}
        identity = {"aud": CLIENT, "nonce": asked["nonce"]}
        refresh: dict[str, str] = {}
        if self.gives_refresh_tokens:
            refresh["refresh_token"] = secrets.token_urlsafe()
            self._refresh[refresh["refresh_token"]] = asked
        return refresh | {
            "access_token": self._signed(fields | access),
            "id_token": self._signed(fields | identity),
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
        elif place.path == "/end":
            self._redirect(self.issuer.end_session(self._session(), asked) or self.issuer.url)
        elif place.path == "/authorize" and asked.get("prompt") == "none":
            self._redirect(self.issuer.silent_way_back(self._session(), asked))
        elif place.path == "/authorize":
            self._send(200, _PAGE.format(query=place.query.replace("&", "&amp;")), "text/html")
        elif not asked:
            self._send(404, "", "text/plain")  # browsers want a picture
        else:
            back = self.issuer.way_back(place.path.removeprefix("/as/"), asked)
            self._redirect(back, self.issuer.begin_session())

    def do_POST(self) -> None:
        form = _single(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.path == "/revoke":
            self.issuer.revoke(form)
            self._json(200, {})
            return
        tokens = self.issuer.tokens(form)
        if tokens is None:
            self._json(400, {"error": "invalid_grant"})
        else:
            self._json(200, tokens)

    def _session(self) -> str:
        return SimpleCookie(self.headers.get("Cookie", "")).get(_COOKIE, _NO_SESSION).value

    def _redirect(self, target: str, session: str = "") -> None:
        cookie = {"Set-Cookie": f"{_COOKIE}={session}; HttpOnly; Path=/"} if session else {}
        self._send(302, "", "text/plain", {"Location": target} | cookie)

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
