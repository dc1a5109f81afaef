"""The cost model's units are what the store counts, each table and index by itself."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from faultbook import wiring
from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.timeline import observation_of
from faultbook.dynamodb.fault_item import size
from faultbook.usecases.record_changes import RecordChanges
from tests.benchmarks.cost.units import (
    COMMENT_BYTES,
    ENTRY_BYTES,
    FAULT_BYTES,
    FIRST_REPORT_BYTES,
    LOOKING_FOR_DAYS,
    LOOKING_FOR_RANKINGS,
    MOST_TOGETHER,
    NOTE_BYTES,
    OPERATIONS,
    POINTER_BYTES,
    Changes,
    Operation,
    Place,
    Units,
    Window,
    closing,
    gathering,
    looking_after,
    recording,
    scan,
)
from tests.integration.statistics.conftest import Town
from tests.support.builders import NOW, a_change, a_fault
from tests.support.metered import MeteredClient
from tests.support.native_api import a_body

KEY = {"idempotency-key": "0123456789abcdef"}
WEEK = "from=2026-01-08T12:00:00Z&to=2026-01-15T12:00:00Z&buckets=7"
EVERY_SLOT = timedelta(minutes=5)


class Counted:
    """What the store says each call used, and the calls that the model knows by name."""

    def __init__(self, town: Town, client: MeteredClient) -> None:
        self.town = town
        self._client = client
        self._path = ""
        self.calls: dict[Operation, Callable[[], Any]] = {
            Operation.CREATE: self._report(),
            Operation.CREATE_WITH_KEY: self._report(deduplication_key="other"),
            Operation.REPEAT: self._report(deduplication_key="link-7"),
            Operation.ACKNOWLEDGE: lambda: self._turn("acknowledge", {}),
            Operation.COMMENT: lambda: self._turn("comment", {"comment": "Rebooted the modem."}),
            Operation.RESOLVE: lambda: self._turn("resolve", {"reason": "fixed"}),
            Operation.REOPEN: lambda: self._turn("reopen", {}),
            Operation.UPDATE: lambda: town.api("PATCH", self._path, {"cause": "Something else."}),
            Operation.RESOLVE_AGAIN: lambda: self._turn("resolve", {}),
            Operation.GET: lambda: town.api("GET", self._path),
            Operation.TIMELINE: lambda: town.api("GET", f"{self._path}/timeline"),
            Operation.PAGE: lambda: self._page("status=unresolved"),
            Operation.STATISTICS: town.statistics,
            Operation.STATISTICS_IN_BUCKETS: lambda: town.statistics("buckets=24"),
            Operation.STATISTICS_OF_A_WEEK: lambda: town.statistics(WEEK),
            Operation.TOP_LIST: lambda: town.api("GET", "/fault/top_faults"),
        }

    def of(self, call: Callable[[], Any]) -> Units:
        self._client.reset()
        call()
        return self._client.units()

    def a_known_fault(self, **fields: Any) -> None:
        self._path = f"/fault/{self.town.api.create(**fields)['id']}"

    def _report(self, **fields: Any) -> Callable[[], Any]:
        return lambda: self.town.api("POST", "/fault", a_body(**fields))

    def _turn(self, turn: str, body: Any) -> Any:
        return self.town.api("POST", f"{self._path}/{turn}", body)

    def _page(self, query: str) -> Any:
        return self.town.api("GET", "/fault", query=f"limit=50&{query}")


@pytest.fixture
def counted(town: Town, monkeypatch: pytest.MonkeyPatch) -> Counted:
    client = MeteredClient(town.engine.client)
    monkeypatch.setattr(wiring.stores, "dynamodb", lambda: client)
    town.statistics()  # a customer's settings, which are read once for many calls
    wiring.stores.striping().to_read("anybody")  # the same, once a minute for everybody
    return Counted(town, client)


def test_every_operation_of_the_model_is_called(counted: Counted):
    assert counted.calls.keys() == OPERATIONS.keys() == set(Operation)


CHANGING = [
    Operation.CREATE,
    Operation.CREATE_WITH_KEY,
    Operation.REPEAT,
    Operation.ACKNOWLEDGE,
    Operation.COMMENT,
    Operation.RESOLVE,
    Operation.UPDATE,
    Operation.GET,
    Operation.TIMELINE,
]


@pytest.mark.parametrize("operation", CHANGING)
def test_a_call_on_an_open_fault_uses_the_units_of_the_model(
    counted: Counted, operation: Operation
):
    counted.a_known_fault(deduplication_key="link-7")

    assert counted.of(counted.calls[operation]) == OPERATIONS[operation]


@pytest.mark.parametrize("operation", [Operation.REOPEN, Operation.RESOLVE_AGAIN])
def test_a_call_on_a_resolved_fault_uses_the_units_of_the_model(
    counted: Counted, operation: Operation
):
    counted.a_known_fault()
    counted.calls[Operation.RESOLVE]()

    assert counted.of(counted.calls[operation]) == OPERATIONS[operation]


def test_an_idempotency_key_costs_as_a_deduplication_key(counted: Counted):
    report = counted.of(lambda: counted.town.api("POST", "/fault", a_body(), headers=KEY))

    assert report == OPERATIONS[Operation.CREATE_WITH_KEY]


def test_each_fault_of_a_batch_costs_as_one_alone(counted: Counted):
    batch = {"faults": [a_body()] * 10}

    units = counted.of(lambda: counted.town.api("POST", "/fault/batch", batch))

    assert units == OPERATIONS[Operation.CREATE] * 10


def test_a_page_uses_the_units_of_the_model(counted: Counted):
    counted.town.engine.fill(
        counted.town.tables.faults,
        [a_fault(number=n + 1, opened_at=NOW - timedelta(seconds=n)) for n in range(60)],
    )

    assert counted.of(counted.calls[Operation.PAGE]) == OPERATIONS[Operation.PAGE]


def record(town: Town, faults: list[Fault]) -> None:
    left = RecordChanges(
        wiring.stores.ledger(), town.clock, wiring.stores.retry_policy(lambda: 60)
    ).record([observation_of(fault) for fault in faults])
    assert left == []


def a_busy_week(town: Town) -> None:
    """A fault is opened and resolved in every slot of seven days and of this morning."""
    faults = [
        a_fault(number=n + 1, opened_at=NOW - n * EVERY_SLOT, resource_id=f"dev_{n % 10}")
        for n in range(1, 7 * 24 * 12 + 12 * 12 + 1)
    ]
    resolved = [
        fault.resolved(a_change(ChangeKind.RESOLVED, at=fault.opened_at + timedelta(minutes=1)))
        for fault in faults
    ]
    record(town, faults)
    record(town, resolved)
    town.engine.fill(town.tables.faults, resolved)


def test_the_closing_of_a_quiet_day_uses_the_units_of_the_model(counted: Counted):
    town = counted.town
    record(town, openings(1, 1))
    town.clock.at += timedelta(days=1)
    register = Units(read={Place.STATISTICS: 1.0})

    rolled_up = counted.of(town.close_days)

    assert rolled_up == register + LOOKING_FOR_DAYS + closing(slots=1, rankings=1, names=1, hours=1)


READING = [
    Operation.STATISTICS,
    Operation.STATISTICS_IN_BUCKETS,
    Operation.STATISTICS_OF_A_WEEK,
    Operation.TOP_LIST,
]


def test_statistics_and_the_closing_of_days_use_the_units_of_the_model(counted: Counted):
    town = counted.town
    a_busy_week(town)
    register = Units(read={Place.STATISTICS: 1.0})

    rolled_up = counted.of(town.close_days)
    looking = counted.of(town.close_days)

    assert looking == register + LOOKING_FOR_DAYS + LOOKING_FOR_RANKINGS
    of_week = closing(slots=288, rankings=240, names=10, hours=24) * 7
    of_today = gathering(rankings=110, names=10, read_by_name=120)
    assert rolled_up == register + LOOKING_FOR_DAYS + of_week + of_today
    town.statistics()  # what a function remembers for a minute is old on a slow machine
    read = {operation: counted.of(counted.calls[operation]) for operation in READING}
    assert read == {operation: OPERATIONS[operation] for operation in READING}


def openings(count: int, resources: int, first: int = 1) -> list[Fault]:
    return [
        a_fault(number=first + n, resource_id=f"dev_{n % resources:016d}") for n in range(count)
    ]


def resolved(faults: list[Fault]) -> list[Fault]:
    return [fault.resolved(a_change(ChangeKind.RESOLVED, why="fixed")) for fault in faults]


def commented(faults: list[Fault]) -> list[Fault]:
    return [fault.edited(a_change(ChangeKind.UPDATED), cause="something else") for fault in faults]


def known(town: Town) -> list[Fault]:
    """The customer's first change of all registers it; that is not counted here."""
    faults = openings(25, 25)
    record(town, faults)
    return faults


