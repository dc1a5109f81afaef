"""What a sender says of a fault beyond its short message.

Three indexes project the whole fault, so each KB of it is written four times. Long texts are stored
once, in a document beside the fault, and read when a single fault is shown.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from faultbook.domain.text import cleaned_document, cut

MAX_MESSAGE = 500  # characters of a message, or a cause, in the fault itself
MAX_DETAIL = 131_072  # bytes as JSON
_LENGTH = 12


def shortened(text: str) -> str:
    return cut(text, MAX_MESSAGE)


def detail_of(message: str, **parts: Any) -> dict[str, Any]:
    """The parts that say something, cleaned and bounded; the message where the fault cuts it."""
    detail = {"message": message} if len(message) > MAX_MESSAGE else {}
    detail |= {name: part for name, part in parts.items() if part}
    return cleaned_document(detail, MAX_DETAIL) if detail else {}


def mark_of(detail: Mapping[str, Any]) -> str:
    """A digest that the fault keeps: whether it has a detail, and whether another one differs."""
    if not detail:
        return ""
    text = json.dumps(detail, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:_LENGTH]
