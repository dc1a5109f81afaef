"""10,000 random histories through the project's own recording.

Counts equal a recount by hand, and the event log tells of each recorded change once.
"""

import contextlib
import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from faultbook.domain.errors import Unavailable
from faultbook.domain.events import EventFilter, FaultEvent
from faultbook.domain.fault import ChangeKind
from faultbook.domain.timeline import Observation
from faultbook.usecases.read_events import BEGINNING, ReadEvents
from faultbook.usecases.record_changes import RecordChanges
from tests.support.builders import NOW, SteppingClock
from tests.support.fault_histories import Life, flat, random_life, random_source, recount
from tests.support.interruptions import Interrupted, Killed
from tests.support.statistics_fakes import Attempts, InMemoryStatistics

CUSTOMERS = ("cus_A", "cus_B")
Record = tuple[int, list[Observation]]  # the place of the life, and what the record says


def kill() -> None:
    raise Killed


class Delivery:
    """A stream and its function, on a bad day."""

    def __init__(self, draw: random.Random, books: InMemoryStatistics) -> None:
        self._draw = draw
        self._books = books

    def deliver(self, batch: list[Record]) -> None:
        """Batches come twice, in halves, and after an end in the middle of their recording."""
        if len(batch) > 1 and self._draw.random() < 0.2:
            middle = self._draw.randrange(1, len(batch))
            self.deliver(batch[:middle])
            self.deliver(batch[middle:])
            return
        while self._draw.random() < 0.3:
            self._try_and_die(batch)
        self._record(batch, self._books)
        if self._draw.random() < 0.2:
            self._record(batch, self._books)
        assert all(n >= 0 for counts in self._books.counts.values() for n in flat(counts).values())

    def _try_and_die(self, batch: list[Record]) -> None:
        """After a call is before the next one; after the last one is a batch that comes twice."""
        call = self._draw.randrange(1, 8)
        with contextlib.suppress(Killed):
            self._record(batch, Interrupted(self._books, before={call: kill}))

    def _record(self, batch: list[Record], ledger: Any) -> None:
        observations = [observation for _, said in batch for observation in said]
        left = RecordChanges(ledger, SteppingClock(NOW), Attempts(3)).record(observations)
        assert left == []


def in_order_of_items(draw: random.Random, lives: list[Life]) -> list[Record]:
    """Records of one fault in order, those of different faults in any."""
    queues = [
        [(place, observed) for observed in life.observations()] for place, life in enumerate(lives)
    ]
    records: list[Record] = []
    while any(queues):
        records.append(draw.choice([queue for queue in queues if queue]).pop(0))
    return records


def live_through(seed: int, *, lose: bool) -> tuple[list[Life], InMemoryStatistics, set[int]]:
    """`lose`: one record for good, one before the last of its fault."""
    draw = random_source(seed)
    lives = [
        random_life(draw, draw.choice(CUSTOMERS), number, steps=draw.randrange(1, 6))
        for number in range(1, draw.randrange(2, 5))
    ]
    records = in_order_of_items(draw, lives)
    losable = [
        place
        for place, (life, said) in enumerate(records)
        if any(other == life and place < later for later, (other, _) in enumerate(records))
    ]
    lost = {draw.choice(losable)} if lose and losable else set()
    late = {place for place in range(len(records)) if draw.random() < 0.1} - lost
    books = InMemoryStatistics()
    delivery = Delivery(draw, books)
    on_time = [record for place, record in enumerate(records) if place not in late | lost]
    while on_time:
        size = draw.randrange(1, 6)
        delivery.deliver(on_time[:size])
        on_time = on_time[size:]
    redriven = [records[place] for place in late]
    draw.shuffle(redriven)
    for record in redriven:
        delivery.deliver([record])
    return lives, books, lost


