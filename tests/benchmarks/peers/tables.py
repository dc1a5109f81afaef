"""Markdown of what was measured."""

from collections.abc import Mapping, Sequence

from tests.benchmarks.peers import operations
from tests.benchmarks.peers.faultbook import Units
from tests.benchmarks.peers.figures import figure_of, growth
from tests.benchmarks.peers.rounds import Measured

_NONE = "-"


def flat_in_size(
    measured: Measured, system: str, sizes: Sequence[int], units: Mapping[int, Mapping[str, Units]]
) -> str:
    """p50 and p99 in milliseconds at each size, growth from the first, and units."""
    head = ["Operation"]
    for size in sizes:
        head += [f"p50 at {size:,}", "p99"]
    head += [f"growth to {size:,}" for size in sizes[1:]]
    head += [f"units at {size:,}" for size in sizes]
    rows = []
    for operation in operations.ALL:
        row = [operation]
        for size in sizes:
            figure = figure_of(measured.of(operation, system, size))
            row += [f"{figure.p50:.1f}", f"{figure.p99:.1f}"]
        row += _growths(measured, operation, system, sizes)
        row += [_units(units[size][operation]) for size in sizes]
        rows.append(row)
    return _table(head, rows)


def side_by_side(
    measured: Measured, ours: str, systems: Sequence[str], sizes: Sequence[int]
) -> str:
    """p50 of each system and size, its growth, and how much longer the others take than ours."""
    largest = sizes[-1]
    head = ["Operation"]
    for system in systems:
        head += [f"{system}, p50 at {size:,}" for size in sizes] + ["growth"]
    head += [f"{system} / {ours} at {largest:,}" for system in systems if system != ours]
    rows = []
    for operation in operations.ALL:
        row = [operation]
        for system in systems:
            row += [_p50(measured, operation, system, size) for size in sizes]
            row += _growths(measured, operation, system, sizes)[-1:] or [_NONE]
        row += [
            _ratio(measured, operation, ours, system, largest)
            for system in systems
            if system != ours
        ]
        rows.append(row)
    return _table(head, rows)


def _p50(measured: Measured, operation: str, system: str, size: int) -> str:
    taken = measured.of(operation, system, size)
    return f"{figure_of(taken).p50:.1f}" if taken else _NONE


def _growths(measured: Measured, operation: str, system: str, sizes: Sequence[int]) -> list[str]:
    """From the first size to each of the others."""
    small = measured.of(operation, system, sizes[0])
    return [
        f"{growth(small, large):.2f}x" if small and large else _NONE
        for large in (measured.of(operation, system, size) for size in sizes[1:])
    ]


def _ratio(measured: Measured, operation: str, ours: str, system: str, size: int) -> str:
    mine, theirs = (measured.of(operation, one, size) for one in (ours, system))
    return f"{growth(mine, theirs):.2f}x" if mine and theirs else _NONE


def _units(units: Units) -> str:
    kinds = {"read": units.reads, "write": units.writes}
    return " + ".join(f"{number:g} {kind}" for kind, number in kinds.items() if number) or "0"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
