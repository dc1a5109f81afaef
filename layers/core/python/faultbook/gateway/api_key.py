"""API keys `fb_<id>_<secret>` -> Caller; each compatible API says where it looks for them."""

import base64
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from faultbook.domain.access import ApiKey, digest_of, read_key
from faultbook.domain.errors import NotAuthenticated, NotPermitted, Unavailable
from faultbook.domain.fault import Origin
from faultbook.gateway.http import Request
from faultbook.gateway.short_memory import MAX_SECONDS, ShortMemory
from faultbook.telemetry import logger
from faultbook.usecases.access_ports import ApiKeyDirectory
from faultbook.usecases.caller import Caller, Scope
from faultbook.usecases.ports import Clock

_SCOPES = {scope.value: scope for scope in Scope}
_FRESH = 1.0  # seconds; a secret that does not fit is held against a row no older than this
_NO_DIGEST = bytes(32)

Source = Callable[[Request], str | None]


def x_api_key_header(request: Request) -> str | None:
    """`X-Api-Key: <key>` (Mackerel)."""
    return request.headers.get("x-api-key")


def genie_key(request: Request) -> str | None:
    """`Authorization: GenieKey <key>` (Opsgenie)."""
    return _after_scheme(request, "geniekey")


def bearer_key(request: Request) -> str | None:
    """`Authorization: Bearer <key>` (Prometheus' and Alertmanager's `credentials`)."""
    return _after_scheme(request, "bearer")


def basic_key(request: Request) -> str | None:
    """`Authorization: Basic` with the key as any user's password; malformed, an empty key."""
    encoded = _after_scheme(request, "basic")
    if encoded is None:
        return None
    try:
        pair = base64.b64decode(encoded, validate=True).decode()
    except ValueError:
        return ""
    return pair.partition(":")[2]


def query_key(request: Request) -> str | None:
    """`?key=<key>`, for senders that have only a URL; a repeated one is an empty key."""
    value = request.query.get("key")
    return value if value is None or isinstance(value, str) else ""


def presented_key(request: Request, sources: Sequence[Source]) -> str:
    """The one key of a request. Raises NotAuthenticated for none, and for more than one."""
    found = [key for key in (source(request) for source in sources) if key is not None]
    if len(found) != 1:
        raise NotAuthenticated
    return found[0]


class ApiKeyAuthenticator:
    """Remembers looked-up rows, and ids that have none, for a minute."""

    def __init__(
        self,
        directory: ApiKeyDirectory,
        pepper: Callable[[], bytes],
        clock: Clock,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._directory = directory
        self._pepper = pepper
        self._clock = clock
        self._rows: ShortMemory[str, ApiKey | None] = ShortMemory(timer)

    def authenticate(
        self,
        presented: str,
        source_ip: str,
        api: Origin | None = None,
        *,
        of_topics: bool = False,
    ) -> Caller:
        """`api`: the one that was called, where keys are limited to some; `of_topics` as there.

        Raises NotAuthenticated, always with the same message, NotPermitted for an address that is
        not on the key's list, or Unavailable.
        """
        parts = read_key(presented)
        if parts is None:
            raise NotAuthenticated
        key_id, secret = parts
        now = self._clock()
        row = self._accepting(key_id, digest_of(secret, self._pepper()), now)
        if api is not None and not row.serves(api, of_topics=of_topics):
            raise NotAuthenticated
        if not row.allows_address(source_ip):
            raise NotPermitted
        self._note_use(row, f"{now:%Y-%m-%d}")
        return Caller(
            customer_id=row.customer_id,
            subject=f"key:{key_id}",
            scopes=frozenset(_SCOPES[name] for name in row.scopes if name in _SCOPES),
            name=row.name,
            path=row.path,
            topics=frozenset(row.topics),
        )

    def forget(self, key_id: str) -> None:
        """After a change made in this process, which then takes effect at once."""
        self._rows.forget(key_id)

    def _accepting(self, key_id: str, digest: bytes, now: datetime) -> ApiKey:
        """A secret made by a rotation a moment ago is not in a remembered row yet."""
        for max_age in (MAX_SECONDS, _FRESH):
            row = self._row(key_id, max_age)
            if (row or _dummy(now)).accepts(digest, now) and row:
                return row
        raise NotAuthenticated

    def _row(self, key_id: str, max_age: float) -> ApiKey | None:
        if remembered := self._rows.recall(key_id, max_age):
            return remembered[0]
        row = self._directory.find(key_id)
        self._rows.keep(key_id, row)
        return row

    def _note_use(self, row: ApiKey, day: str) -> None:
        """Once a day; a failure is ignored, since the key itself is good."""
        if row.last_used_on >= day:
            return
        self._rows.keep(row.key_id, replace(row, last_used_on=day))
        try:
            self._directory.note_use(row, day)
        except Unavailable:
            logger.warning("the day of use of an API key was not written")


def _after_scheme(request: Request, scheme: str) -> str | None:
    """None for another scheme; an ambiguous header is an empty key."""
    named, _, rest = request.headers.get("authorization", "").partition(" ")
    if named.lower() != scheme:
        return None
    key = rest.strip()
    return "" if "," in key or " " in key else key


def _dummy(at: datetime) -> ApiKey:
    """Compared with the key of an unknown id, so that it takes as long as a known one."""
    return ApiKey("", "", "", frozenset(), _NO_DIGEST, at, "")
