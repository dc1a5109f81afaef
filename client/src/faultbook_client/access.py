"""Read-only links, and the API keys that an administrator makes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from faultbook_client.models import AccessToken, ApiKey, MadeAccessToken, MadeApiKey
from faultbook_client.transport import Transport, member, quoted, read, read_each, time_wire


class AccessTokens:
    """Read-only links for dashboards."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def make(self, expire_after_minutes: int | None = None) -> MadeAccessToken:
        """Not retried when its answer is lost: there would be two links, one of them unknown."""
        content = (
            {} if expire_after_minutes is None else {"expire_after_minutes": expire_after_minutes}
        )
        wire = self._transport.request("POST", "/fault/token", content=content, repeatable=False)
        return read(MadeAccessToken, wire)

    def list(self) -> Sequence[AccessToken]:
        wire = self._transport.request("GET", "/fault/token")
        return read_each(AccessToken, member(wire, "data"))

    def revoke(self, token_id: str) -> None:
        self._transport.request("DELETE", f"/fault/token/{quoted(token_id)}", removes=True)


class ApiKeys:
    """Needs a token with the scope `admin`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def make(
        self,
        name: str,
        scopes: Iterable[str],
        *,
        cidrs: Iterable[str] = (),
        apis: Iterable[str] = (),
        expires_at: datetime | None = None,
    ) -> MadeApiKey:
        """`scopes` are of faults:read, faults:write; `apis` of fortimonitor, mackerel."""
        content = {
            "name": name,
            "scopes": [*scopes],
            "cidrs": [*cidrs],
            "apis": [*apis],
            "expires_at": expires_at and time_wire(expires_at),
        }
        wire = self._transport.request("POST", "/api-keys", content=content, repeatable=False)
        return read(MadeApiKey, wire)

    def list(self) -> Sequence[ApiKey]:
        return read_each(ApiKey, member(self._transport.request("GET", "/api-keys"), "data"))

    def rotate(self, key_id: str, *, overlap_minutes: int | None = None) -> MadeApiKey:
        """The old secret works until the overlap ends."""
        content = {} if overlap_minutes is None else {"overlap_minutes": overlap_minutes}
        path = f"/api-keys/{quoted(key_id)}/rotate"
        wire = self._transport.request("POST", path, content=content, repeatable=False)
        return read(MadeApiKey, wire)

    def revoke(self, key_id: str) -> None:
        self._transport.request("DELETE", f"/api-keys/{quoted(key_id)}", removes=True)
