"""API keys and access tokens: what they are, and how a key is written and kept.

A key reads `fb_<id>_<secret>`. The last six characters of the secret are a checksum of all that
stands before them, so that a typing error costs no read (as in GitHub's tokens). Only an HMAC of
the secret is stored: a slow password hash would add nothing to 178 random bits.
"""

import hmac
import ipaddress
import re
import secrets
import string
import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from faultbook.domain import radix
from faultbook.domain.fault import Origin

KEY_APIS = frozenset(  # the others take a JWT
    {
        *(Origin.FORTIMONITOR, Origin.MACKEREL),
        *(Origin.PAGERDUTY, Origin.OPSGENIE, Origin.ALERTMANAGER, Origin.WEBHOOKS),
    }
)
MAX_API_KEYS = 500  # of a customer, with those that are revoked or expired and still listed
MAX_ACCESS_TOKENS = 1000  # of a customer that have not expired
MAX_CIDRS = 50
MAX_TOPICS = 20
MAX_KEY_LIFETIME = timedelta(days=3 * 365)
KEPT_AFTER_END = timedelta(days=30)  # how long a revoked or expired key is still listed
DEFAULT_OVERLAP = timedelta(hours=24)
MAX_OVERLAP = timedelta(days=7)
MAX_TOKEN_MINUTES = 43_200  # 30 days; contracts of the native API
DEFAULT_TOKEN_MINUTES = 60

_ALPHABET = string.digits + string.ascii_letters
_ID_LENGTH = 16
_RANDOM_LENGTH = 30
_CHECKSUM_LENGTH = 6
_KEY = re.compile(
    rf"(fb_([0-9A-Za-z]{{{_ID_LENGTH}}})_([0-9A-Za-z]{{{_RANDOM_LENGTH}}}))"
    rf"([0-9A-Za-z]{{{_CHECKSUM_LENGTH}}})"
)
_KEY_ID = re.compile(rf"[0-9A-Za-z]{{{_ID_LENGTH}}}")
_TOKEN_ID = re.compile(r"tok_[0-9A-Za-z]{20}")


@dataclass(frozen=True, slots=True)
class ApiKey:
    """`scopes` are names; what they permit is the caller's business. No `apis`: all of KEY_APIS.

    `digest` is of the secret, never the secret. `path` begins the paths of faults whose senders
    know no paths. `topics` are ARNs of topics of SNS: the key takes their messages and opens
    nothing else, since SNS shows the address that it is in. `last_used_on` is a day, YYYY-MM-DD, or
    empty.
    """

    customer_id: str
    key_id: str
    name: str
    scopes: frozenset[str]
    digest: bytes
    created_at: datetime
    created_by: str
    cidrs: tuple[str, ...] = ()
    apis: frozenset[Origin] = frozenset()
    path: str = ""
    topics: tuple[str, ...] = ()
    expires_at: datetime | None = None
    previous_digest: bytes = b""
    previous_until: datetime | None = None
    rotated_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_on: str = ""
    version: int = 1

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or at < self.expires_at)

    def accepts(self, digest: bytes, at: datetime) -> bool:
        """The digest of the secret, or of the one before while both are valid."""
        current = hmac.compare_digest(self.digest, digest)
        former = hmac.compare_digest(self.previous_digest, digest)
        overlaps = self.previous_until is not None and at < self.previous_until
        return self.is_live(at) and (current or (former and overlaps))

    def serves(self, api: Origin, *, of_topics: bool = False) -> bool:
        """`of_topics`: where messages of topics are taken."""
        return api in (self.apis or KEY_APIS) and (of_topics or not self.topics)

    def allows_address(self, address: str) -> bool:
        """No list allows every address; with one, what is no address is refused."""
        if not self.cidrs:
            return True
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        ip = getattr(ip, "ipv4_mapped", None) or ip
        return any(ip in ipaddress.ip_network(cidr) for cidr in self.cidrs)

    def rotated(self, digest: bytes, at: datetime, overlap: timedelta) -> "ApiKey":
        """A secret that was still overlapping is gone at once: at most two are valid."""
        return self._changed(
            digest=digest,
            previous_digest=self.digest if overlap else b"",
            previous_until=at + overlap if overlap else None,
            rotated_at=at,
        )

    def revoked(self, at: datetime) -> "ApiKey":
        if self.revoked_at is not None:
            return self
        return self._changed(revoked_at=at, previous_digest=b"", previous_until=None)

    def kept_until(self) -> datetime | None:
        """When the store may forget it; None for a key that may live for ever."""
        end = self.revoked_at or self.expires_at
        return end + KEPT_AFTER_END if end else None

    def _changed(self, **fields: object) -> "ApiKey":
        return replace(self, version=self.version + 1, **fields)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class AccessToken:
    """Read access to a customer's open faults, for whoever holds the link."""

    customer_id: str
    token_id: str
    created_at: datetime
    created_by: str
    expires_at: datetime

    def is_live(self, at: datetime) -> bool:
        return at < self.expires_at


def draw_key_id() -> str:
    return _random(_ID_LENGTH)


def draw_token_id() -> str:
    return "tok_" + _random(20)


def is_key_id(text: str) -> bool:
    return _KEY_ID.fullmatch(text) is not None


def is_token_id(text: str) -> bool:
    return _TOKEN_ID.fullmatch(text) is not None


def draw_secret(key_id: str) -> str:
    """30 random characters and the checksum of the whole key."""
    random = _random(_RANDOM_LENGTH)
    return random + _checksum(f"fb_{key_id}_{random}")


def key_text(key_id: str, secret: str) -> str:
    return f"fb_{key_id}_{secret}"


def read_key(text: str) -> tuple[str, str] | None:
    """Key id and secret, or None for what was never a key."""
    form = _KEY.fullmatch(text)
    if not form:
        return None
    body, key_id, random, checksum = form.groups()
    if not hmac.compare_digest(_checksum(body).encode(), checksum.encode()):
        return None
    return key_id, random + checksum


def digest_of(secret: str, pepper: bytes) -> bytes:
    return hmac.digest(pepper, secret.encode(), "sha256")


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def _checksum(text: str) -> str:
    return radix.encode(zlib.crc32(text.encode()), _ALPHABET, _CHECKSUM_LENGTH)
