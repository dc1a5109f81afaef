"""Dollars for a million faults of one life, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from tests.benchmarks.cost.life import Life
from tests.benchmarks.cost.prices import Prices, TablePrices
from tests.benchmarks.cost.units import (
    EVENT_BYTES,
    EVENT_DAYS,
    FAULT_BYTES,
    INDEXES,
    LOOKING_FOR_DUE,
    OVERHEAD_BYTES,
    Place,
    Units,
    delivering,
)

MILLION = 1_000_000
CALLS = "calls to the tables"
STATISTICS = "timeline and statistics"
DELIVERIES = "telling others"
STORAGE = "storage"
AROUND = "gateway and functions"
_GIGABYTE = 2**30
_DELIVERING_GIGABYTES = 0.25  # of that function, as the template has it
_MONTH = 365 / 12  # days
_MINUTES = 1440  # of a day


@dataclass(frozen=True, slots=True)
class Machine:
    """What surrounds the tables: assumptions, not counted."""

    memory: int = 512  # megabytes
    milliseconds: float = 20  # of a call
    delivering_milliseconds: float = 150  # of that function for each, the receiver's time with it
    recording_milliseconds: float = 50  # of the stream's function for a batch
    reconciled_a_second: float = 3000  # items that a recount of everything reads
    looking_milliseconds: float = 8  # of the daily reconcile, for a fault that it looks at
    log_bytes: float = 700  # of a call: the gateway's line and the function's


class Line(NamedTuple):
    """`times` a fault; units of one fault; dollars of a million faults."""

    group: str
    what: str
    times: float
    written: float
    read: float
    dollars: float


def bill(life: Life, prices: Prices, machine: Machine) -> list[Line]:
    lines = [*_calls(life, prices), *_statistics(life, prices)]
    lines += _told(life, prices, machine)
    return [*lines, *_kept(life, prices), *_around(life, prices, machine)]


def total(lines: list[Line]) -> float:
    return sum(line.dollars for line in lines)


def of_groups(lines: list[Line]) -> dict[str, float]:
    groups: dict[str, float] = {}
    for line in lines:
        groups[line.group] = groups.get(line.group, 0) + line.dollars
    return groups


def of_units(units: Units, prices: Prices) -> float:
    written = sum(n * _of_table(place, prices).write_unit for place, n in units.written.items())
    return written + sum(n * _of_table(place, prices).read_unit for place, n in units.read.items())


def _of_table(place: Place, prices: Prices) -> TablePrices:
    """An index is of its table's class."""
    return prices.faults if place in {Place.FAULTS, *INDEXES} else prices.standard


def _line(group: str, what: str, times: float, units: Units, prices: Prices) -> Line:
    dollars = of_units(units, prices) * MILLION
    return Line(group, what, times, units.writes, units.reads, dollars)


def _calls(life: Life, prices: Prices) -> Iterator[Line]:
    for use in life.operations():
        if use.times:
            yield _line(CALLS, use.what, use.times, use.units, prices)


def _statistics(life: Life, prices: Prices) -> Iterator[Line]:
    recording = life.recording()
    parts = {
        "timeline": Units(written={Place.FAULTS: recording.written[Place.FAULTS]}),
        "event log": Units(written={Place.EVENTS: recording.written[Place.EVENTS]}),
        "counters": Units(written={Place.STATISTICS: recording.written[Place.STATISTICS]}),
        "looks before recording": Units(read=recording.read),
    }
    for what, units in parts.items():
        yield _line(STATISTICS, what, life.changes, units, prices)
    days = life.customers / life.faults_a_day
    yield _line(STATISTICS, "roll-up of days", days, life.rolling_up(), prices)
    yield _line(STATISTICS, "reconcile of the newest days", life.told, life.looking_after(), prices)
    recounts = life.recounts_a_month * life.kept_days / _MONTH
    yield _line(STATISTICS, "recount of everything", recounts, life.recounting(), prices)


def _told(life: Life, prices: Prices, machine: Machine) -> Iterator[Line]:
    """As many at once as changes come together; nothing where nobody is to be told."""
    if not life.deliveries:
        return
    runs = life.deliveries / life.together
    units = delivering(life.together, life.together / life.changes) * runs
    yield _line(DELIVERIES, "deliveries", life.deliveries, units, prices)
    seconds = machine.delivering_milliseconds / 1000 * life.together
    function = prices.invocation + seconds * _DELIVERING_GIGABYTES * prices.gigabyte_second
    logs = machine.log_bytes / _GIGABYTE * prices.log_gigabyte
    yield Line(DELIVERIES, "delivering function", runs, 0, 0, runs * (function + logs) * MILLION)


def _kept(life: Life, prices: Prices) -> Iterator[Line]:
    months = life.kept_days / _MONTH
    faults = life.bytes_of_fault + life.items_of_fault * OVERHEAD_BYTES
    counted = life.bytes_of_statistics
    indexes = len(INDEXES) * (FAULT_BYTES + OVERHEAD_BYTES)
    logged = life.changes * (EVENT_BYTES + OVERHEAD_BYTES)
    paid = logged * MILLION / _GIGABYTE * (EVENT_DAYS / _MONTH)
    standard, of_faults = prices.standard.gigabyte_month, prices.faults.gigabyte_month
    dollars = paid * (standard + prices.backup_gigabyte_month)
    yield Line(STORAGE, "event log and its backups", EVENT_DAYS / _MONTH, 0, 0, dollars)
    for what, a_month in (
        ("table", faults * of_faults + counted * standard),
        ("indexes", indexes * of_faults),
        ("backups", (faults + counted) * prices.backup_gigabyte_month),
    ):
        yield Line(STORAGE, what, months, 0, 0, a_month * months * MILLION / _GIGABYTE)


def _around(life: Life, prices: Prices, machine: Machine) -> Iterator[Line]:
    gigabytes = machine.memory / 1024
    together = life.recorded_together
    batches = life.changes / (together.openings + together.others)
    recounts = life.recounts_a_month * life.kept_days / _MONTH

    def line(what: str, times: float, each: float) -> Line:
        return Line(AROUND, what, times, 0, 0, times * each * MILLION)

    def function(seconds: float) -> float:
        return prices.invocation + seconds * gigabytes * prices.gigabyte_second

    yield line("HTTP API", life.calls, prices.api_request)
    yield line("functions of the API", life.calls, function(machine.milliseconds / 1000))
    yield line("stream's function", batches, function(machine.recording_milliseconds / 1000))
    looking = life.told * machine.looking_milliseconds / 1000
    recounting = recounts * life.items_of_fault / machine.reconciled_a_second
    seconds = looking + recounting
    yield line("reconcile's function", 1, seconds * gigabytes * prices.gigabyte_second)
    each_minute = function(machine.milliseconds / 1000) + of_units(LOOKING_FOR_DUE, prices)
    yield line("each minute's look for due faults", _MINUTES / life.faults_a_day, each_minute)
    yield line("logs", life.calls, machine.log_bytes / _GIGABYTE * prices.log_gigabyte)
