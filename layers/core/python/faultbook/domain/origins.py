"""Where a fault has come from: other Faultbooks, or an endpoint whose receiver reported it.

It stands in its metadata, where whoever hands faults on adds his host. What came from
somewhere is not sent back there, so that two that tell each other do not do so for ever.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

MEMBER = "faultbook_origin"
MAX_ORIGINS = 8  # after so many others a fault goes round, by whatever names


def origins_of(metadata: Mapping[str, Any]) -> list[str]:
    """In the order in which it went through them."""
    told = metadata.get(MEMBER)
    if not isinstance(told, str):
        return []
    return [one.strip().lower() for one in told.split(",") if one.strip()]


def with_origin(metadata: Mapping[str, Any], url: str) -> dict[str, Any]:
    """As somebody hands it on who is at this URL."""
    origins = origins_of(metadata)
    host = host_of(url)
    if host and host not in origins:
        origins.append(host)
    return {**metadata, MEMBER: ",".join(origins)}


def came_from(metadata: Mapping[str, Any], endpoint_id: str, url: str) -> bool:
    origins = origins_of(metadata)
    is_known = host_of(url) in origins or endpoint_id.lower() in origins
    return is_known or len(origins) >= MAX_ORIGINS


def host_of(url: str) -> str:
    """With its port; empty where the URL has none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    return host if port in {None, 443} else f"{host}:{port}"
