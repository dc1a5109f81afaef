"""The cost model by hand, its price list, and the figures that docs and BENCHMARKS quote."""

import json
from dataclasses import replace
from math import exp
from pathlib import Path
from typing import Any

import pytest

from local.template import ROOT, read_template
from tests.benchmarks.cost.__main__ import main
from tests.benchmarks.cost.bill import AROUND, STORAGE, Line, Machine, bill, of_groups, total
from tests.benchmarks.cost.idle import alarms, idle
from tests.benchmarks.cost.life import Life
from tests.benchmarks.cost.prices import PRICES, PriceListError, read_prices
from tests.benchmarks.cost.units import (
    FAULT_BYTES,
    OPERATIONS,
    OVERHEAD_BYTES,
    TRANSACTED,
    Changes,
    Operation,
    Place,
    closing,
    recording,
)
from tests.benchmarks.simulation.limits import deployed

SHORT = Life(comments=0, gets=0, pages=0, statistics=0)
IN_BATCHES = Life(comments=0, gets=0, pages=0, statistics=0, together=25, resources=4)
FLOOR_LIFE = Life(acknowledgements=0, gets=0, statistics=0, together=25)
README = (ROOT / "README.md").read_text("utf-8")
COST = (ROOT / "docs/cost.md").read_text("utf-8")
BENCHMARKS = (ROOT / "BENCHMARKS.md").read_text("utf-8")


def of(life: Life) -> list[Line]:
    return bill(life, read_prices(), Machine())


def dollars(lines: list[Line]) -> dict[str, float]:
    return {line.what: line.dollars for line in lines}


def test_a_call_costs_its_units():
    """4 write units at 0.625; 6 write units and a read unit at 0.125; 4.5 read units."""
    lines = dollars(of(Life(pages=1)))

    assert lines["create"] == pytest.approx(2.5)
    assert lines["resolve"] == pytest.approx(6 * 0.625 + 0.125)
    assert lines["page of 50"] == pytest.approx(4.5 * 0.125)


def test_a_change_alone_writes_its_counters_by_itself():
    """Of three changes each writes `now` and a slot, and the opening the resource too: at twice."""
    [counters] = [line for line in of(SHORT) if line.what == "counters"]

    assert counters.written == pytest.approx(2 * (3 + 3 + 1))


def test_changes_together_share_their_counters():
    """25 changes of one resource, all openings: `now`, slot and resource once."""
    life = Life(acknowledgements=0, comments=0, resolves=0, together=25, resources=1)

    assert life.recording().written[Place.STATISTICS] == pytest.approx(2 * 3 / 25)
    assert life.recording().written[Place.FAULTS] == pytest.approx(2)


def test_no_more_changes_are_together_than_a_transaction_takes():
    life = Life(acknowledgements=0, comments=0, resolves=0, together=1000, resources=1)

    assert life.recorded_together.openings == 47


def test_resources_take_room_in_a_transaction():
    """32 openings and events of as many resources, the slot, `now`, and the register's two."""
    life = Life(acknowledgements=0, comments=0, resolves=0, together=50, resources=10**9)

    assert life.recorded_together.openings == pytest.approx(32)
    assert recording(Changes(openings=32, resources=32)).writes == 2 * (32 + 32 + 1 + 1 + 32)


def test_a_rolled_up_day_is_written_with_the_watermark():
    assert closing(slots=1, rankings=1, names=1, hours=1).writes == 6
    assert closing(slots=1, rankings=1, names=1, hours=1).reads == 3


def test_storage_is_paid_for_the_months_that_a_fault_is_kept():
    one, ten = (of_groups(of(Life(kept_days=days)))[STORAGE] for days in (30, 300))
    events = dollars(of(Life()))["event log and its backups"]

    assert ten - events == pytest.approx(10 * (one - events))


def test_everything_is_read_once_a_month_as_long_as_it_is_kept():
    """1,465 bytes of a fault with three entries, 8,192 bytes a unit, 400 days."""
    life = Life(comments=0, kept_days=400)

    assert life.recounting().read[Place.FAULTS] == pytest.approx((700 + 3 * 255) / 8192 * 400 / 30)


def test_a_fault_is_looked_at_while_it_changes_and_when_it_expires():
    """Two and a half days after each, and as long as it is open between, if that is short."""
    assert Life(open_days=0).told == 5
    assert Life(open_days=1).told == 6
    assert Life(open_days=100).told == 7.5


def test_reconcile_and_the_bill_without_the_event_log_keep_their_budgets():
    lines = dollars(of(Life()))
    reconcile = sum(lines[name] for name in RECONCILE)
    events = lines["event log"] + lines["event log and its backups"]

    assert reconcile <= 2
    assert total(of(Life())) - events <= 62


