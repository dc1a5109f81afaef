"""Where load is refused first, and what stripes change: `make simulate`.

Simulates the limits of an AWS account (`limits.py`) under three traces: a noisy customer, ten
thousand quiet ones, and an outage storm of 100,000 faults in a minute. What a fault takes and under
which key are the project's own (`tests.benchmarks.cost.units`, `faultbook.dynamodb.keys`), the
stream's batches and the stage's rate are the template's. The same seed prints the same.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.console import Console
from rich.table import Table

from tests.benchmarks.simulation.ladder import ladder
from tests.benchmarks.simulation.limits import Deployed, deployed
from tests.benchmarks.simulation.recording import Mapping, record_all
from tests.benchmarks.simulation.reporting import Outcome, Settings, report_all
from tests.benchmarks.simulation.traces import TRACES, Trace, flood

_UNLIMITED = 1_000_000_000
_WIDTH = 100  # at the least, also where nobody looks
_STRIPES = (1, 2, 4, 8, 16)
# For a flood: what has to be asked of AWS beforehand, and faults in each call.
_FLOODED_STRIPES = (8, 16, 32)
_RAISED_WRITES = 120_000
_WARMED = 128  # partitions
_EACH_CALL = 100


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    said = deployed()
    mapping = Mapping(
        batch=said.batch,
        window=said.window,
        parallel=said.parallel,
        seconds=options.posting_milliseconds / 1000,
    )
    console = Console(highlight=False, width=max(Console().width, _WIDTH))
    console.print(_ladder(said, mapping, options.milliseconds), soft_wrap=True)
    for trace in TRACES:
        table = _table(trace)
        for settings in _settings(options, said, trace):
            outcome = report_all(trace, settings, options.seed)
            recorded = _recorded(outcome, settings, mapping, options.seed)
            table.add_row(_name(settings), *_reported(outcome), *recorded)
        console.print()
        console.print(table, soft_wrap=True)
    if options.flood:
        console.print()
        console.print(_flooded(flood(options.flood), options, mapping), soft_wrap=True)
    return 0


def _flooded(trace: Trace, options: argparse.Namespace, mapping: Mapping) -> Table:
    table = _table(trace)
    table.title = (
        f"{table.title}, {_EACH_CALL} a call,\n"
        f"quota raised to {_RAISED_WRITES:,} units, warmed to {_WARMED} partitions"
    )
    for stripes in _FLOODED_STRIPES:
        settings = Settings(
            stripes=stripes,
            stage_rate=_UNLIMITED,
            milliseconds=options.milliseconds * _EACH_CALL,
            each_call=_EACH_CALL,
            table_writes=_RAISED_WRITES,
            partitions=_WARMED,
        )
        outcome = report_all(trace, settings, options.seed)
        recorded = _recorded(outcome, settings, mapping, options.seed)
        table.add_row(_name(settings), *_reported(outcome), *recorded)
    return table


def _settings(options: argparse.Namespace, said: Deployed, trace: Trace) -> Iterator[Settings]:
    stage = Settings(
        stripes=1,
        stage_rate=said.stage_rate,
        stage_burst=said.stage_burst,
        milliseconds=options.milliseconds,
        each_call=options.each_call,
    )
    yield stage
    if trace.is_striped:
        for stripes in options.stripes:
            yield replace(stage, stripes=stripes, stage_rate=_UNLIMITED)


def _name(settings: Settings) -> str:
    return f"{settings.stripes}" if settings.stage_rate == _UNLIMITED else "as deployed"


def _ladder(said: Deployed, mapping: Mapping, milliseconds: float) -> Table:
    table = _plain("Where each limit is reached, with one stripe", "limit", "of", "a second")
    table.columns[-1].justify = "right"
    for rung in ladder(said, 1, mapping, milliseconds):
        table.add_row(rung.limit, rung.of, f"{rung.rate:,.0f}")
    return table


def _table(trace: Trace) -> Table:
    title = f"{trace.name}: {trace.reported:,} faults in {trace.seconds} s"
    table = _plain(title, "stripes", "first", "most")
    for heading in ("at", "peak", "all in", "others", "lag", "striped", "by ten", "counters"):
        table.add_column(heading, justify="right")
    return table


def _reported(outcome: Outcome) -> tuple[str, ...]:
    most = [limit for limit, _ in outcome.refusals.most_common(1)]
    first = (outcome.first, *most, f"{outcome.first_rate:,}") if outcome.first else ("", "", "")
    others = outcome.refused.total() - max(outcome.refused.values(), default=0)
    peak = f"{outcome.highest_rate:,}"
    return (*first, peak, f"{outcome.last_second + 1} s", f"{others:,}")


def _recorded(outcome: Outcome, settings: Settings, mapping: Mapping, seed: int) -> tuple[str, ...]:
    striped = replace(mapping, stripes=settings.stripes)
    runs = [
        record_all(outcome.stored, one, seed)
        for one in (mapping, striped, replace(striped, parallel=10))
    ]
    return (*(f"{run.lag:.0f} s" for run in runs), f"{runs[0].units_of_a_change:.2f}")


def _plain(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=True)
    return table


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make simulate ARGS=",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--stripes", type=_natural, nargs="+", default=_STRIPES, metavar="N")
    parser.add_argument(
        "--flood",
        type=int,
        default=16_000,
        metavar="N",
        help="faults a second of one customer whose table was prepared; 0 leaves it out (16,000)",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--each-call", type=_natural, default=1, metavar="N", help="faults that a call reports (1)"
    )
    parser.add_argument(
        "--milliseconds", type=_natural, default=20, metavar="N", help="of a call (20)"
    )
    parser.add_argument(
        "--posting-milliseconds",
        type=_natural,
        default=30,
        metavar="N",
        help="two reads and a transaction of the stream's function (30)",
    )
    return parser


def _natural(said: str) -> int:
    number = int(said)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{said} is not 1 or more")
    return number


if __name__ == "__main__":
    sys.exit(main())
