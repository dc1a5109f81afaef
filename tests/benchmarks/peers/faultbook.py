"""Faultbook twice: its functions over HTTP on this machine, and its core at the store."""

import itertools
import shutil
import time
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from faultbook.domain import identifiers
from faultbook.domain.fault import Status
from faultbook.domain.listing import FaultFilter
from faultbook.domain.spans import Span
from faultbook.dynamodb.event_store import DynamoEventStore
from faultbook.dynamodb.fault_store import DynamoFaultStore
from faultbook.dynamodb.statistics_store import DynamoStatisticsStore
from faultbook.usecases.read_statistics import ReadStatistics
from local.customers import ALL, Customer
from local.stack import LocalStack
from tests.benchmarks.peers import life, operations, prerequisites, stored
from tests.benchmarks.peers.calling import Caller
from tests.benchmarks.peers.rounds import Ask, Contender
from tests.support.bound import Bound
from tests.support.builders import ACTOR, NOW, SteppingClock, a_report
from tests.support.engines import Engine
from tests.support.metered import MeteredClient

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

HTTP = "Faultbook"
STORE = "Faultbook, at the store"

_KNOWN = 100  # faults that are got in turn


@dataclass(frozen=True, slots=True)
class Units:
    """What DynamoDB would bill for one call."""

    reads: float
    writes: float


@dataclass(frozen=True, slots=True)
class Faultbook:
    size: int
    contenders: tuple[Contender, ...]
    units: Mapping[str, Units]


@contextmanager
def running(directory: Path, size: int, say: Callable[[str], None]) -> Iterator[Faultbook]:
    """`directory` is new: what a run creates is gone with it, what was filled in stays."""
    shutil.copytree(_filled(size, say), directory)
    with _stack(directory) as stack, _without_stream(stack):
        caller = _caller(stack)
        client = Engine(stack.endpoint_url).client
        metered = MeteredClient(client)
        try:
            yield Faultbook(
                size,
                (
                    Contender(HTTP, size, _over_http(caller, size)),
                    Contender(STORE, size, _at_the_store(client, stack.tables, size)),
                ),
                _units(metered, _at_the_store(metered, stack.tables, size)),
            )
        finally:
            caller.close()


def _filled(size: int, say: Callable[[str], None]) -> Path:
    """A stack's folder with the faults in it; filling takes minutes, so it is kept."""
    kept = prerequisites.FOLDER / f"faultbook-{size}-{stored.layout()}"
    if kept.exists():
        return kept
    prerequisites.FOLDER.mkdir(parents=True, exist_ok=True)
    for outdated in prerequisites.FOLDER.glob(f"faultbook-{size}-*"):
        shutil.rmtree(outdated)
    started = time.perf_counter()
    with TemporaryDirectory(dir=prerequisites.FOLDER, prefix="arriving-") as scratch:
        arriving = Path(scratch) / "stack"
        with _stack(arriving) as stack, _without_stream(stack) as engine:
            stored.fill(engine, stack.tables, size, say)
        arriving.rename(kept)
    say(f"filled a store with {size:,} faults in {time.perf_counter() - started:.0f} s")
    return kept


def _stack(directory: Path) -> LocalStack:
    return LocalStack(
        directory,
        customers=[Customer(stored.CUSTOMER, {"all": ALL}, {})],
        clock=NOW.isoformat(),
        parameters={"RequestsPerSecond": "1000000"},
        environment={"LOG_LEVEL": "WARNING"},
    )


@contextmanager
def _without_stream(stack: LocalStack) -> Iterator[Engine]:
    engine = Engine(stack.endpoint_url)
    with stored.without_stream(engine.client, stack.tables["FaultsTable"]):
        yield engine


def _caller(stack: LocalStack) -> Caller:
    port = urllib.parse.urlsplit(stack.url).port or 0
    return Caller(port, {"Authorization": f"Bearer {stack.token(stored.CUSTOMER)}"})


