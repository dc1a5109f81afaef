"""EventBridge's schedule expressions, in UTC: rate(1 hour), cron(0 10 ? * MON-FRI *).

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((\S+) (\S+) (\S+) (\S+) (\S+) (\S+)\)")
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]  # 1 to 7
_FURTHEST_DAYS = 366 * 8  # a leap day can be eight years away

NextTime = Callable[[datetime], datetime | None]


class UnknownExpression(Exception):
    """Neither rate nor cron as EventBridge has them."""


def next_time(expression: str) -> NextTime:
    """A function from a time to the next due time after it, or None if there is none.

    Raises UnknownExpression.
    """
    if rate := _RATE.fullmatch(expression):
        period = timedelta(**{f"{rate[2]}s": int(rate[1])})
        if not period:
            raise UnknownExpression(expression)
        return lambda after: after + period
    if cron := _CRON.fullmatch(expression):
        try:
            return _Cron.of(cron.groups()).after
        except ValueError as error:
            raise UnknownExpression(expression) from error
    raise UnknownExpression(expression)


@dataclass(frozen=True, slots=True)
class _Cron:
    minutes: set[int]
    hours: set[int]
    months: set[int]
    years: set[int]
    is_day: Callable[[datetime], bool]

    @classmethod
    def of(cls, fields: Sequence[str]) -> "_Cron":
        minutes, hours, days, months, weekdays, years = fields
        if (days == "?") == (weekdays == "?"):
            raise ValueError("exactly one of the two kinds of day is `?`")
        return cls(
            minutes=_values(minutes, 0, 59),
            hours=_values(hours, 0, 23),
            months=_values(months, 1, 12, _MONTHS),
            years=_values(years, 1970, 2199),
            is_day=_day_of_week(weekdays) if days == "?" else _day_of_month(days),
        )

    def after(self, moment: datetime) -> datetime | None:
        minute = moment.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
        day = minute.replace(hour=0, minute=0)
        for _ in range(_FURTHEST_DAYS):
            if day.year in self.years and day.month in self.months and self.is_day(day):
                for hour in sorted(self.hours):
                    for one in sorted(self.minutes):
                        due = day.replace(hour=hour, minute=one)
                        if due >= minute:
                            return due
            day += timedelta(days=1)
        return None


def _values(field: str, low: int, high: int, names: list[str] | None = None) -> set[int]:
    """Raises ValueError."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        start = low if first == "*" else _number(first, low, names)
        end = _number(last, low, names) if last else high if step or first == "*" else start
        if not low <= start <= end <= high:
            raise ValueError(field)
        found.update(range(start, end + 1, int(step or 1)))
    return found


def _number(text: str, low: int, names: list[str] | None) -> int:
    if names and text.upper() in names:
        return names.index(text.upper()) + low
    return int(text)


def _day_of_month(field: str) -> Callable[[datetime], bool]:
    if field == "L":
        return lambda day: day.day == _last_day(day)
    if nearest := re.fullmatch(r"(\d+)W", field):
        return lambda day: day.day == _nearest_weekday(day, int(nearest[1]))
    days = _values(field, 1, 31)
    return lambda day: day.day in days


def _day_of_week(field: str) -> Callable[[datetime], bool]:
    if last := re.fullmatch(r"(\w+?)L", field):
        wanted = _number(last[1], 1, _DAYS)
        return lambda day: _weekday(day) == wanted and day.day > _last_day(day) - len(_DAYS)
    if nth := re.fullmatch(r"(\w+)#([1-5])", field):
        wanted, week = _number(nth[1], 1, _DAYS), int(nth[2])
        return lambda day: _weekday(day) == wanted and (day.day - 1) // len(_DAYS) + 1 == week
    days = _values(field, 1, 7, _DAYS)
    return lambda day: _weekday(day) in days


def _weekday(day: datetime) -> int:
    """Sunday is 1."""
    return day.isoweekday() % 7 + 1


def _last_day(day: datetime) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _nearest_weekday(day: datetime, wanted: int) -> int:
    """The working day nearest to the wanted one, within the month."""
    last = _last_day(day)
    target = day.replace(day=min(wanted, last))
    shift = {6: -1, 7: 1}.get(target.isoweekday(), 0)
    if not 1 <= target.day + shift <= last:
        shift *= -2
    return target.day + shift
