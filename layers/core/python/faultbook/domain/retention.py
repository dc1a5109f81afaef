"""How long a fault is kept, and what is history.

History is a fault that began more than a year before it was reported. It is kept as long as if it
had begun when it was reported, and comes last in lists by time of opening.
"""

from datetime import datetime, timedelta

RETENTION_MONTHS = 14  # Altostrat's change log, 28 August 2025
RECENT_MONTHS = 12
CLOCK_SKEW = timedelta(minutes=5)  # how far a sender's clock may be ahead


def expiry(opened_at: datetime) -> int:
    """Unix seconds, 14 calendar months after opening."""
    return int(months_after(opened_at, RETENTION_MONTHS).timestamp())


def is_history(at: datetime, reported_at: datetime) -> bool:
    return at < months_after(reported_at, -RECENT_MONTHS)


def kept_from(opened_at: datetime, reported_at: datetime) -> datetime:
    """The time from which a fault's retention is counted."""
    return reported_at if is_history(opened_at, reported_at) else opened_at


def months_after(at: datetime, months: int) -> datetime:
    """Same day and hour; the 31st becomes the last day of a shorter month."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    first_of_next = at.replace(year=year + (month + 1) // 12, month=(month + 1) % 12 + 1, day=1)
    last_day = (first_of_next - timedelta(days=1)).day
    return at.replace(year=year, month=month + 1, day=min(at.day, last_day))
