"""JSON as monitoring tools send it: bounded, and otherwise read leniently.

Of duplicate members the last one wins, as in the tools' own decoders: vmalert sends `alertname`
twice in each push. Numbers that no store keeps become texts, and so do NaN and Infinity. Bytes that
are not UTF-8 are replaced, and a byte order mark is skipped.
"""

import json
from typing import Any

from faultbook.gateway.errors import MalformedBody
from faultbook.gateway.strict_json import (
    MAX_DEPTH,
    MAX_DIGITS,
    depth_of,
    has_more_values,
    mended,
)

MAX_VALUES = 100_000  # 256 alerts, as many as Prometheus posts at once, with 300 values each


def parse(body: bytes) -> Any:
    """Raises MalformedBody."""
    if has_more_values(body, MAX_VALUES):
        raise MalformedBody(f"The body has more than {MAX_VALUES} values.")
    text = body.decode("utf-8-sig", "replace")
    try:
        value = json.loads(
            text, parse_constant=str, parse_int=_integer, parse_float=_real, strict=False
        )
    except (ValueError, RecursionError) as error:
        raise MalformedBody("The body is not valid JSON.") from error
    if depth_of(value) > MAX_DEPTH:
        raise MalformedBody(f"The body is nested deeper than {MAX_DEPTH} levels.")
    return mended(value, text)


def _integer(text: str) -> int | str:
    return int(text) if len(text.lstrip("-")) <= MAX_DIGITS else text


def _real(text: str) -> float | str:
    value = float(text)
    is_kept = len(text) <= MAX_DIGITS and value not in {float("inf"), float("-inf")}
    return value if is_kept else text
