from datetime import UTC, datetime

import pytest

from local.cron import UnknownExpression, next_time

FRIDAY = datetime(2026, 1, 16, 12, 30, 15, tzinfo=UTC)


def following(expression: str, count: int = 1, after: datetime = FRIDAY) -> list[str]:
    due: datetime | None = after
    times = []
    for _ in range(count):
        assert due is not None
        due = next_time(expression)(due)
        times.append(due.isoformat(" ", "minutes")[:16] if due else "never")
    return times


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("rate(1 minute)", ["2026-01-16 12:31", "2026-01-16 12:32"]),
        ("rate(5 minutes)", ["2026-01-16 12:35", "2026-01-16 12:40"]),
        ("rate(1 hour)", ["2026-01-16 13:30", "2026-01-16 14:30"]),
        ("rate(7 days)", ["2026-01-23 12:30", "2026-01-30 12:30"]),
        ("cron(0 10 * * ? *)", ["2026-01-17 10:00", "2026-01-18 10:00"]),
        ("cron(0/15 * * * ? *)", ["2026-01-16 12:45", "2026-01-16 13:00"]),
        ("cron(30 12 * * ? *)", ["2026-01-17 12:30", "2026-01-18 12:30"]),
        ("cron(0 18 ? * MON-FRI *)", ["2026-01-16 18:00", "2026-01-19 18:00"]),
        ("cron(0 18 ? * 1 *)", ["2026-01-18 18:00", "2026-01-25 18:00"]),
        ("cron(0 8 1 * ? *)", ["2026-02-01 08:00", "2026-03-01 08:00"]),
        ("cron(0 0 L * ? *)", ["2026-01-31 00:00", "2026-02-28 00:00"]),
        ("cron(0 0 15W * ? *)", ["2026-02-16 00:00", "2026-03-16 00:00"]),
        ("cron(0 0 1W AUG ? *)", ["2026-08-03 00:00", "2027-08-02 00:00"]),
        ("cron(0 0 31W MAY ? *)", ["2026-05-29 00:00", "2027-05-31 00:00"]),
        ("cron(0 0 ? * 3#1 *)", ["2026-02-03 00:00", "2026-03-03 00:00"]),
        ("cron(0 0 ? * FRIL *)", ["2026-01-30 00:00", "2026-02-27 00:00"]),
        ("cron(5,10 1-2 1 JAN,jul ? *)", ["2026-07-01 01:05", "2026-07-01 01:10"]),
        ("cron(0 0 29 2 ? *)", ["2028-02-29 00:00", "2032-02-29 00:00"]),
        ("cron(0 0 1 1 ? 2027)", ["2027-01-01 00:00", "never"]),
    ],
)
def test_the_next_times_follow_the_expression(expression: str, expected: list[str]):
    assert following(expression, len(expected)) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "rate(0 minutes)",
        "rate(1 week)",
        "rate(1.5 hours)",
        "cron(0 10 * * *)",
        "cron(0 10 * * * *)",
        "cron(0 10 ? * ? *)",
        "cron(60 10 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 10 32 * ? *)",
        "cron(0 10 * FOO ? *)",
        "cron(0 10 5-3 * ? *)",
        "at(2026-01-01T00:00:00)",
        "",
    ],
)
def test_an_expression_that_eventbridge_has_not_is_refused(expression: str):
    with pytest.raises(UnknownExpression):
        next_time(expression)
