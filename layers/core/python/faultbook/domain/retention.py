"""How long a fault is kept."""

from datetime import datetime, timedelta

RETENTION_MONTHS = 14  # Altostrat's change log, 28 August 2025
BACKDATING = timedelta(days=365)  # how old a fault may be when it is reported
CLOCK_SKEW = timedelta(minutes=5)  # how far a sender's clock may be ahead


def expiry(opened_at: datetime) -> int:
    """Unix seconds, 14 calendar months after opening."""
    return int(months_after(opened_at, RETENTION_MONTHS).timestamp())


def months_after(at: datetime, months: int) -> datetime:
    """Same day and hour; the 31st becomes the last day of a shorter month."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    first_of_next = at.replace(year=year + (month + 1) // 12, month=(month + 1) % 12 + 1, day=1)
    last_day = (first_of_next - timedelta(days=1)).day
    return at.replace(year=year, month=month + 1, day=min(at.day, last_day))
