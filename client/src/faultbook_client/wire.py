"""Parts of a request as they are sent."""

import json
import re
import urllib.parse
from datetime import UTC, datetime
from typing import Any

from faultbook_client.errors import InvalidArgument

NO_TEXT = "A text has bytes that are no UTF-8, so that it cannot be sent."


def segment(text: str) -> str:
    """One segment of a path, whatever is in it. Raises InvalidArgument."""
    try:
        return urllib.parse.quote(text, safe="")
    except UnicodeEncodeError as error:
        raise InvalidArgument(NO_TEXT) from error


def showable_url(text: str) -> str:
    """Without user and password, and without a query, which may have a secret in it too."""
    bare = re.sub(r"^([\w.+-]*://)?.*@", r"\1", text, flags=re.DOTALL)
    return re.split(r"[?#]", bare, maxsplit=1)[0]


def time_wire(at: datetime) -> str:
    """A time without a zone is the local time of this machine. Raises InvalidArgument."""
    try:
        return at.astimezone(UTC).isoformat(timespec="microseconds")
    except (OverflowError, ValueError, OSError) as error:
        raise InvalidArgument(f"{at.isoformat()} is outside of what a clock can show.") from error


def json_wire(content: Any) -> bytes:
    """Undecodable bytes and lone surrogates become U+FFFD: no report is lost for them.

    Raises InvalidArgument.
    """
    try:
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidArgument(f"This cannot be sent as JSON: {error}") from error
    return re.sub("[\ud800-\udfff]", "\ufffd", text).encode()
