"""Each limit of the simulation by a case that is computed by hand."""

import random
import re

import pytest

from faultbook.dynamodb.fault_item import item_of
from local.template import ROOT
from tests.benchmarks.cost.units import Changes, Place, recording
from tests.benchmarks.simulation.ladder import ladder
from tests.benchmarks.simulation.limits import (
    PARTITION_READS,
    Bucket,
    Deployed,
    Limit,
    deployed,
)
from tests.benchmarks.simulation.partitions import Partitions, spot_of
from tests.benchmarks.simulation.recording import Mapping, record_all
from tests.benchmarks.simulation.reporting import (
    Account,
    Settings,
    Stored,
    keys_of_indexes,
    report_all,
)
from tests.benchmarks.simulation.traces import Report, Trace, quiet, storm
from tests.support.builders import a_fault

OPEN = 1_000_000_000  # a stage that refuses nothing


def a_trace(rate: float, *, seconds: int = 1, customers: int = 1) -> Trace:
    return Trace("a trace", seconds, customers, lambda _, __: rate)


def taken(partitions: Partitions, *keys: str, units: float = 1, sort_key: float = 1.0) -> int:
    """How many of these writes there was room for."""
    done = 0
    for key in keys:
        spot = spot_of(key, sort_key)
        number = partitions.with_room(spot, units)
        if number is not None:
            partitions.take(number, spot, units)
            done += 1
    return done


def test_what_a_second_leaves_is_kept_as_far_as_may_be():
    bucket = Bucket(10, spare=5)
    bucket.take(15)
    assert not bucket.has(1)

    bucket.pass_second()
    assert bucket.has(10)
    assert not bucket.has(11)

    bucket.take(3)
    bucket.pass_second()
    assert bucket.has(15)
    assert not bucket.has(16)


def test_a_partition_takes_a_thousand_write_units_a_second():
    partitions = Partitions()

    assert taken(partitions, *["key"] * 1_200) == 1_000
    assert taken(partitions, "key", units=0.5) == 0
    partitions.pass_second()
    assert taken(partitions, *["key"] * 600, units=2) == 500


def test_a_partition_gives_three_thousand_read_units_a_second():
    """666 pages of 4.5 units."""
    assert taken(Partitions(PARTITION_READS), *["key"] * 700, units=4.5) == 666


def test_what_a_partition_has_not_used_may_be_used_later():
    partitions = Partitions(spare=300_000)

    assert taken(partitions, *["key"] * 5_000) == 5_000


def test_a_hot_partition_is_split_between_its_keys():
    partitions = Partitions(count=1, patience=3)
    keys = ["one", "two"] * 700
    for _ in range(3):
        assert taken(partitions, *keys) == 1_000
        partitions.pass_second()

    assert len(partitions) == 2
    assert taken(partitions, *keys) == 1_400


def test_a_split_never_helps_a_sort_key_that_only_rises():
    partitions = Partitions(count=1, patience=3)
    for _ in range(30):
        assert taken(partitions, *["key"] * 1_500) == 1_000
        partitions.pass_second()

    assert len(partitions) == 1


def test_a_split_helps_a_sort_key_that_is_everywhere():
    partitions = Partitions(count=1, patience=3)
    draw = random.Random(1)  # noqa: S311 - a simulation

    def a_second() -> int:
        return sum(taken(partitions, "key", sort_key=draw.random()) for _ in range(1_200))

    for _ in range(3):
        assert a_second() == 1_000
        partitions.pass_second()

    assert len(partitions) == 2
    assert a_second() == 1_200


def test_a_partition_that_refuses_now_and_then_is_not_split():
    partitions = Partitions(count=1, patience=3)
    for _ in range(10):
        taken(partitions, *["one", "two"] * 600)
        partitions.pass_second()
        partitions.pass_second()

    assert len(partitions) == 1


def test_an_index_that_refuses_keeps_the_fault_out_of_the_table():
    """The thousand-and-first create of a customer; the table and by_path had room for it."""
    account = Account(Settings(stripes=1, stage_rate=OPEN))
    answers = [account.store(Report("cus_1", f"site_{n % 50}", n), 0) for n in range(1_100)]

    stored = [answer for answer in answers if isinstance(answer, int)]
    assert len(stored) == 1_000
    assert set(stored) == {0, 1, 2, 3}
    assert set(answers[1_000:]) <= {Limit.BY_STATUS, Limit.BY_TIME}


