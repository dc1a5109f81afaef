"""Each operation with few and with many faults stored, beside Alerta and Alertmanager.

Prints tables in Markdown, as in BENCHMARKS.md; what goes on is said on standard error.
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.peers import (
    alerta,
    alertmanager,
    faultbook,
    operations,
    postgres,
    prerequisites,
    tables,
)
from tests.benchmarks.peers.rounds import Contender, Measured, take_turns

_PEERS = (alerta.SYSTEM.lower(), alertmanager.SYSTEM.lower())


def main(arguments: Sequence[str] | None = None) -> int:
    said = _parser().parse_args(arguments)
    try:
        _find_prerequisites(said.peers)
    except prerequisites.Missing as missing:
        _say(
            f"not here: {missing}. Install it: apt-get install {missing}; or leave it out: --peers"
        )
        return 1
    with ExitStack() as closing:
        scratch = TemporaryDirectory(prefix="faultbook-peers-", ignore_cleanup_errors=True)
        directory = Path(closing.enter_context(scratch))
        directory.chmod(0o755)  # PostgreSQL's user has to come through
        ours = list(_start_ours(closing, directory, said.sizes))
        others = list(_start_peers(closing, directory, said.peers, said.sizes))
        measured = take_turns(
            [contender for one in ours for contender in one.contenders] + others,
            operations.ALL,
            rounds=said.rounds,
            samples=said.samples,
            patience=said.patience,
            say=_say,
        )
        _print(measured, ours, said.sizes, others)
    return 0


def _find_prerequisites(peers: Sequence[str]) -> None:
    """Before anything is filled. Raises Missing."""
    if "alerta" in peers:
        postgres.programs()
    if "alertmanager" in peers:
        alertmanager.program()


def _start_ours(
    closing: ExitStack, directory: Path, sizes: Sequence[int]
) -> Iterator[faultbook.Faultbook]:
    for size in sizes:
        started = time.perf_counter()
        folder = directory / f"faultbook-{size}"
        yield closing.enter_context(faultbook.running(folder, size, _say))
        _say(f"Faultbook holds {size:,} faults after {time.perf_counter() - started:.0f} s")


def _start_peers(
    closing: ExitStack, directory: Path, peers: Sequence[str], sizes: Sequence[int]
) -> Iterator[Contender]:
    if "alerta" in peers:
        programs = prerequisites.alerta_environment(_say)
        database = closing.enter_context(postgres.running(directory / "postgres"))
        _say(f"PostgreSQL {database.version}")
        for size in sizes:
            started = time.perf_counter()
            yield closing.enter_context(alerta.running(database, programs, directory, size))
            _say(f"Alerta holds {size:,} alerts after {time.perf_counter() - started:.0f} s")
    if "alertmanager" in peers:
        for size in sizes:
            started = time.perf_counter()
            folder = directory / f"alertmanager-{size}"
            yield closing.enter_context(alertmanager.running(folder, size))
            _say(f"Alertmanager holds {size:,} alerts after {time.perf_counter() - started:.0f} s")


def _print(
    measured: Measured,
    ours: Sequence[faultbook.Faultbook],
    sizes: Sequence[int],
    others: Sequence[Contender],
) -> None:
    units = {one.size: one.units for one in ours}
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    for system in (faultbook.STORE, faultbook.HTTP):
        print(f"{system}: milliseconds and units\n")
        print(tables.flat_in_size(measured, system, sizes, units), end="\n\n")
    if others:
        systems = list(dict.fromkeys([faultbook.HTTP, *(one.system for one in others)]))
        print("Side by side over HTTP, p50 in milliseconds\n")
        print(tables.side_by_side(measured, faultbook.HTTP, systems, sizes))


def _say(text: str) -> None:
    print(f"==> {text}", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers", description=__doc__)
    add = parser.add_argument
    add("--sizes", type=_sizes, default=(1_000, 100_000), help="faults (default: 1000,100000)")
    add("--peers", nargs="*", choices=_PEERS, default=_PEERS, help="none leaves both out")
    add("--rounds", type=int, default=10)
    add("--samples", type=int, default=20, help="of each operation in a round (default: 20)")
    add("--patience", type=float, default=3.0, help="seconds for them, at most (default: 3)")
    return parser


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(sorted(int(one) for one in text.split(",")))
    if sizes[0] < 1_000:
        raise argparse.ArgumentTypeError("1000 is the least")
    return sizes


if __name__ == "__main__":
    sys.exit(main())