def assert_counts_are_right(lives: list[Life], books: InMemoryStatistics) -> None:
    for customer_id in CUSTOMERS:
        theirs = [life for life in lives if life.versions[0].customer_id == customer_id]
        recorded = []
        for life in theirs:
            entries = books.timelines_of.get((customer_id, life.versions[0].number), {})
            versions = {fault.version for fault in life.versions} & entries.keys()
            recorded.append((life, versions, len(entries) > len(versions)))
        assert flat(books.counts.get(customer_id, {})) == recount(recorded)
        assert_log_is_right(customer_id, books)


def assert_log_is_right(customer_id: str, books: InMemoryStatistics) -> None:
    """Whoever goes on from page to page reads of every entry of every timeline, once."""
    recorded = {
        (number, entry.version, entry.what, entry.at)
        for (owner, number), entries in books.timelines_of.items()
        if owner == customer_id
        for entry in entries.values()
    }
    reader = ReadEvents(books, SteppingClock(NOW + timedelta(days=1)))
    events: list[FaultEvent] = []
    after, pages = BEGINNING, 0
    while True:
        head = reader.head(customer_id)
        page = reader.page(customer_id, EventFilter(), 3, after=after, head=head)
        events += page.events
        after, pages = page.last, pages + 1
        if not page.has_more:
            break
    read = [(event.fault.number, event.version, event.what, event.at) for event in events]
    assert len(read) == len(recorded)
    assert set(read) == recorded
    assert len({event.event_id for event in events}) == len(events)
    assert pages == max(1, -(-len(events) // 3))
    assert after == reader.head(customer_id)


@pytest.mark.parametrize("block", range(10))
def test_counts_equal_a_recount_when_nothing_is_lost(block: int):
    for seed in range(block * 500, (block + 1) * 500):
        lives, books, _ = live_through(seed, lose=False)

        assert_counts_are_right(lives, books)
        totals: Counter[str] = Counter()
        for counts in books.counts.values():
            for label, number in flat(counts).items():
                if label[-2:] == ("total", ""):
                    totals[label[-3]] += number
        steps = Counter(step for life in lives for step in life.steps)
        assert totals["opened"] == len(lives)
        assert totals["resolved"] == steps[ChangeKind.RESOLVED]
        assert totals["reopened"] == steps[ChangeKind.REOPENED]
        assert totals["acknowledged"] == steps[ChangeKind.ACKNOWLEDGED]
        assert totals["expired"] == sum(life.ended is ChangeKind.EXPIRED for life in lives)
        assert totals["unresolved"] + totals["resolved now"] == sum(
            life.ended is None for life in lives
        )


@pytest.mark.parametrize("block", range(10, 20))
def test_counts_equal_a_recount_when_a_record_is_lost_and_a_later_one_comes(block: int):
    for seed in range(block * 500, (block + 1) * 500):
        lives, books, _ = live_through(seed, lose=True)

        assert_counts_are_right(lives, books)


def test_a_record_that_comes_in_the_end_mends_what_its_loss_had_moved():
    for seed in range(10_000, 10_300):
        lives, books, _ = live_through(seed, lose=True)
        everything = [s for life in lives for observed in life.observations() for s in observed]

        RecordChanges(books, SteppingClock(), Attempts(1)).record(everything)

        whole = InMemoryStatistics()
        RecordChanges(whole, SteppingClock(), Attempts(1)).record(everything)
        for customer_id in CUSTOMERS:
            assert flat(books.counts.get(customer_id, {})) == flat(
                whole.counts.get(customer_id, {})
            )


def test_a_store_that_does_not_answer_leaves_the_rest_to_be_sent_again():
    draw = random_source(1)
    lives = [random_life(draw, "cus_A", number, steps=2) for number in (1, 2)]
    observations = [s for life in lives for observed in life.observations() for s in observed]

    def refuse() -> None:
        raise Unavailable

    store = Interrupted(InMemoryStatistics(), before=dict.fromkeys(range(1, 99), refuse))
    left = RecordChanges(store, SteppingClock(), Attempts(2)).record(observations)

    assert [item.place for item in left] == list(range(len(observations)))