def test_a_site_has_a_partition_of_its_own_limit():
    """Its key is another one than the customer's, and as hot when there is only one site."""
    keys = keys_of_indexes("cus_1", "site_1", 0)

    assert len(set(keys.values())) == 3


@pytest.mark.parametrize(
    ("settings", "room", "limit"),
    [
        (Settings(stripes=1, stage_rate=500, stage_burst=1000), 1_500, Limit.STAGE),
        (Settings(stripes=1, stage_rate=OPEN, milliseconds=50), 2_000, Limit.LAMBDA),
        (Settings(stripes=1, stage_rate=OPEN, milliseconds=1), 10_000, Limit.TABLE),
        (Settings(stripes=1, stage_rate=5, each_call=100), 500, Limit.STAGE),
        (
            Settings(stripes=1, stage_rate=OPEN, each_call=100, table_writes=80_000),
            20_000,
            Limit.TABLE,
        ),
    ],
)
def test_limits_that_are_common_to_all(settings: Settings, room: int, limit: Limit):
    """100 environments of 20 calls a second; 40,000 units, 4 a fault; 100 faults a call."""
    assert Account(settings).room() == (room, limit)


def test_environments_grow_by_a_hundred_a_second_to_a_thousand():
    account = Account(Settings(stripes=1, stage_rate=OPEN, milliseconds=1_000))
    rooms = []
    for _ in range(12):
        rooms.append(account.room()[0])
        account.pass_second()

    assert rooms == [100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000, 1_000, 1_000]


def test_the_gateway_takes_its_burst_and_then_its_rate():
    """With table and functions out of the way by a quarter of a call for each fault."""
    account = Account(Settings(stripes=1, stage_rate=15_000, milliseconds=1, each_call=1))
    account.take(10_000)
    account.pass_second()

    assert account.room() == (10_000, Limit.TABLE)


def test_a_customer_gets_a_thousand_a_second_whatever_it_offers():
    outcome = report_all(a_trace(2_500), Settings(stripes=1, stage_rate=OPEN))

    assert len(outcome.stored) == 2_500
    assert outcome.highest_rate == 1_000
    assert outcome.last_second == 2
    assert outcome.first in {Limit.BY_STATUS, Limit.BY_TIME}
    assert outcome.first_rate == 1_000
    assert outcome.refused == {"cus_0": 1_500 + 500}


def test_customers_together_get_what_the_first_partitions_give():
    """16 customers, 400 each: some of their keys share a partition of an index."""
    outcome = report_all(a_trace(400, customers=16), Settings(stripes=1, stage_rate=OPEN))

    assert 1_000 < outcome.highest_rate <= 4_000
    assert len(outcome.stored) == 6_400


def test_stripes_let_a_customer_have_more():
    last_seconds = {
        stripes: report_all(
            a_trace(3_000, seconds=2), Settings(stripes=stripes, stage_rate=OPEN)
        ).last_second
        for stripes in (1, 8)
    }

    assert last_seconds[1] == 5
    assert last_seconds[8] <= 3


def test_the_stage_refuses_customers_in_proportion():
    outcome = report_all(a_trace(300, customers=4), Settings(stripes=1, stage_rate=600))

    assert outcome.first is Limit.STAGE
    assert outcome.first_rate == 600
    assert outcome.refused == {f"cus_{n}": 150 for n in range(4)}


def test_the_same_seed_is_the_same_outcome():
    settings = Settings(stripes=2, stage_rate=OPEN)
    runs = [report_all(a_trace(700.5), settings, seed=7) for _ in range(2)]

    assert runs[0].stored == runs[1].stored
    lags = [record_all(run.stored, Mapping(), seed=7) for run in runs]
    assert lags[0] == lags[1]


def at_once(count: int, *, shards: int = 1, customers: int = 1) -> list[Stored]:
    return [Stored(0, n % shards, f"cus_{n % customers}") for n in range(count)]


