"""Every key of every table, on one page.

Faults table
  <customer>#<number>            fault | detail | lease | comment#<ordinal> | event#<version> | gap
  <customer>#key#<sha256>        pointer: deduplication key or Idempotency-Key -> number
  <customer>#note#<number>       pointer: comment -> fault and ordinal
  <customer>#failures#<sha256>   failures: of a check in a row, before its alert opens
  <customer>#changes#<month>     <at>#<number>: change events
  <customer>#heartbeats          <number> | <number>#beat | count: what is expected, what has come
  <customer>#hosts               host#<id> | identifier#<sha256> | document#<id>#<name> | count
  <customer>#changed             <day>#<number>: faults that changed without an index that shows it
  <customer>#expiring            <day>#<number> | <day>#list#<part>: faults that expire on a day
  due#<stripe>                   <due>#<customer>#<number>: faults that resolve by themselves
  due#<kind>#<stripe>            <due>#<customer>#<number>: whatever else is due at a time
  sweeps                         sweeps: when the last one ran, and the latest pause
  stripes                        stripes: how many stripes customers have
  by_status  <customer>#<status>#<stripe>         <opened or resolved>#<number>
  by_path    <customer>#<site>#<status>#<stripe>  <opened>#<number>
  by_time    <customer>#<month>#<stripe>          <opened>#<number>
             <customer>#history#<stripe>          <opened>#<number>: longer than a year before

A customer id, a status and a number hold no `#`, so no two keys meet: whatever a site holds, its
customer is before the first `#` and status and stripe are behind the last two. A site has at most
255 characters, three times as many where a `|` is encoded in it, and so at most 1,020 bytes: a
partition key stays below 2,048. Sort keys are decimal and padded, so that they sort as numbers do.
"""

from datetime import date, datetime
from hashlib import sha256
from zlib import crc32

from faultbook.domain.due import DueKind
from faultbook.domain.fault import Status
from faultbook.domain.listing import Position
from faultbook.domain.times import from_microseconds, microseconds

FAULT = "fault"
DETAIL = "detail"
LEASE = "lease"
POINTER = "pointer"
COMMENT_PREFIX = "comment#"
EVENT_PREFIX = "event#"
STRIPES = "stripes"
SWEEPS = "sweeps"
HEARTBEAT_COUNT = "count"
FIRST_HEARTBEAT, BEHIND_HEARTBEATS = "0", ":"  # around all numbers
HOST_PREFIX = "host#"
HOST_COUNT = "count"
FAILURES = "failures"
HISTORY = "history"
AFTER_DAYS = "9999"  # sorts behind all keys of days
GAP = "gap"  # says that versions are, or were, missing from a timeline


def fault(customer_id: str, number: int) -> str:
    return f"{customer_id}#{number:016d}"


def customer_and_number(pk: str) -> tuple[str, int]:
    customer_id, _, number = pk.partition("#")
    return customer_id, int(number)


def comment(ordinal: int) -> str:
    return f"{COMMENT_PREFIX}{ordinal:04d}"


def event(version: int) -> str:
    return f"{EVENT_PREFIX}{version:08d}"


def version_of_event(sk: str) -> int:
    return int(sk.removeprefix(EVENT_PREFIX))


def claim(customer_id: str, key: str) -> str:
    return f"{customer_id}#key#{key}"


def note(customer_id: str, number: int) -> str:
    return f"{customer_id}#note#{number:016d}"


def failures(customer_id: str, deduplication_key: str) -> str:
    return f"{customer_id}#failures#{sha256(deduplication_key.encode()).hexdigest()}"


def change_events(customer_id: str, month: str) -> str:
    return f"{customer_id}#changes#{month}"


def heartbeats(customer_id: str) -> str:
    return f"{customer_id}#heartbeats"


def heartbeat(number: int) -> str:
    return f"{number:016d}"


def beat(number: int) -> str:
    """Sorts right behind the heartbeat."""
    return f"{number:016d}#beat"


def hosts(customer_id: str) -> str:
    return f"{customer_id}#hosts"


def host(host_id: str) -> str:
    """An id of a host holds no `#`, nor does the name of a document."""
    return f"{HOST_PREFIX}{host_id}"


def host_identifier(custom_identifier: str) -> str:
    return f"identifier#{sha256(custom_identifier.encode()).hexdigest()}"


def host_document(host_id: str, name: str = "") -> str:
    """Without a name it begins the keys of all documents of a host."""
    return f"document#{host_id}#{name}"


def stripe(number: int, count: int) -> int:
    """Which of `count` stripes a fault is written to."""
    return crc32(number.to_bytes(8, "big")) % count


def by_status(customer_id: str, status: Status, stripe: int) -> str:
    return f"{customer_id}#{status}#{stripe}"


def by_path(customer_id: str, site: str, status: Status, stripe: int) -> str:
    return f"{customer_id}#{site}#{status}#{stripe}"


def by_time(customer_id: str, month: str, stripe: int) -> str:
    return f"{customer_id}#{month}#{stripe}"


def month(at: datetime) -> str:
    return f"{at.year:04d}-{at.month:02d}"


def position(at: datetime, number: int) -> str:
    return f"{microseconds(at):016d}#{number:016d}"


def position_of(sort_key: str) -> Position:
    at, _, number = sort_key.partition("#")
    return Position(at=from_microseconds(int(at)), number=int(number))


def changed(customer_id: str) -> str:
    return f"{customer_id}#changed"


def expiring(customer_id: str) -> str:
    return f"{customer_id}#expiring"


def on_day(day: date, number: int) -> str:
    return f"{day:%Y-%m-%d}#{number:016d}"


def list_of_day(day: date, part: int) -> str:
    """Sorts behind all numbers of the day."""
    return f"{day:%Y-%m-%d}#list#{part:05d}"


def day_of(sort_key: str) -> date:
    return date.fromisoformat(sort_key.partition("#")[0])


def number_on_day(sort_key: str) -> int:
    return int(sort_key.partition("#")[2])


def due(kind: DueKind, stripe: int) -> str:
    """Of all customers together: notes are read by time, and removed once it has come.

    Separate for each kind; the first kind has no name in its key.
    """
    return f"due#{stripe}" if kind is DueKind.CLOSE else f"due#{kind}#{stripe}"


def due_at(at: datetime, customer_id: str, number: int) -> str:
    return f"{microseconds(at):016d}#{customer_id}#{number:016d}"


def due_after(at: datetime) -> str:
    """Sorts behind all that are due at or before `at`, and before all others."""
    return f"{microseconds(at) + 1:016d}"


def parts_of_due(sort_key: str) -> tuple[datetime, str, int]:
    at, _, rest = sort_key.partition("#")
    customer_id, _, number = rest.rpartition("#")
    return from_microseconds(int(at)), customer_id, int(number)
