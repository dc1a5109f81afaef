"""Every key of the statistics table, on one page.

  <customer>#now           now                   faults that are, and where the statistics stand
  <customer>#slot#<day>    <HH:MM>               what happened in five minutes
  <customer>#top#<day>     <ranking>#<HH>#<name> faults opened for one resource or service
  <customer>#ranked#<year> <MM-DD>               the rankings of its hours that are over
  <customer>#day#<year>    <MM-DD>               a rolled-up day
  customers                <customer>            the register of customers
  reconcile#everything     run | part#<number>   how far the recount of everything has come
  reconcile#window         run | part#<number>   how far the recount of the newest days has come
  reconcile#marks          since                 when changes that no index shows were first marked

A customer id holds no `#`, and `customers` and `reconcile` are no keys of a customer.
"""

from datetime import UTC, date, datetime

from faultbook.domain.statistics import Group, Now, Ranked, Ranking, Slot

NOW = "now"
CUSTOMERS = "customers"
RECONCILE = "reconcile#everything"
RECONCILE_WINDOW = "reconcile#window"
MARKS = "reconcile#marks"
SINCE = "since"
RUN = "run"
PART_PREFIX = "part#"

Key = tuple[str, str]


def now(customer_id: str) -> Key:
    return f"{customer_id}#now", NOW


def slots(customer_id: str, day: date) -> str:
    return f"{customer_id}#slot#{day:%Y-%m-%d}"


def slots_between(first: datetime, last: datetime) -> tuple[str, str]:
    """Sort keys, of two slots of one day."""
    return f"{first:%H:%M}", f"{last:%H:%M}"


def rankings(customer_id: str, day: date) -> str:
    return f"{customer_id}#top#{day:%Y-%m-%d}"


def names_between(ranking: Ranking, since_hour: int) -> tuple[str, str]:
    """Sort keys, around all names of one ranking: a dollar sign comes right after the `#`."""
    return f"{ranking}#{since_hour:02d}", f"{ranking}$"


def ranked_hours(customer_id: str, at: date) -> Key:
    return f"{customer_id}#ranked#{at.year:04d}", f"{at:%m-%d}"


def days(customer_id: str, year: int) -> str:
    return f"{customer_id}#day#{year:04d}"


def day(customer_id: str, at: date) -> Key:
    return days(customer_id, at.year), f"{at:%m-%d}"


def group(customer_id: str, counted: Group) -> Key:
    match counted:
        case Now():
            return now(customer_id)
        case Slot(start):
            return slots(customer_id, start.date()), f"{start:%H:%M}"
        case Ranked(hour, ranking, name):
            return rankings(customer_id, hour.date()), f"{ranking}#{hour:%H}#{name}"


def customer_and_group(pk: str, sk: str) -> tuple[str, Group] | None:
    """None for an item that holds no counters."""
    customer_id, _, rest = pk.partition("#")
    family, _, on = rest.partition("#")
    if family == NOW:
        return customer_id, Now()
    if family == "slot":
        return customer_id, Slot(datetime.fromisoformat(f"{on}T{sk}").replace(tzinfo=UTC))
    if family == "top":
        ranking, hour, name = sk.split("#", 2)
        at = datetime.fromisoformat(f"{on}T{hour}:00").replace(tzinfo=UTC)
        return customer_id, Ranked(at, Ranking(ranking), name)
    return None


def customer_and_day(pk: str, sk: str) -> tuple[str, date] | None:
    """None for an item that is no rolled-up day."""
    customer_id, _, rest = pk.partition("#")
    family, _, year = rest.partition("#")
    return (customer_id, date.fromisoformat(f"{year}-{sk}")) if family == "day" else None