def test_one_change_waits_for_the_window_and_the_poll():
    """A second, half a quarter of one, and the posting."""
    recorded = record_all(at_once(1), Mapping(window=1, seconds=0.03))

    assert recorded.lag == pytest.approx(1 + 0.125 + 0.03)
    assert recorded.postings == 1


def test_a_full_batch_does_not_wait_and_is_posted_part_by_part():
    """The hundredth comes at 0.99; three postings after the poll, of 47, 47 and 6."""
    recorded = record_all(at_once(100), Mapping(batch=100, window=5, seconds=0.03))

    assert recorded.postings == 3
    assert recorded.ended == pytest.approx(0.99 + 0.125 + 3 * 0.03)


def test_customers_of_a_batch_are_posted_one_after_the_other():
    recorded = record_all(at_once(100, customers=100), Mapping(batch=100, window=5, seconds=0.03))

    assert recorded.postings == 100
    assert recorded.ended == pytest.approx(0.99 + 0.125 + 100 * 0.03)
    assert recorded.units_of_a_change == pytest.approx(6)


def test_two_shards_conflict_on_one_customer_and_not_on_two():
    """Both workers begin at once: one of them has to do it again."""
    pair = [Stored(0, 0, "cus_0"), Stored(0, 1, "cus_0")]
    apart = [Stored(0, 0, "cus_0"), Stored(0, 1, "cus_1")]
    slow = Mapping(window=0, seconds=1)

    assert record_all(pair, slow).conflicts == 1
    assert record_all(pair, slow).postings == 2
    assert record_all(apart, slow).conflicts == 0


def test_more_workers_of_a_shard_record_more_customers_at_once():
    stored = at_once(400, customers=400)

    alone, four = (record_all(stored, Mapping(parallel=n)).ended for n in (1, 4))

    assert four < alone / 2


def test_counters_of_a_posting_cost_what_was_counted():
    """47 of nearly as many resources."""
    recorded = record_all(at_once(47), Mapping(window=1))

    most = recording(Changes(openings=47, resources=47)).written[Place.STATISTICS] / 47
    assert most * 0.95 < recorded.units_of_a_change < most


def test_the_keys_are_those_of_the_stored_item():
    item = item_of(a_fault("cus_1", number=1, path="site_1|rack_2"))
    simulated = keys_of_indexes("cus_1", "site_1", 0)

    assert simulated[Place.BY_STATUS] == item["status_pk"]["S"]
    assert simulated[Place.BY_PATH] == item["path_pk"]["S"]
    assert simulated[Place.BY_TIME].rpartition("#")[2] == item["time_pk"]["S"].rpartition("#")[2]


def test_the_template_is_read():
    assert deployed() == Deployed(stage_rate=500, stage_burst=1000, batch=100, window=1, parallel=2)


def test_statistics_of_ten_thousand_quiet_customers_keep_up_as_deployed():
    """With one worker a shard they would not."""
    stage = Settings(stripes=1, stage_rate=deployed().stage_rate, stage_burst=1000)
    outcome = report_all(quiet(), stage)

    assert record_all(outcome.stored, Mapping(parallel=deployed().parallel)).lag < 2
    assert record_all(outcome.stored, Mapping(parallel=1)).lag > 10


def test_traces_report_what_they_say():
    draw = random.Random(1)  # noqa: S311 - a simulation
    reported = [report for second in range(70) for report in storm().reports(second, draw)]

    assert len(reported) == pytest.approx(100_000, rel=0.001)
    assert storm().reported == 100_000
    assert quiet().reported == 10_000
    assert len({report.number for report in reported}) > 0.99 * len(reported)


def test_the_benchmarks_say_where_each_limit_is_reached():
    benchmarks = (ROOT / "BENCHMARKS.md").read_text("utf-8")
    rows = {tuple(re.split(r"\s{2,}", line)) for line in benchmarks.splitlines()}

    for rung in ladder(deployed(), 1, Mapping(parallel=deployed().parallel), 20):
        assert (rung.limit, rung.of, f"{rung.rate:,.0f}") in rows