def _units(metered: MeteredClient, calls: Mapping[str, Ask]) -> dict[str, Units]:
    units = {}
    for operation, ask in calls.items():
        metered.reset()
        ask()
        units[operation] = Units(metered.reads, metered.writes)
    return units


def _over_http(caller: Caller, size: int) -> dict[str, Ask]:
    serials = itertools.count()
    ids = itertools.cycle(
        identifiers.fault_id(stored.CUSTOMER, stored.number_of(place))
        for place in life.known_places(size, _KNOWN)
    )

    def create() -> bytes:
        name = f"dev_{next(serials) % 1000:03}"
        return caller(
            "POST",
            "/fault",
            {
                "resource_id": name,
                "microservice_id": life.REPORTER,
                "type": "link-down",
                "severity": "HIGH",
                "message": life.MESSAGE,
                "cause": life.CAUSE,
                "resource_ancestry_path": f"site_1|{name}",
            },
        )

    def read(path: str, **query: Any) -> Callable[[], bytes]:
        asked = f"{path}?{urllib.parse.urlencode(query)}"
        return lambda: caller("GET", asked)

    def statistics(day: tuple[datetime, ...], **query: int) -> Callable[[], bytes]:
        return read("/fault/statistics", **_from_and_to(day), **query)

    return {
        operations.CREATE: create,
        operations.GET: lambda: caller("GET", f"/fault/{next(ids)}"),
        operations.OPEN: read("/fault", status="unresolved", limit=life.PAGE),
        operations.SITE: read("/fault", site=life.SITE, limit=life.PAGE),
        operations.SPAN: read("/fault", limit=life.PAGE, **_from_and_to(life.SPAN)),
        operations.COUNT: statistics(life.LAST_DAY, buckets=life.BUCKETS, top=0),
        operations.UNEVEN: statistics(life.UNEVEN_DAY, buckets=life.BUCKETS, top=0),
        operations.TOP: read("/fault/top_resources", top=life.TOP, **_from_and_to(life.LAST_DAY)),
    }


def _from_and_to(span: tuple[datetime, ...]) -> dict[str, str]:
    since, until = span
    return {"from": since.isoformat(), "to": until.isoformat()}


def _at_the_store(client: "DynamoDBClient", tables: Mapping[str, str], size: int) -> dict[str, Ask]:
    clock = SteppingClock(NOW)
    faults = DynamoFaultStore(client, tables["FaultsTable"], clock)
    numbers = itertools.cycle(stored.number_of(place) for place in life.known_places(size, _KNOWN))

    reports = Bound(faults, clock, draw_number=identifiers.draw_number).reports

    def create() -> object:
        return reports.report(stored.CUSTOMER, a_report(path="site_1|dev_001"), ACTOR)

    def page(wanted: FaultFilter) -> Ask:
        return lambda: faults.page(stored.CUSTOMER, wanted, life.PAGE, None)

    reading = ReadStatistics(
        DynamoStatisticsStore(client, tables["StatisticsTable"]),
        DynamoEventStore(client, tables["FaultsTable"]),
        clock,
    )

    def count(day: tuple[datetime, ...]) -> Ask:
        since, until = day
        span = Span(since, until, life.BUCKETS)
        return lambda: reading.read(stored.CUSTOMER, span, top=0)

    def top() -> object:
        return reading.top(stored.CUSTOMER, Span(*life.LAST_DAY), length=life.TOP)

    since, until = life.SPAN
    return {
        operations.CREATE: create,
        operations.GET: lambda: faults.get(stored.CUSTOMER, next(numbers)),
        operations.OPEN: page(FaultFilter(status=Status.UNRESOLVED)),
        operations.SITE: page(FaultFilter(path=life.SITE)),
        operations.SPAN: page(FaultFilter(since=since, until=until)),
        operations.COUNT: count(life.LAST_DAY),
        operations.UNEVEN: count(life.UNEVEN_DAY),
        operations.TOP: top,
    }
