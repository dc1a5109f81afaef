"""Which URLs an owner may name, and which addresses are really asked (OWASP: SSRF prevention)."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from faultbook.domain.deliveries import Failure

_PORTS = frozenset({443, 8443})
_HTTPS = 443
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
_MAX_URL = 2048
_LOOPBACK = "localhost"
_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(Exception):
    """`failure` is what a log shows; the text says what would be right."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.failure = Failure.REFUSED_ADDRESS


@dataclass(frozen=True, slots=True)
class Target:
    host: str
    port: int
    path: str  # with its query
    is_tls: bool

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        is_usual = self.port == (_HTTPS if self.is_tls else 80)
        return host if is_usual else f"{host}:{self.port}"


def target_of(url: str, *, allow_loopback: bool = False) -> Target:
    """Raises AddressRefused; no name is looked up yet."""
    if len(url) > _MAX_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise AddressRefused(f"a URL of at most {_MAX_URL} visible ASCII characters")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressRefused("a URL with a host") from None
    if (
        not (_literal(host) or _NAME.fullmatch(host))
        or parts.username is not None
        or parts.password is not None
    ):
        raise AddressRefused("a URL with a host, and without a name or a password")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if allow_loopback and _is_loopback(host) and parts.scheme in {"http", "https"}:
        is_tls = parts.scheme == "https"
        return Target(host, port or (_HTTPS if is_tls else 80), path, is_tls)
    if parts.scheme != "https":
        raise AddressRefused("a URL that begins with https://")
    if (port or _HTTPS) not in _PORTS:
        raise AddressRefused("port 443 or 8443")
    if (literal := _literal(host)) and not is_public(literal):
        raise AddressRefused("a host that anybody on the internet may ask")
    return Target(host, port or _HTTPS, path, is_tls=True)


def check(address: str, target: Target, *, allow_loopback: bool = False) -> None:
    """Of one that the name was resolved to. Raises AddressRefused."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if allow_loopback and found.is_loopback and _is_loopback(target.host):
        return
    if not is_public(found):
        raise AddressRefused("a host that anybody on the internet may ask")


def is_public(address: Address) -> bool:
    """Also of what is embedded: 2002::/16 and 64:ff9b::/96 lead into the IPv4 network."""
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not address.is_multicast
    if address in _LOCAL_NAT64:
        return False
    embedded = address.ipv4_mapped or address.sixtofour
    if address in _NAT64:
        embedded = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if embedded is not None:
        return is_public(embedded)
    return address.teredo is None and address.is_global and not address.is_multicast


def _is_loopback(host: str) -> bool:
    literal = _literal(host)
    return literal.is_loopback if literal else host == _LOOPBACK


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
