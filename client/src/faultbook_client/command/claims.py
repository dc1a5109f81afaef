"""The claims of a token, unverified: only the service can tell whether they are true."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

_PARTS = 3


def claims_of(token: str) -> dict[str, Any] | None:
    """None for a text that is not a JSON Web Token."""
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        claims = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, RecursionError):
        return None
    return claims if isinstance(claims, dict) else None


def scopes_of(claims: dict[str, Any]) -> list[str]:
    """`scope` is a text with spaces between."""
    scope = claims.get("scope", "")
    return sorted(scope.split()) if isinstance(scope, str) else []


def instant_of(claims: dict[str, Any], *names: str) -> datetime | None:
    """The time of the first of these claims that is present; None where it is not a valid time."""
    value = next((claims[name] for name in names if claims.get(name) is not None), None)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        return datetime.fromtimestamp(value, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None
