"""JSON that every parser reads alike: UTF-8, no duplicate members, no NaN, of bounded depth.

The number of values is bounded as well: each is validated and may cause a complaint, and 256 KB
have room for a hundred thousand.

Texts are repaired and not refused: bytes that are not UTF-8 and lone surrogates become U+FFFD, and
control characters are allowed. A sender that cuts a text within a character, or passes on the
output of a command, gets its alert through.
"""

import json
import re
from typing import Any, NoReturn

from faultbook.gateway.errors import MalformedBody

MAX_DEPTH = 32  # DynamoDB nests no deeper
MAX_DIGITS = 38  # nor does it keep more
MAX_VALUES = 20_000  # as many metrics as an agent posts in 256 KB have 14,000
_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def parse(body: bytes, *, mends: bool = True) -> Any:
    """Raises MalformedBody; where it does not mend, also for texts that it would.

    A credential is taken as it was signed or not at all.
    """
    if has_more_values(body, MAX_VALUES):
        raise MalformedBody(f"The body has more than {MAX_VALUES} values.")
    try:
        text = body.decode("utf-8", "replace" if mends else "strict")
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_real,
            strict=not mends,
        )
    except (ValueError, RecursionError) as error:
        if isinstance(error, _Refused):
            raise MalformedBody(f"The body is not acceptable JSON: {error}.") from error
        raise MalformedBody("The body is not valid JSON in UTF-8.") from error
    if depth_of(value) > MAX_DEPTH:
        raise MalformedBody(f"The body is nested deeper than {MAX_DEPTH} levels.")
    whole = mended(value, text)
    if not mends and whole != value:
        raise MalformedBody("The body has halves of characters.")
    return whole


def mended(value: Any, text: str) -> Any:
    """The value that the text was read as, without lone surrogates."""
    return _mended(value) if _SURROGATE.search(text) else value


def has_more_values(body: bytes, most: int) -> bool:
    """Counts values without parsing; texts are removed first only if they could matter."""
    return _separators(body) > most and _separators(_TEXT.sub(b"", body)) > most


def _separators(body: bytes) -> int:
    """Each value follows one of these characters; an empty container has one too many."""
    return body.count(b",") + body.count(b"[") + body.count(b"{")


class _Refused(ValueError):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Refused("a member is there twice")
    return members


def _refuse_constant(name: str) -> NoReturn:
    raise _Refused(f"{name} is not a number")


def _mended(value: Any) -> Any:
    """A lone surrogate cannot be encoded in UTF-8."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {_mended(name): _mended(member) for name, member in value.items()}
        case list():
            return [_mended(item) for item in value]
        case _:
            return value


def _integer(text: str) -> int:
    if len(text.lstrip("-")) > MAX_DIGITS:
        raise _Refused("a number is too long")
    return int(text)


def _real(text: str) -> float:
    value = float(text)
    if value in {float("inf"), float("-inf")} or len(text) > MAX_DIGITS:
        raise _Refused("a number is too large or too long")
    return value


def depth_of(value: Any) -> int:
    depth, level = 0, [value]
    while level:
        depth += 1
        level = [inner for outer in level for inner in _inner(outer)]
    return depth - 1


def _inner(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
