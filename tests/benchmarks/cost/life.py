"""What happens to faults, and the DynamoDB units that it takes: averages of one fault."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import exp
from typing import NamedTuple

from faultbook.domain.statistics import Ranking
from faultbook.usecases.close_days import FEW
from tests.benchmarks.cost import units
from tests.benchmarks.cost.units import OPERATIONS, Changes, Operation, Place, Units, Window

_HOURS, _SLOTS = 24, 288  # of a day
_MOST_ACTIONS = 100  # of one transaction
_RESERVED = 2  # of them, for the watermark and the register
_STATISTICS_DAYS = 456  # that slots and rankings are kept
_WINDOW_DAYS = 2.5  # two whole ones, and today
_MONTH = 30  # days between recounts
_TIMES: Mapping[Operation, str] = {
    Operation.REPEAT: "repetitions",
    Operation.ACKNOWLEDGE: "acknowledgements",
    Operation.COMMENT: "comments",
    Operation.RESOLVE: "resolves",
    Operation.REOPEN: "reopens",
    Operation.UPDATE: "updates",
    Operation.GET: "gets",
    Operation.TIMELINE: "timelines",
    Operation.PAGE: "pages",
    Operation.STATISTICS: "statistics",
    Operation.STATISTICS_IN_BUCKETS: "statistics_in_buckets",
    Operation.STATISTICS_OF_A_WEEK: "weekly_statistics",
    Operation.TOP_LIST: "top_lists",
}


class Use(NamedTuple):
    """`times` it happens to a fault, and the units of all of them together."""

    what: str
    times: float
    units: Units


@dataclass(frozen=True)
class Life:
    """Of one fault, unless it says otherwise."""

    keyed: float = 0
    repetitions: float = 0
    acknowledgements: float = 1
    comments: float = 0.5
    resolves: float = 1
    reopens: float = 0
    updates: float = 0
    gets: float = 1
    timelines: float = 0
    pages: float = 0.2
    statistics: float = 0.01
    statistics_in_buckets: float = 0
    weekly_statistics: float = 0
    top_lists: float = 0
    together: float = 1
    resources: int = 1000
    customers: int = 100
    faults_a_day: float = 33_333
    deliveries: float = 0
    kept_days: float = 425
    open_days: float = 0.5
    reconciles_a_day: float = 1
    recounts_a_month: float = 1

    @property
    def changes(self) -> float:
        """That have a place in the timeline."""
        others = self.acknowledgements + self.comments + self.resolves + self.reopens + self.updates
        return 1 + others

    @property
    def calls(self) -> float:
        return 1 + sum(float(getattr(self, name)) for name in _TIMES.values())

    def operations(self) -> Iterator[Use]:
        yield _use(Operation.CREATE, 1 - self.keyed)
        yield _use(Operation.CREATE_WITH_KEY, self.keyed)
        for operation, name in _TIMES.items():
            yield _use(operation, getattr(self, name))

    @cached_property
    def recorded_together(self) -> Changes:
        """On average, as far as one transaction takes them."""
        counts = (*range(1, int(self.together) + 1), self.together)
        fitting = (self._together(count) for count in counts)
        return [changes for changes in fitting if _fits(changes)][-1]

    def recording(self) -> Units:
        together = self.recorded_together
        share = self.changes / (together.openings + together.others)
        return units.recording(together) * share

    def rolling_up(self) -> Units:
        """Every customer's days, each hour's look for them, and what is gathered meanwhile."""
        day = units.closing(
            slots=self._filled(_SLOTS),
            rankings=self._ranked,
            names=self._named,
            hours=self._filled(_HOURS),
        )
        pieces = self._ranked // FEW
        gathered = (
            units.gathering(rankings=self._ranked / 2, names=self._named / 2, read_by_name=FEW)
            * pieces
        )
        # By name they are read again each hour, four rankings each, or all where there is no piece.
        read = len(Ranking) if pieces else units.scan(self._ranked / 2 * units.RANKING_BYTES)
        by_name = Units({}, {Place.STATISTICS: read})
        hourly = units.LOOKING_FOR_DAYS + units.LOOKING_FOR_RANKINGS + by_name
        return (day + gathered + hourly * _HOURS) * self._customer_days

    def looking_after(self) -> Units:
        """Its share of the daily looks at its customer's newest days."""
        return units.looking_after(self._window) * self.reconciles_a_day * self._customer_days

    def recounting(self) -> Units:
        """Reads of the fault, a moment late, and of what was counted of it."""
        recounts = self.recounts_a_month / _MONTH
        return Units(
            written={},
            read={
                Place.FAULTS: units.scan(self.bytes_of_fault) / 2 * recounts * self.kept_days,
                Place.STATISTICS: (
                    units.scan(self.bytes_of_statistics) * recounts * _STATISTICS_DAYS
                ),
            },
        )

    @property
    def told(self) -> float:
        """How often the fault is asked for its timeline: while it changes, and when it expires."""
        changing = _WINDOW_DAYS + min(self.open_days, _WINDOW_DAYS)
        return (changing + _WINDOW_DAYS) * self.reconciles_a_day

    @property
    def _window(self) -> Window:
        faults = 1 / self._customer_days
        return Window(
            slots=_WINDOW_DAYS * self._filled(_SLOTS),
            rankings=_WINDOW_DAYS * self._ranked,
            hours=(_WINDOW_DAYS - 0.5) * self._filled(_HOURS),
            open=faults * self.open_days,
            resolved=faults * _WINDOW_DAYS * min(self.resolves, 1),
            told=faults * self.told / self.reconciles_a_day,
            expiring=faults,
        )

    @property
    def bytes_of_fault(self) -> float:
        """In the faults table: itself, its comments, its key and its timeline."""
        return (
            units.FAULT_BYTES
            + self.changes * units.ENTRY_BYTES
            + self.comments * (units.COMMENT_BYTES + units.NOTE_BYTES)
            + self.keyed * (units.POINTER_BYTES + units.FIRST_REPORT_BYTES)
        )

    @property
    def items_of_fault(self) -> float:
        return 1 + self.changes + 2 * self.comments + self.keyed

    @property
    def bytes_of_statistics(self) -> float:
        """Its share of the slots and rankings of its day."""
        slots = self._filled(_SLOTS) * units.SLOT_BYTES
        by_name = self._ranked * units.RANKING_BYTES
        gathered = self._named * units.NAME_BYTES + self._ranked * units.RANKED_BYTES
        return (slots + by_name + gathered) * self._customer_days

    @property
    def _customer_days(self) -> float:
        return self.customers / self.faults_a_day

    @property
    def _ranked(self) -> float:
        """Resources of a customer that have a fault in an hour, of all hours of a day."""
        parts = self.resources * _HOURS
        return parts * (1 - exp(-1 / self._customer_days / parts))

    @property
    def _named(self) -> float:
        """Resources of a customer that have a fault on a day."""
        return self.resources * (1 - exp(-1 / self._customer_days / self.resources))

    def _filled(self, parts: int) -> float:
        """Of a day that has so many parts, those in which a customer's faults change."""
        return parts * (1 - exp(-self.changes / self._customer_days / parts))

    def _together(self, count: float) -> Changes:
        opening = 1 / self.changes
        counted = (1 + self.acknowledgements + self.resolves + self.reopens) / self.changes
        return Changes(
            openings=count * opening,
            others=count * (1 - opening),
            slots=1 - (1 - counted) ** count,
            resources=self.resources * (1 - (1 - opening / self.resources) ** count),
        )


def _fits(changes: Changes) -> bool:
    entries = changes.openings + changes.others
    actions = 2 * entries + 1 + changes.slots + changes.resources + _RESERVED
    return actions <= _MOST_ACTIONS


def _use(operation: Operation, times: float) -> Use:
    return Use(operation.value, times, OPERATIONS[operation] * times)
