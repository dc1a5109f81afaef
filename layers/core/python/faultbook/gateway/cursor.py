"""Paging cursors: a sort position, signed, and bound to customer, route and filters.

A cursor names no partition; that always comes from the credential of the request.
"""

import hashlib
import hmac
import json

from faultbook.domain.fault import Severity
from faultbook.domain.listing import Position
from faultbook.domain.times import from_microseconds, microseconds
from faultbook.gateway import base64url
from faultbook.gateway.errors import InvalidCursor

_FORMAT = 1
_SIGNATURE_BYTES = 16
_MAX_LENGTH = 200


class CursorSigner:
    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def write(self, position: Position, *bound_to: str) -> str:
        """`bound_to` is what must be the same on the next page: customer, route, filters."""
        parts: list[int | str] = [_FORMAT, microseconds(position.at), position.number]
        if position.severity:
            parts.append(position.severity)
        payload = json.dumps(parts, separators=(",", ":")).encode()
        return base64url.encode(self._signature(payload, bound_to) + payload)

    def read(self, cursor: str, *bound_to: str) -> Position:
        """Raises InvalidCursor."""
        raw = _decoded(cursor)
        signature, payload = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._signature(payload, bound_to)):
            raise InvalidCursor
        version, at, number, *severities = json.loads(payload)
        if version != _FORMAT:
            raise InvalidCursor
        severity = Severity(severities[0]) if severities else None
        return Position(from_microseconds(at), number, severity)

    def _signature(self, payload: bytes, bound_to: tuple[str, ...]) -> bytes:
        message = json.dumps(bound_to).encode() + b"\n" + payload
        return hmac.new(self._secret, message, hashlib.sha256).digest()[:_SIGNATURE_BYTES]


def _decoded(cursor: str) -> bytes:
    if len(cursor) > _MAX_LENGTH or not cursor.isascii():
        raise InvalidCursor
    try:
        return base64url.decode(cursor)
    except ValueError as error:
        raise InvalidCursor from error