@pytest.mark.parametrize(
    ("count", "resources"), [(1, 1), (25, 25), (25, 4), (MOST_TOGETHER, 1), (32, 32)]
)
def test_openings_together_use_the_units_of_the_model(counted: Counted, count: int, resources: int):
    known(counted.town)
    faults = openings(count, resources, first=100)

    units = counted.of(lambda: record(counted.town, faults))

    assert units == recording(Changes(openings=count, resources=resources))


def test_a_resolution_alone_uses_the_units_of_the_model(counted: Counted):
    faults = known(counted.town)

    units = counted.of(lambda: record(counted.town, resolved(faults[:1])))

    assert units == recording(Changes(openings=0, others=1, resources=0))


def test_a_change_that_only_its_timeline_tells_uses_the_units_of_the_model(counted: Counted):
    faults = known(counted.town)

    units = counted.of(lambda: record(counted.town, commented(faults[:1])))

    assert units == recording(Changes(openings=0, others=1, slots=0, resources=0))


def test_changes_of_all_kinds_together_use_the_units_of_the_model(counted: Counted):
    faults = known(counted.town)
    changes = openings(10, 4, 100) + resolved(faults[:10]) + commented(faults[10:15])

    units = counted.of(lambda: record(counted.town, changes))

    assert units == recording(Changes(openings=10, others=15, resources=4))


