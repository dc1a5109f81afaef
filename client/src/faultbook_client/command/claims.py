"""What a token says of itself. Only the service can tell whether it is true."""

import base64
import json
from typing import Any

_PARTS = 3


def claims_of(token: str) -> dict[str, Any] | None:
    """None for what is no JSON Web Token."""
    parts = token.split(".")
    if len(parts) != _PARTS:
        return None
    padded = parts[1] + "=" * (-len(parts[1]) % 4)
    try:
        claims = json.loads(base64.urlsafe_b64decode(padded))
    except ValueError:
        return None
    return claims if isinstance(claims, dict) else None


def scopes_of(claims: dict[str, Any]) -> list[str]:
    """`scope` is a text with spaces between."""
    scope = claims.get("scope", "")
    return sorted(scope.split()) if isinstance(scope, str) else []
