"""Every key of the events table, on one page.

  <customer>#event#<day>     <written at>#<place>    what happened, as it was recorded
  <customer>#endpoints       endpoints               all of them
  <customer>#endpoint#<id>   delivery#<event id>     to be made, or made
                             told#<number>           a fault that it is told of: the opening
  lanes                      <customer>#<id>         endpoints that something waits for

`written at` is the serial of the transaction in microseconds, which each transaction of a customer
moves on: what is recorded later stands behind, however late its change is. A transaction holds at
most 100 items, so that two digits number its events.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from faultbook.domain import identifiers
from faultbook.domain.listing import Position
from faultbook.domain.times import from_microseconds, microseconds

if TYPE_CHECKING:
    from faultbook.domain.deliveries import DeliveryFilter

LAST_PLACE = 99
ENDPOINTS = "endpoints"
LANES = "lanes"
DELIVERY_PREFIX = "delivery#"
_SECOND = timedelta(seconds=1)
_FIRST, _LAST = "!", "~"  # sort before and behind all that ids consist of


def events(customer_id: str, at: datetime) -> str:
    return f"{customer_id}#event#{at.astimezone(UTC):%Y-%m-%d}"


def event(position: Position) -> str:
    return f"{microseconds(position.at):016d}#{position.number:02d}"


def endpoints(customer_id: str) -> str:
    return f"{customer_id}#endpoints"


def endpoint(customer_id: str, endpoint_id: str) -> str:
    return f"{customer_id}#endpoint#{endpoint_id}"


def delivery(event_id: str) -> str:
    """Event ids sort by the second of the change, and so do these keys."""
    return f"{DELIVERY_PREFIX}{event_id}"


def right_before(event_id: str) -> str:
    """Sorts behind every delivery whose event has a smaller id."""
    return _before(delivery(event_id))


def deliveries(
    wanted: "DeliveryFilter", after: str | None, *, oldest_first: bool
) -> tuple[str, str]:
    """The first and the last key, of whole seconds; the first is the greater where nothing is."""
    first = delivery(identifiers.first_event_id(wanted.since)) if wanted.since else DELIVERY_PREFIX
    last = after_deliveries()
    if wanted.until:
        last = _before(delivery(identifiers.first_event_id(wanted.until + _SECOND)))
    if after and oldest_first:
        first = max(first, delivery(after) + _FIRST)
    elif after:
        last = min(last, right_before(after))
    return first, last


def after_deliveries() -> str:
    """Sorts behind all of them: a dollar sign comes right after the `#`."""
    return "delivery$"


def _before(key: str) -> str:
    """Every shorter key and every other id of an event sorts before or behind."""
    return key[:-1] + chr(ord(key[-1]) - 1) + _LAST


def told(number: int) -> str:
    return f"told#{number:016d}"


def lane(customer_id: str, endpoint_id: str) -> str:
    return f"{customer_id}#{endpoint_id}"


def customer_and_endpoint(sort_key: str) -> tuple[str, str]:
    customer_id, _, endpoint_id = sort_key.partition("#")
    return customer_id, endpoint_id


def position_of(sort_key: str) -> Position:
    written, _, place = sort_key.partition("#")
    return Position(from_microseconds(int(written)), int(place))
