"""The arguments of an HTTP client: URL, token, time-out, proxy and certificates, all checked first.

What cannot be used is refused in words without credentials, before anything is sent.
"""

import ipaddress
import math
import re
import urllib.request
from dataclasses import dataclass
from typing import Any

import httpx

from faultbook_client.errors import InvalidArgument
from faultbook_client.parameters import MAX_TIMEOUT
from faultbook_client.wire import showable_url

_SCHEMES = {"http": 80, "https": 443}
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
_MAX_HOST = 253  # RFC 1035, section 2.3.4
_MAX_LABEL = 63
_HOST = re.compile(r"[0-9A-Za-z._:-]+")  # after IDNA; `_` is in names of containers
_MAX_PORT = 65_535
_VISIBLE = re.compile(r"[!-~]+")  # a superset of the tokens of RFC 6750, section 2.1


@dataclass(frozen=True, slots=True)
class Network:
    """`url` without a slash at its end."""

    url: str
    arguments: dict[str, Any]


def network(
    url: str, token: str, *, timeout: float, user_agent: str, transport: Any = None
) -> Network:
    """What httpx.Client and httpx.AsyncClient both take. Raises InvalidArgument.

    Proxies and certificates are those of the environment, but only where there is no `transport`.
    """
    base = base_url(url)
    headers = {"User-Agent": user_agent, "Accept": "application/json"}
    if token.strip():
        headers["Authorization"] = f"Bearer {bearer(token)}"
    arguments: dict[str, Any] = {
        "base_url": base,
        "headers": headers,
        "timeout": seconds(timeout),
        "trust_env": False,  # it is read here, with words for what is wrong in it
    }
    if transport is None:
        arguments |= {"proxy": proxy_for(base), "verify": _certificates()}
    else:
        arguments["transport"] = transport
    return Network(str(base).rstrip("/"), arguments)


def base_url(text: str) -> httpx.URL:
    """Blanks and line breaks around it are left out. Raises InvalidArgument."""
    wrong = "is not a URL of the kind https://faults.example.com"
    stripped = text.strip()
    try:
        url = httpx.URL(stripped.rstrip("/"))
    except (httpx.InvalidURL, UnicodeError) as error:
        raise InvalidArgument(f"{showable_url(stripped)!r} {wrong}.") from error
    if url.userinfo:
        raise InvalidArgument(
            "The URL has a user or a password in it. Faultbook knows its callers by their token."
        )
    if url.scheme not in _SCHEMES or not _is_host(url.raw_host.decode("ascii")):
        raise InvalidArgument(f"{showable_url(stripped)!r} {wrong}.")
    if not _is_port(url.port):
        raise InvalidArgument(f"{stripped!r} has a port that there cannot be.")
    if url.query or url.fragment:
        raise InvalidArgument(
            f"{showable_url(stripped)!r} is followed by a query or a fragment, which the URL of "
            "Faultbook has not."
        )
    return url


def bearer(token: str) -> str:
    """Blanks and line breaks around it are left out. Raises InvalidArgument, without showing it."""
    stripped = token.strip()
    if not _VISIBLE.fullmatch(stripped):
        raise InvalidArgument(
            "The token has a blank, a line break or a letter within that no token has; "
            "was it copied with something else?"
        )
    return stripped


def seconds(timeout: float) -> float:
    """Raises InvalidArgument."""
    if not math.isfinite(timeout) or not 0 < timeout <= MAX_TIMEOUT:
        raise InvalidArgument(f"A time-out is above 0 and at most {MAX_TIMEOUT:g} seconds.")
    return timeout


def proxy_for(url: httpx.URL) -> httpx.Proxy | None:
    """That of the environment or the system. Raises InvalidArgument."""
    proxies = urllib.request.getproxies()
    proxy = (proxies.get(url.scheme) or proxies.get("all") or "").strip()
    if not proxy or _is_direct(url, proxies.get("no", "")):
        return None
    name = f"{url.scheme.upper()}_PROXY or ALL_PROXY"
    try:
        made = httpx.Proxy(proxy if "://" in proxy else f"http://{proxy}")
    except ValueError as error:
        kinds = ", ".join(_PROXY_SCHEMES)
        raise InvalidArgument(f"{name}: a proxy's URL begins with one of {kinds}.") from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise InvalidArgument(f"{name} is not a URL of the kind http://proxy:3128.") from error
    if not _is_host(made.url.raw_host.decode("ascii")) or not _is_port(made.url.port):
        raise InvalidArgument(f"{name} is not a URL of the kind http://proxy:3128.")
    return made


def _certificates() -> Any:
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        raise InvalidArgument(
            f"SSL_CERT_FILE or SSL_CERT_DIR names certificates that cannot be read: {error}"
        ) from error


def _is_host(host: str) -> bool:
    """An address, or labels that a resolver takes, with or without a dot at the end."""
    labels = host.removesuffix(".").split(".")
    return (
        len(host) <= _MAX_HOST
        and _HOST.fullmatch(host) is not None
        and all(0 < len(label) <= _MAX_LABEL for label in labels)
    )


def _is_port(port: int | None) -> bool:
    return port is None or 0 < port <= _MAX_PORT


def _is_direct(url: httpx.URL, exceptions: str) -> bool:
    """Whether NO_PROXY names the host: a domain with all in it, an address, a block, or `*`."""
    return any(
        _names(exception, url) for exception in re.split(r"[,\s]+", exceptions.lower()) if exception
    )


def _names(exception: str, url: httpx.URL) -> bool:
    if exception == "*":
        return True
    host, port = _host_and_port(exception.partition("://")[2] or exception)
    if port and port != str(url.port or _SCHEMES[url.scheme]):
        return False
    try:
        return ipaddress.ip_address(url.host) in ipaddress.ip_network(host, strict=False)
    except ValueError:
        domain = host.removeprefix("*").strip(".")
        return bool(domain) and f".{url.host.strip('.')}".endswith(f".{domain}")


def _host_and_port(text: str) -> tuple[str, str]:
    """Of `host:1`, `[::1]:1`, `[fd00::]/8`, `fd00::/8`."""
    bracketed = re.fullmatch(r"\[([^\]]*)\](/[0-9]+)?(?::([0-9]+))?", text)
    if bracketed:
        return bracketed[1] + (bracketed[2] or ""), bracketed[3] or ""
    host, _, port = text.rpartition(":")
    return (host, port) if host and ":" not in host and port.isdecimal() else (text, "")
