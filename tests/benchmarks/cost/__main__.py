"""What a million faults cost, for the life that the options describe: `make cost`.

Units are those of `units.py` beside it, which tests hold to what the store counts; prices are a
dated list that may be replaced. What is not a unit (milliseconds, bytes of logs) is assumed, and
can be given too.
"""

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks.cost.bill import Line, Machine, bill, of_groups, total
from tests.benchmarks.cost.idle import Charge, idle
from tests.benchmarks.cost.life import Life
from tests.benchmarks.cost.prices import PRICES, PriceListError, Prices, read_prices

_SAYS = {
    "acknowledgements": "of a fault, like those that follow",
    "statistics": "of the last day",
    "statistics_in_buckets": "of the last day, 24 of them",
    "keyed": "share of the reports with a deduplication key or an Idempotency-Key",
    "repetitions": "reports of a deduplication key whose fault is open",
    "together": "changes of one customer that come to the stream's function at once",
    "resources": "resources of a customer that its faults are spread over",
    "customers": "customers that the faults are spread over",
    "faults_a_day": "faults of all customers on a day",
    "deliveries": "to endpoints, of all changes of a fault",
    "kept_days": "days from opening to expiry",
    "open_days": "days from opening to resolution",
    "reconciles_a_day": "looks of reconcile at the newest days",
    "recounts_a_month": "recounts of everything",
    "memory": "megabytes of a function",
    "milliseconds": "of a call, in the function",
    "recording_milliseconds": "of the stream's function, for a batch",
    "reconciled_a_second": "items that a recount of everything reads",
    "looking_milliseconds": "of the daily reconcile, for each fault that it looks at",
    "log_bytes": "that a call leaves in the logs",
}
_POSITIVE = {
    *("together", "resources", "customers", "faults_a_day", "reconciles_a_day"),
    "reconciled_a_second",
}


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options().parse_args(arguments)
    given = vars(options)
    life = Life(**{field.name: given[field.name] for field in fields(Life)})
    machine = Machine(**{field.name: given[field.name] for field in fields(Machine)})
    try:
        prices = read_prices(options.prices)
    except PriceListError as error:
        print(error, file=sys.stderr)
        return 1
    if options.infrequent_access:
        prices = replace(prices, faults=prices.infrequent_access)
    if options.no_backups:
        prices = replace(prices, backup_gigabyte_month=0)
    _show(bill(life, prices, machine), prices)
    _show_idle(idle(prices, machine), prices)
    return 0


def _show(lines: Sequence[Line], prices: Prices) -> None:
    console = Console(highlight=False)
    table = Table(
        title=f"{prices.currency} for a million faults, {prices.region}, {prices.as_of}",
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    table.add_column("")
    for heading in ("a fault", "write units", "read units", "a million"):
        table.add_column(heading, justify="right")
    sums = of_groups(list(lines))
    for group, dollars in sums.items():
        table.add_row(group, "", "", "", f"{dollars:.2f}", style="bold")
        for line in (line for line in lines if line.group == group):
            table.add_row(
                f"  {line.what}",
                f"{line.times:.4g}",
                *(f"{units:.2f}" if units else "" for units in (line.written, line.read)),
                f"{line.dollars:.2f}",
            )
    table.add_row("sum", "", *_sums(lines), f"{total(list(lines)):.2f}", style="bold")
    console.print(table, soft_wrap=True)


def _show_idle(charges: Sequence[Charge], prices: Prices) -> None:
    table = Table(
        title=f"\n{prices.currency} a month while nobody calls, beside storage",
        title_justify="left",
        box=None,
        pad_edge=False,
    )
    for heading in ("", "count", "a month"):
        table.add_column(heading, justify="right" if heading else "left")
    for charge in charges:
        table.add_row(charge.what, f"{charge.number:,}", f"{charge.dollars:.2f}")
    table.add_row("sum", "", f"{sum(one.dollars for one in charges):.2f}", style="bold")
    Console(highlight=False).print(table, soft_wrap=True)


def _sums(lines: Sequence[Line]) -> tuple[str, str]:
    return (
        f"{sum(line.written for line in lines):.2f}",
        f"{sum(line.read for line in lines):.2f}",
    )


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make cost ARGS=",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--prices", type=Path, default=PRICES, help="another price list (TOML)")
    parser.add_argument(
        "--infrequent-access",
        action="store_true",
        help="as with FaultsTableClass=STANDARD_INFREQUENT_ACCESS",
    )
    parser.add_argument(
        "--no-backups", action="store_true", help="as with PointInTimeRecovery=false"
    )
    life = parser.add_argument_group("the life of a fault, on average")
    machine = parser.add_argument_group("assumptions about what is around the tables")
    for group, said in ((life, Life()), (machine, Machine())):
        for field in fields(said):
            default = getattr(said, field.name)
            group.add_argument(
                f"--{field.name.replace('_', '-')}",
                type=_number(int if field.type is int else float, field.name),
                default=default,
                metavar="N",
                help=f"{_SAYS.get(field.name, '')} ({default:,})".strip(),
            )
    return parser


def _number(kind: type[int | float], name: str) -> Callable[[str], float]:
    def number(said: str) -> float:
        value = kind(said)
        if not math.isfinite(value) or value < 0 or (value == 0 and name in _POSITIVE):
            least = "more than 0" if name in _POSITIVE else "0 or more"
            raise argparse.ArgumentTypeError(f"{said} is not {least}")
        if value > 1 and name == "keyed":
            raise argparse.ArgumentTypeError(f"{said} is no share: at most 1")
        return value

    return number


if __name__ == "__main__":
    sys.exit(main())
