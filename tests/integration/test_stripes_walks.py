"""Any order of reports, changes, counts and pages, by processes that ask at their own times."""

from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule, run_state_machine_as_test

from faultbook.domain.fault import ChangeKind, Fault
from faultbook.domain.listing import FaultFilter, Position
from faultbook.domain.stripes import MAX_STRIPES
from tests.support.builders import CUSTOMER, SteppingClock, a_change
from tests.support.engines import Engine
from tests.support.stripes_world import LISTS, Fleet, Process, a_numbered, in_order, numbers_of

WORKERS = st.integers(0, 2)
NAMES = st.sampled_from(sorted(LISTS))


@dataclass
class Walk:
    """`began` is how many things had happened when the first page was read."""

    wanted: FaultFilter
    limit: int
    began: int
    met: list[Fault] = field(default_factory=list)
    after: Position | None = None
    is_over: bool = False

    def go_on(self, process: Process) -> None:
        page = process.faults.page(CUSTOMER, self.wanted, self.limit, self.after)
        self.met += page.faults
        self.after = page.next
        self.is_over = page.next is None


class Lists(RuleBasedStateMachine):
    """What fits a list from its first page to its last is met once, and nothing is met twice."""

    walks: Bundle[Walk] = Bundle("walks")

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.tables = engine.fresh_tables()
        self.tables.__enter__()
        self.fleet = Fleet(engine, SteppingClock())
        self.workers = [self.fleet.another() for _ in range(3)]
        self.faults: dict[int, Fault] = {}
        self.touched: dict[int, int] = {}  # by number: how many things had happened before
        self.happened = 0

    def teardown(self) -> None:
        self.tables.__exit__(None, None, None)

    def stands(self, fault: Fault) -> None:
        self.happened += 1
        self.faults[fault.number] = fault
        self.touched[fault.number] = self.happened

    @rule(seconds=st.integers(0, 90))
    def time_goes_by(self, seconds: int) -> None:
        self.fleet.wait(timedelta(seconds=seconds))

    @rule(count=st.integers(1, MAX_STRIPES))
    def a_count_is_chosen(self, count: int) -> None:
        self.fleet.choose(count)

    @rule(which=WORKERS, how_many=st.integers(1, 6), age=st.integers(0, 90))
    def faults_are_reported(self, which: int, how_many: int, age: int) -> None:
        for _ in range(how_many):
            opened_at = self.fleet.clock.at - timedelta(seconds=age)
            fault = a_numbered(len(self.faults) + 1, opened_at)
            self.workers[which].faults.create(CUSTOMER, fault)
            self.stands(fault)

    @rule(which=WORKERS, place=st.integers(0, 1000))
    def a_fault_changes_its_status(self, which: int, place: int) -> None:
        if not self.faults:
            return
        before = self.faults[1 + place % len(self.faults)]
        kind = ChangeKind.RESOLVED if before.is_open else ChangeKind.REOPENED
        change = a_change(kind, at=self.fleet.clock.at)
        after = before.resolved(change) if before.is_open else before.reopened(change)
        self.workers[which].faults.save(CUSTOMER, before, after)
        self.stands(after)

    @rule(target=walks, name=NAMES, limit=st.integers(1, 7))
    def a_walk_begins(self, name: str, limit: int) -> Walk:
        return Walk(LISTS[name], limit, self.happened)

    @rule(walk=walks, which=WORKERS)
    def a_walk_goes_on(self, walk: Walk, which: int) -> None:
        if walk.is_over:
            return
        walk.go_on(self.workers[which])
        self.check(walk)

    @rule(which=WORKERS, name=NAMES, limit=st.integers(1, 30))
    def a_whole_list_is_what_stands(self, which: int, name: str, limit: int) -> None:
        found = numbers_of(self.workers[which].walk(LISTS[name], limit))
        assert found == in_order(LISTS[name], self.faults.values())

    def check(self, walk: Walk) -> None:
        met = [fault.number for fault in walk.met]
        assert len(met) == len(set(met))
        assert met == in_order(walk.wanted, walk.met)
        untouched = [f for f in self.faults.values() if self.touched[f.number] <= walk.began]
        if walk.is_over:
            expected = in_order(walk.wanted, untouched)
            assert [number for number in met if number in set(expected)] == expected


def test_no_list_loses_or_repeats_a_fault_whatever_happens_meanwhile(dynoxide: Engine):
    class OnDynoxide(Lists):
        def __init__(self) -> None:
            super().__init__(dynoxide)

    run_state_machine_as_test(
        OnDynoxide,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
