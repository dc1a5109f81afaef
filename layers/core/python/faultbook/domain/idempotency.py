"""Claims: which fault a key belongs to, so that the same report twice makes one fault."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

KEY_LIFETIME = timedelta(hours=24)  # of an Idempotency-Key


@dataclass(frozen=True, slots=True)
class Claim:
    """A key held for one fault until `expires_at` (Unix seconds).

    `fingerprint` is that of the request that made it. `created` tells whether that request made the
    fault or repeated it; `made_at` (Unix microseconds) lets an equal request rebuild the answer.
    `reopened` is the version at which its fault was reopened and took the key back, 0 if it never
    was. `replaces` is an earlier claim of a fault that is resolved or removed; where that fault was
    reopened in the meantime, the earlier claim stays.
    """

    key: str
    number: int
    expires_at: int
    fingerprint: str = ""
    created: bool = True
    made_at: int = 0
    reopened: int = 0
    replaces: "Claim | None" = None

    def yields_to(self, other: "Claim") -> bool:
        seen = other.replaces
        return seen is not None and (self.number, self.reopened) == (seen.number, seen.reopened)


@dataclass(frozen=True, slots=True)
class Idempotency:
    """`key` is the claim key of route and header; `fingerprint` tells equal requests."""

    key: str
    fingerprint: str

    def of_item(self, place: int, fingerprint: str) -> "Idempotency":
        """The key of one item of a batch."""
        return Idempotency(_digest("item", f"{self.key}\n{place}"), fingerprint)


class ClaimTaken(Exception):
    """A key belongs to another fault already; raised by stores and handled by use cases."""


class NumberTaken(Exception):
    """Another fault drew the same number; raised by stores and handled by use cases."""


def deduplication_claim_key(text: str) -> str:
    return _digest("deduplication", text)


def incident_claim_key(kind: str, incident_id: str) -> str:
    """The Incidents service knows an incident by its type and its sender's id."""
    return _digest("incident", f"{kind}\n{incident_id}")


def idempotency_claim_key(route: str, text: str) -> str:
    """A key counts per route, as in the IETF draft on the Idempotency-Key header."""
    return _digest("idempotency", f"{route}\n{text}")


def _digest(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}\n{text}".encode()).hexdigest()
