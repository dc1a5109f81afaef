"""A fault's number and the identifiers that the APIs show for it; all derive from it, no look-up.

The number has 53 bits (31 of seconds since 2024-01-01, 22 random), so it survives JavaScript.
"""

import hashlib
import secrets
from datetime import UTC, datetime

from faultbook.domain import radix

NUMBER_BITS = 53
_RANDOM_BITS = 22
_NUMBER_EPOCH = int(datetime(2024, 1, 1, tzinfo=UTC).timestamp())
_KSUID_EPOCH = 1_400_000_000  # segmentio/ksuid: seconds since 2014-05-13T16:53:20Z
_LAST_SECOND = 2**32 - 1
_KSUID_BYTES = 20
_KSUID_REST_BITS = 128  # behind the second
_KSUID_LENGTH = 27
_SHORT_ID_LENGTH = 11  # of 64 bits in base 58
_PREFIX = "flt_"
_EVENT_PREFIX = "evt_"


def draw_number(at: datetime) -> int:
    """A new number for a fault or a comment; two in the same second collide once in 4 million."""
    seconds = int(at.timestamp()) - _NUMBER_EPOCH
    return (seconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)


def drawn_at(number: int) -> datetime:
    """The second in which a number was drawn."""
    return datetime.fromtimestamp((number >> _RANDOM_BITS) + _NUMBER_EPOCH, UTC)


def fault_id(customer_id: str, number: int) -> str:
    """`flt_` and a 27-character KSUID: the number's time, the number, 8 bytes of a digest."""
    seconds = (number >> _RANDOM_BITS) + _NUMBER_EPOCH - _KSUID_EPOCH
    payload = number.to_bytes(8, "big") + _digest(customer_id, number)
    raw = seconds.to_bytes(4, "big") + payload
    return _PREFIX + radix.encode(int.from_bytes(raw, "big"), radix.BASE_62, _KSUID_LENGTH)


def number_of_fault_id(customer_id: str, text: str) -> int | None:
    """The number, or None for anything that `fault_id` never made for this customer.

    The prefix may be missing (Altostrat's change log of August 2025).
    """
    value = radix.decode(text.removeprefix(_PREFIX), radix.BASE_62, _KSUID_LENGTH)
    if value is None or value >> (8 * _KSUID_BYTES):
        return None
    number = int.from_bytes(value.to_bytes(_KSUID_BYTES, "big")[4:12], "big")
    if number >> NUMBER_BITS:
        return None
    return number if fault_id(customer_id, number).endswith(text.removeprefix(_PREFIX)) else None


def event_id(customer_id: str, number: int, version: int, at: datetime) -> str:
    """`evt_` and a KSUID of the change's time, the number, the version, 4 bytes of a digest.

    Ids sort by that second, as KSUIDs do, and then by fault and version.
    """
    digest = hashlib.sha256(f"{customer_id}#{number}#{version}".encode()).digest()[:4]
    raw = number.to_bytes(8, "big") + version.to_bytes(4, "big") + digest
    return event_id_of(at, int.from_bytes(raw, "big"))


def first_event_id(at: datetime) -> str:
    """Sorts before the id of every event of that second and later."""
    return event_id_of(at, 0)


def event_id_of(at: datetime, rest: int) -> str:
    """As `place_of_event_id` takes it apart."""
    seconds = min(max(0, int(at.timestamp()) - _KSUID_EPOCH), _LAST_SECOND)
    value = (seconds << _KSUID_REST_BITS) | rest
    return _EVENT_PREFIX + radix.encode(value, radix.BASE_62, _KSUID_LENGTH)


def place_of_event_id(text: str) -> tuple[datetime, int] | None:
    """The second and what stands behind it; None for what is no id of an event."""
    value = radix.decode(text.removeprefix(_EVENT_PREFIX), radix.BASE_62, _KSUID_LENGTH)
    if value is None or value >> (8 * _KSUID_BYTES) or not text.startswith(_EVENT_PREFIX):
        return None
    seconds = (value >> _KSUID_REST_BITS) + _KSUID_EPOCH
    return datetime.fromtimestamp(seconds, UTC), value & ((1 << _KSUID_REST_BITS) - 1)


def short_id(number: int) -> str:
    """For APIs whose ids are short: the number in base 58."""
    return base_58(number)


def number_of_short_id(text: str) -> int | None:
    value = radix.decode(text, radix.BASE_58, _SHORT_ID_LENGTH)
    return None if value is None or value >> NUMBER_BITS else value


def base_58(value: int) -> str:
    """11 characters for up to 64 bits, none of which is 0, O, I or l."""
    return radix.encode(value, radix.BASE_58, _SHORT_ID_LENGTH)


def _digest(customer_id: str, number: int) -> bytes:
    return hashlib.sha256(f"{customer_id}#{number}".encode()).digest()[:8]
