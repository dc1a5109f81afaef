"""The faults and the counts of one customer, put into a store by the project's own code."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import cache, partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

from faultbook.domain.fault import ChangeKind, Fault, Severity
from faultbook.domain.statistics import Counts, Group, day_of, delta, merge, state_of
from faultbook.domain.times import microseconds
from faultbook.dynamodb.fault_item import item_of
from faultbook.dynamodb.ledger import DynamoLedger
from faultbook.dynamodb.statistics_item import name_of
from faultbook.dynamodb.statistics_store import DynamoStatisticsStore
from faultbook.usecases.close_days import CloseDays
from faultbook.usecases.statistics_ports import Transaction
from tests.benchmarks.peers import life
from tests.benchmarks.peers.life import Occurrence
from tests.support.builders import NOW, SteppingClock, a_change, a_fault
from tests.support.engines import Engine

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CUSTOMER = "cus_bench"
# Older counts lie under keys of their own, which no question about the newest day reads.
COUNTED = timedelta(days=30)
WRITERS = max(2, os.cpu_count() or 1)  # processes

_GROUPS = 90  # of counters in one transaction, which has 100 actions at the most
_SOME = 2_500  # faults at a time
_LAST_UNCOUNTED = (NOW - COUNTED - life.DAY).date()


def fault_of(one: Occurrence) -> Fault:
    fault = a_fault(
        CUSTOMER,
        number_of(one.place),
        one.at,
        resource_id=one.name,
        reporter=life.REPORTER,
        type=one.type,
        severity=Severity(one.severity),
        message=life.MESSAGE,
        cause=life.CAUSE,
        path=f"{one.site}|{one.name}",
    )
    if one.is_open:
        return fault
    return fault.resolved(a_change(ChangeKind.RESOLVED, at=one.resolved_at))


def number_of(place: int) -> int:
    return place + 1


def layout() -> str:
    """A digest of what `fill` writes: other items, other stores."""
    written = []
    for one in life.occurrences(life.NEWEST + 1):  # with the newest of the history
        fault = fault_of(one)
        counts = delta(None, state_of(fault))
        names = sorted(name_of(measure) for tally in counts.values() for measure in tally)
        item = item_of(fault) | {"last_change": {}}  # has an identifier that is drawn
        written.append((item, sorted(map(str, counts)), names))
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()[:12]


@contextmanager
def without_stream(client: "DynamoDBClient", table: str) -> Iterator[None]:
    """Dynoxide's would grow with each write; a local stack does not start without one."""
    stream = client.describe_table(TableName=table)["Table"]["StreamSpecification"]
    client.update_table(TableName=table, StreamSpecification={"StreamEnabled": False})
    try:
        yield
    finally:
        client.update_table(TableName=table, StreamSpecification=stream)


def fill(engine: Engine, tables: dict[str, str], size: int, say: Callable[[str], None]) -> None:
    """Faults, and their counts as after COUNTED days of them; no timelines.

    Several processes make and send them: one of the store is busy with what two of these send.
    """
    counts: Counts = {}
    started = time.perf_counter()
    fill_some = partial(_fill_some, engine.endpoint, tables["FaultsTable"], size)
    with ProcessPoolExecutor(WRITERS, get_context("spawn")) as pool:
        for done, some in pool.map(fill_some, range(0, size, _SOME)):
            merge(counts, some)
            rate = done / (time.perf_counter() - started)
            say(f"{done:,} of {size:,} faults, {rate:,.0f} a second")
    _post(engine.client, tables, counts)


def _fill_some(endpoint: str, table: str, size: int, first: int) -> tuple[int, Counts]:
    """How many there are with these, and what is counted of these in the newest days."""
    last = min(first + _SOME, size)
    faults = [fault_of(life.occurrence(place, size)) for place in range(first, last)]
    _engine(endpoint).fill(table, faults)
    counts: Counts = {}
    for fault in faults:
        merge(counts, delta(None, state_of(fault)))
    return last, {group: tally for group, tally in counts.items() if _is_counted(group)}


@cache
def _engine(endpoint: str) -> Engine:
    """One for each process."""
    return Engine(endpoint)


def _is_counted(group: Group) -> bool:
    return (day_of(group) or NOW.date()) > _LAST_UNCOUNTED


def _post(client: "DynamoDBClient", tables: dict[str, str], counts: Counts) -> None:
    ledger = DynamoLedger(
        client, tables["FaultsTable"], tables["StatisticsTable"], tables["EventsTable"]
    )
    groups = list(counts)
    serial = ""
    for start in range(0, len(groups), _GROUPS):
        seen, serial = serial, f"{microseconds(NOW) + start:016d}"
        some = {group: counts[group] for group in groups[start : start + _GROUPS]}
        ledger.commit(CUSTOMER, Transaction(seen, serial, [], [], [], some, [], _LAST_UNCOUNTED))
    statistics = DynamoStatisticsStore(client, tables["StatisticsTable"])
    CloseDays(statistics, SteppingClock(NOW)).run(lambda: True)
