"""Signing secrets of the local stack, made once, and bearer tokens signed with them."""

import json
import os
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import jwt

TOKEN_HOURS = 24  # the most that the functions accept

_FILE = "secrets.json"
_NAMES = (
    "JWT_SECRET",
    "TOKEN_SECRET",
    "CURSOR_SECRET",
    "API_KEY_PEPPER",
    "OUTAGE_LINK_SECRET",
)
_BYTES = 48
_OWNER_ONLY = 0o600


def signing_secrets(directory: Path) -> dict[str, str]:
    """By the names of the environment; tokens and keys made with them outlive a restart."""
    file = directory / _FILE
    known: dict[str, str] = json.loads(file.read_text("utf-8")) if file.exists() else {}
    if missing := [name for name in _NAMES if name not in known]:
        known |= {name: secrets.token_urlsafe(_BYTES) for name in missing}
        write_private(file, known)
    return known


def write_private(file: Path, content: Mapping[str, Any]) -> None:
    """In one step, and never readable for others."""
    arriving = file.with_suffix(".arriving")
    arriving.unlink(missing_ok=True)
    descriptor = os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as writer:
        json.dump(content, writer, indent=2)
    arriving.replace(file)


def bearer_token(
    environment: Mapping[str, str],
    customer_id: str,
    scopes: Iterable[str],
    *,
    now: datetime,
    subject: str = "local",
    **claims: Any,
) -> str:
    """`environment` is that of the functions; further claims go before the usual ones."""
    issued = int(now.timestamp())
    usual = {
        "iss": environment["JWT_ISSUER"],
        "aud": environment["JWT_AUDIENCE"],
        "iat": issued,
        "exp": issued + TOKEN_HOURS * 3600,
        "sub": subject,
        "customer_id": customer_id,
        "scope": " ".join(scopes),
    }
    return jwt.encode(usual | claims, environment["JWT_SECRET"], algorithm="HS256")