def test_the_model_knows_what_the_template_says():
    template = read_template()
    rules = {
        json.dumps(schedule.input): schedule.expression
        for function in template.functions
        for schedule in function.schedules
        if function.file == "reconcile"
    }

    others = [function for function in template.functions if function.file != "deliver"]
    assert {function.memory for function in others} == {Machine().memory}
    assert rules["null"] == "rate(24 hours)"
    assert "rate(30 days)" in rules.values()
    assert (Life().reconciles_a_day, Life().recounts_a_month) == (1, 1)


def test_the_command_prints_every_line(capsys: pytest.CaptureFixture[str]):
    assert main([]) == 0

    printed = capsys.readouterr().out
    assert f"us-east-1, {read_prices().as_of}" in printed
    assert all(line.what in printed for line in of(Life()))
    assert f"{total(of(Life())):.2f}" in printed


def test_faults_that_are_kept_for_half_a_year_cost_what_the_benchmarks_say(
    capsys: pytest.CaptureFixture[str],
):
    assert main(["--kept-days", "182"]) == 0

    assert f"{total(of(Life())) - saved(kept_days=182):.2f}" in capsys.readouterr().out


def test_prices_can_be_replaced(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    dearer = tmp_path / "prices.toml"
    text = PRICES.read_text("utf-8").replace("us-east-1", "sa-east-1").replace("1.00", "2.00")
    dearer.write_text(text, "utf-8")

    assert main(["--prices", str(dearer)]) == 0

    assert "sa-east-1" in capsys.readouterr().out
    assert read_prices(dearer).api_request == pytest.approx(2 * read_prices().api_request)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("region =", "is no TOML"),
        ("region = 'x'", "has no price at 'as_of'"),
        ("write", "is no TOML"),
    ],
)
def test_a_broken_price_list_is_named(tmp_path: Path, text: str, said: str):
    broken = tmp_path / "prices.toml"
    broken.write_text(text, "utf-8")

    with pytest.raises(PriceListError, match=said):
        read_prices(broken)


@pytest.mark.parametrize("price", ["-1", '"free"', "nan", "true"])
@pytest.mark.parametrize("replaced", ["0.0000133334", "1.00"])
def test_what_is_no_amount_of_money_is_no_price(tmp_path: Path, price: str, replaced: str):
    broken = tmp_path / "prices.toml"
    text = PRICES.read_text("utf-8").replace(replaced, price)
    broken.write_text(text, "utf-8")

    with pytest.raises(PriceListError, match="not an amount of money"):
        read_prices(broken)


