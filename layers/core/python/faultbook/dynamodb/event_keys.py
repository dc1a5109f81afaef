"""Every key of the events table, on one page.

  <customer>#event#<day>     <written at>#<place>    what happened, as it was recorded

`written at` is the serial of the transaction in microseconds, which each transaction of a customer
moves on: what is recorded later stands behind, however late its change is. A transaction holds at
most 100 items, so that two digits number its events.
"""

from datetime import UTC, datetime

from faultbook.domain.listing import Position
from faultbook.domain.times import from_microseconds, microseconds

LAST_PLACE = 99


def events(customer_id: str, at: datetime) -> str:
    return f"{customer_id}#event#{at.astimezone(UTC):%Y-%m-%d}"


def event(position: Position) -> str:
    return f"{microseconds(position.at):016d}#{position.number:02d}"


def position_of(sort_key: str) -> Position:
    written, _, place = sort_key.partition("#")
    return Position(from_microseconds(int(written)), int(place))
