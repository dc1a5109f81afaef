"""300 random histories through the real function over a DynamoDB endpoint."""

import contextlib
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from faultbook.domain.events import EventFilter
from faultbook.domain.statistics import NOW, Counts, Dimension, Measure, Slot, Subject
from faultbook.usecases.read_events import BEGINNING, ReadEvents
from tests.integration.stream.conftest import Recorder
from tests.support.fault_histories import Life, flat, random_life, random_source, recount
from tests.support.interruptions import Killed, kill_after, kill_before, lose_answer, only, refuse
from tests.support.stream_records import records_of

HISTORIES = 300
PLANS = (
    kill_before,
    kill_after,
    lose_answer,
    refuse("TransactionCanceledException", "TransactionConflict", "None"),
    refuse("ProvisionedThroughputExceededException"),
    refuse("InternalServerError"),
)


def test_counts_of_300_histories_equal_a_recount(recorder: Recorder):
    for seed in range(HISTORIES):
        draw = random_source(seed)
        customer_id = f"cus_{seed}"
        lives = [
            random_life(draw, customer_id, number, steps=draw.randrange(1, 5)) for number in (1, 2)
        ]

        live_through(draw, recorder, lives, lose=seed % 3 == 0)

        assert flat(stored_counts(recorder, customer_id, lives)) == recount(
            [recorded(recorder, life) for life in lives]
        )
        assert sorted(logged(recorder, customer_id)) == sorted(entries_of(recorder, lives))


def live_through(draw: random.Random, recorder: Recorder, lives: list[Life], *, lose: bool) -> None:
    records = mixed(draw, [said_of(place, life, recorder) for place, life in enumerate(lives)])
    if lose and len(records) > 3:
        del records[draw.randrange(len(records) - 2)]
    late = [record for record in records if draw.random() < 0.1]
    on_time = [record for record in records if record not in late]
    while on_time:
        size = draw.randrange(1, 8)
        deliver(draw, recorder, on_time[:size])
        on_time = on_time[size:]
    draw.shuffle(late)
    for record in late:
        deliver(draw, recorder, [record])


def deliver(draw: random.Random, recorder: Recorder, batch: list[dict[str, Any]]) -> None:
    """As Lambda does: what failed comes again, and so does all of it after an end in the middle."""
    while batch:
        recorder.client.calls.clear()
        going_wrong = draw.randrange(1, 8) if draw.random() < 0.3 else 0
        recorder.client.plan = only(going_wrong, draw.choice(PLANS))
        failed: list[str] | None = None
        with contextlib.suppress(Killed):
            failed = recorder.invoke(batch)
        recorder.client.plan = only(0, kill_before)
        if failed is None or draw.random() < 0.1:
            continue
        batch = [record for record in batch if record["dynamodb"]["SequenceNumber"] in failed]


def said_of(place: int, life: Life, recorder: Recorder) -> list[dict[str, Any]]:
    return records_of(life, 100 * (place + 1), recorder.tables.faults)


def mixed(draw: random.Random, queues: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    records = []
    while any(queues):
        records.append(draw.choice([queue for queue in queues if queue]).pop(0))
    return records


def recorded(recorder: Recorder, life: Life) -> tuple[Life, set[int], bool]:
    first = life.versions[0]
    versions = {entry.version for entry in recorder.ledger.entries(first.customer_id, first.number)}
    real = {fault.version for fault in life.versions} & versions
    return life, real, len(versions) > len(real)


def logged(recorder: Recorder, customer_id: str) -> list[tuple[int, int]]:
    """Fault and version of each event; what was recorded by the machine's clock is all settled."""
    reader = ReadEvents(recorder.log, lambda: datetime.now(UTC) + timedelta(seconds=5))
    head = reader.head(customer_id)
    page = reader.page(customer_id, EventFilter(), 100, after=BEGINNING, head=head)
    return [(event.fault.number, event.version) for event in page.events]


def entries_of(recorder: Recorder, lives: list[Life]) -> list[tuple[int, int]]:
    first = [life.versions[0] for life in lives]
    return [
        (fault.number, entry.version)
        for fault in first
        for entry in recorder.ledger.entries(fault.customer_id, fault.number)
    ]


def stored_counts(recorder: Recorder, customer_id: str, lives: list[Life]) -> Counts:
    counts: Counts = {NOW: recorder.statistics.watermark(customer_id).now}
    days = {fault.opened_at.date() for life in lives for fault in life.versions}
    days |= {fault.last_change.at.date() for life in lives for fault in life.versions}
    days |= {
        datetime.fromtimestamp(fault.expires_at, tz=UTC).date()
        for life in lives
        for fault in life.versions
    }
    for day in days:
        slots = recorder.statistics.slots(customer_id, day)
        counts |= {Slot(start): tally for start, tally in slots.items()}
        for ranked, by_slot in recorder.statistics.rankings(customer_id, day).items():
            counts[ranked] = {
                Measure(Subject.OPENED, Dimension.SLOT, str(slot)): number
                for slot, number in by_slot.items()
            }
    return counts