def test_more_than_the_most_together_are_recorded_in_two_transactions(counted: Counted):
    known(counted.town)
    faults = openings(2 * MOST_TOGETHER, 1, first=100)

    units = counted.of(lambda: record(counted.town, faults))

    assert units == recording(Changes(openings=MOST_TOGETHER)) * 2


def test_a_recount_of_everything_reads_what_the_model_says_is_stored(counted: Counted):
    """Both tables once; the rest are a few reads for each customer."""
    faults = openings(400, 10)
    record(counted.town, faults)
    record(counted.town, resolved(faults))
    counted.town.engine.fill(counted.town.tables.faults, resolved(faults))
    stored = 400 * (FAULT_BYTES + 2 * ENTRY_BYTES)

    units = counted.of(counted.town.recount_everything)

    assert units.read[Place.FAULTS] == pytest.approx(scan(stored) / 2, rel=0.1)
    assert units.read[Place.STATISTICS] <= 20


def test_the_daily_reconcile_uses_the_units_of_the_model(counted: Counted):
    """Of 60 faults of each of the last days, as many that are open for long, and one that expires.

    A day has a fault in every 24 minutes. Reads are rounded up for each partition, of which there
    are few.
    """
    town = counted.town
    begun = NOW - timedelta(days=20)
    still_open = [a_fault(number=n, opened_at=begun, resource_id="dev_0") for n in range(1, 61)]
    of_late = [
        a_fault(
            number=100 + n, opened_at=NOW - n * timedelta(minutes=24), resource_id=f"dev_{n % 10}"
        )
        for n in range(150)
    ]
    record(town, still_open + of_late)
    ended = [
        fault.resolved(a_change(ChangeKind.RESOLVED, at=fault.opened_at + timedelta(minutes=1)))
        for fault in of_late
    ]
    record(town, ended)
    town.engine.fill(town.tables.faults, still_open + ended)
    window = Window(slots=150, rankings=150, open=60, resolved=150, told=150)

    units = counted.of(town.reconcile)

    model = looking_after(window)
    assert units.read[Place.FAULTS] == pytest.approx(model.read[Place.FAULTS], rel=0.05)
    assert units.read[Place.BY_STATUS] == pytest.approx(model.read[Place.BY_STATUS], rel=0.1)
    assert units.read[Place.BY_TIME] == model.read[Place.BY_TIME]
    assert units.read[Place.STATISTICS] == pytest.approx(model.read[Place.STATISTICS], rel=0.1)


def test_a_fault_that_expires_costs_the_daily_reconcile_what_the_model_says(counted: Counted):
    town = counted.town
    expiry = datetime(2027, 3, 15, tzinfo=UTC)
    minutes = [timedelta(minutes=n) for n in range(100)]
    faults = [a_fault(number=n + 1, opened_at=NOW + at) for n, at in enumerate(minutes)]
    record(town, faults)
    town.engine.fill(town.tables.faults, faults)
    fixed = looking_after(Window(open=100))
    total = Units()
    for day in range(-3, 5):
        town.clock.at = expiry + timedelta(days=day, hours=14)
        total += counted.of(town.reconcile)
        if day == 0:
            town.expire()

    model = looking_after(Window(told=300, expiring=100))
    assert total.written[Place.FAULTS] == pytest.approx(model.written[Place.FAULTS] + 2, abs=2)
    assert total.read[Place.FAULTS] - 8 * fixed.read[Place.FAULTS] == pytest.approx(
        model.read[Place.FAULTS], rel=0.15
    )


def test_items_are_as_large_as_the_model_says(counted: Counted):
    """What differs is the length of numbers and of names."""
    town = counted.town
    counted.calls[Operation.CREATE_WITH_KEY]()
    counted.a_known_fault()
    counted.calls[Operation.RESOLVE]()
    counted.calls[Operation.COMMENT]()
    town.drain()
    sizes: dict[str, list[int]] = {}
    for item in town.engine.items(town.tables.faults):
        is_pointer = item["pk"]["S"].count("#") > 1
        family = item["pk"]["S"].split("#")[1] if is_pointer else item["sk"]["S"].split("#")[0]
        sizes.setdefault(family, []).append(size(item))

    assert min(sizes["fault"]) == pytest.approx(FAULT_BYTES, rel=0.05)
    *_, usual, with_first_report = sorted(sizes["event"])
    assert usual == pytest.approx(ENTRY_BYTES, rel=0.05)
    assert with_first_report == pytest.approx(ENTRY_BYTES + FIRST_REPORT_BYTES, rel=0.05)
    assert sizes["comment"] + sizes["note"] == pytest.approx([COMMENT_BYTES, NOTE_BYTES], rel=0.05)
    assert sizes["key"] == pytest.approx([POINTER_BYTES], rel=0.05)