def test_a_missing_price_list_is_named(capsys: pytest.CaptureFixture[str]):
    assert main(["--prices", "nowhere.toml"]) == 1

    assert "nowhere.toml cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "argument", ["--keyed=2", "--comments=-1", "--together=0", "--pages=nan", "--resources=1.5"]
)
def test_a_life_that_cannot_be_is_refused(argument: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main([argument])

    assert argument.partition("=")[0] in capsys.readouterr().err


RECONCILE = ("reconcile of the newest days", "recount of everything", "reconcile's function")


MOVING_NOW = recording(Changes(openings=0, others=1, slots=0, resources=0)).written[
    Place.STATISTICS
]
LONGEST_WINDOW = 300  # seconds, of an event source mapping
SHARDS = 4  # of a new table's stream


def saved(**other: float) -> float:
    """By a life that differs so from the one that the command assumes."""
    return saved_of(Life(), **other)


def saved_of(life: Life, **other: float) -> float:
    return total(of(life)) - total(of(replace(life, **other)))  # type: ignore[arg-type] # named by the test


def priced_less(**other: Any) -> float:
    return total(of(Life())) - total(bill(Life(), replace(read_prices(), **other), Machine()))


def of_writes(units: float) -> float:
    return units * read_prices().standard.write_unit * 1_000_000


def stored_less(size: float, *, backed_up: bool = False) -> float:
    """Bytes of a fault, as long as it is kept."""
    prices = read_prices()
    a_month = prices.standard.gigabyte_month + prices.backup_gigabyte_month * backed_up
    return size * 1_000_000 / 2**30 * Life().kept_days / (365 / 12) * a_month


def looks_saved() -> float:
    """Two reads of each change."""
    return 2 * Life().changes * read_prices().standard.read_unit * 1_000_000


def rows(alone: dict[str, float], batched: dict[str, float]) -> list[str]:
    """The table of docs/cost.md: lines of the bill, some of them together."""
    table = {
        "the calls, with their indexes: 4 + 4 + 6 write units": [
            "create",
            "acknowledge",
            "resolve",
        ],
        "timeline: 3 · 2 write units": ["timeline"],
        "event log: 3 · 2 write units": ["event log"],
        "counters": ["counters"],
        "reads before recording": ["looks before recording"],
        "roll-ups, reconcile": ["roll-up of days", *RECONCILE],
        "storage and backups": ["table", "indexes", "backups", "event log and its backups"],
        "HTTP API and its functions": ["HTTP API", "functions of the API"],
        "the stream's function, logs": [
            "stream's function",
            "logs",
            "each minute's look for due faults",
        ],
        "**sum**": [*alone],
    }
    return [
        f"| {name} | {_cell(alone, lines, name)} | {_cell(batched, lines, name)} |"
        for name, lines in table.items()
    ]


def _cell(of_lines: dict[str, float], lines: list[str], name: str) -> str:
    money = f"${sum(of_lines[line] for line in lines):.2f}"
    return f"**{money}**" if "**" in name else money


def test_the_page_on_cost_says_what_the_model_says():
    for row in rows(dollars(of(SHORT)), dollars(of(IN_BATCHES))):
        assert row in COST


def test_idle_costs_what_the_page_on_cost_and_the_readme_say():
    charges = {charge.what: charge.dollars for charge in idle(read_prices(), Machine())}
    others = sum(charges.values()) - charges["alarms"] - charges["metrics"]
    said = f"${sum(charges.values()):.2f} a month"

    assert said in COST
    assert said in README
    assert (alarms(), charges["metrics"]) == (10, 0.6)
    assert charges["alarms"] == pytest.approx(1.0)
    assert round(others, 2) == 0.14


def test_the_formula_of_the_page_on_cost_has_the_units_of_the_model():
    writes = {operation: f"{units.writes:.0f}" for operation, units in OPERATIONS.items()}
    formula = (
        f"{writes[Operation.CREATE]}·creates + {writes[Operation.RESOLVE]}·resolves"
        f" + {writes[Operation.ACKNOWLEDGE]}·acknowledgements"
        f" + {writes[Operation.COMMENT]}·comments + {writes[Operation.REPEAT]}·repetitions"
    )

    assert formula in COST


def test_the_benchmarks_show_the_table_of_the_command(capsys: pytest.CaptureFixture[str]):
    main([])

    for line in capsys.readouterr().out.splitlines():
        assert line.rstrip() in BENCHMARKS


COMPARED = {
    "create": ("create", 0.625),
    "resolve": ("resolve", 0.625),
    "0.5 comments": ("comment", 0.3125),
    "0.2 pages of 50": ("page of 50", 0.125),
    "timeline": ("timeline", 0),
    "event log": ("event log", 0),
    "counters, in batches of 25": ("counters", 0.05),
    "reads before recording": ("looks before recording", 0),
}


def test_the_benchmarks_compare_with_the_floor_as_the_model_does():
    lines = dollars(of(FLOOR_LIFE))

    for name, (line, floor) in COMPARED.items():
        assert f"| {name} | {floor:.2f} | {lines[line]:.2f} |" in BENCHMARKS
    here = sum(lines[line] for line, _ in COMPARED.values())
    assert f"| **sum** | **1.74** | **{here:.2f}** |" in BENCHMARKS


@pytest.mark.parametrize(
    ("option", "less"),
    [
        ("--kept-days 182", saved(kept_days=182)),
        ("--no-backups", priced_less(backup_gigabyte_month=0)),
        ("--infrequent-access", priced_less(faults=read_prices().infrequent_access)),
        ("--together 1.3", saved(together=1.3)),
        ("--customers 4 --together 13", saved_of(Life(customers=4), together=13)),
        ("a comment moves `now`", of_writes(Life().comments * MOVING_NOW)),
        ("slots beside `now`", of_writes((Life().changes - Life().comments) * TRANSACTED)),
        ("whole state", stored_less(40 * Life().changes, backed_up=True)),
        ("`by_path` has resolved", of_writes(1) + stored_less(FAULT_BYTES + OVERHEAD_BYTES)),
        ("a look for an end or a gap", looks_saved()),
    ],
)
def test_the_benchmarks_say_what_would_cost_less(option: str, less: float):
    [row] = [line for line in BENCHMARKS.splitlines() if option in line and line.startswith("| ")]

    assert f"| {less:.2f} |" in row


@pytest.mark.parametrize(("customers", "together"), [(100, 1.3), (4, 13)])
def test_so_many_changes_of_a_customer_come_within_the_longest_window(
    customers: int, together: float
):
    """On average of the batches that have any, where they come at random, each to one worker."""
    a_second = Life().changes * Life().faults_a_day / 86_400 / customers
    expected = a_second * LONGEST_WINDOW / (SHARDS * deployed().parallel)

    assert expected / (1 - exp(-expected)) == pytest.approx(together, rel=0.03)


def test_the_benchmarks_sum_up_reconcile():
    lines = dollars(of(Life()))

    assert f"Reconcile is {sum(lines[name] for name in RECONCILE):.2f} of the bill" in BENCHMARKS


def test_most_of_what_is_around_is_the_gateway():
    lines = of(SHORT)

    assert dollars(lines)["HTTP API"] == pytest.approx(3)
    assert of_groups(lines)[AROUND] < 4 * dollars(lines)["HTTP API"]
