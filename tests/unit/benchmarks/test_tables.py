"""The tables that go into BENCHMARKS.md."""

from tests.benchmarks.peers import operations, tables
from tests.benchmarks.peers.faultbook import Units
from tests.benchmarks.peers.rounds import Measured

SIZES = (1_000, 100_000)


def measured() -> Measured:
    """Ours takes 2 ms, then 3; the peer 4, then 12, and has no top 10."""
    result = Measured()
    for operation in operations.ALL:
        for size, seconds in zip(SIZES, (0.002, 0.003), strict=True):
            result.rounds[operation, "ours", size] = [[seconds]]
        if operation != operations.TOP:
            for size, seconds in zip(SIZES, (0.004, 0.012), strict=True):
                result.rounds[operation, "peer", size] = [[seconds]]
    return result


def row_of(table: str, operation: str) -> list[str]:
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()]
    return next(row for row in rows if row[0] == operation)


def test_flat_in_size_shows_times_growth_and_units():
    units = {
        1_000: dict.fromkeys(operations.ALL, Units(0.5, 0.0)),
        100_000: dict.fromkeys(operations.ALL, Units(1.0, 4.0)),
    }
    table = tables.flat_in_size(measured(), "ours", SIZES, units)

    assert row_of(table, operations.GET) == [
        *(operations.GET, "2.0", "2.0", "3.0", "3.0", "1.50x"),
        *("0.5 read", "1 read + 4 write"),
    ]


def test_side_by_side_shows_growth_and_how_much_longer_the_peer_takes():
    table = tables.side_by_side(measured(), "ours", ["ours", "peer"], SIZES)

    assert row_of(table, operations.GET) == [
        *(operations.GET, "2.0", "3.0", "1.50x", "4.0", "12.0", "3.00x", "4.00x")
    ]


def test_what_a_peer_cannot_do_is_a_dash():
    table = tables.side_by_side(measured(), "ours", ["ours", "peer"], SIZES)

    assert row_of(table, operations.TOP)[4:] == ["-"] * 4


def test_every_line_has_as_many_cells_as_the_head():
    table = tables.side_by_side(measured(), "ours", ["ours", "peer"], SIZES)

    assert len({line.count("|") for line in table.splitlines()}) == 1
    assert len(table.splitlines()) == 2 + len(operations.ALL)
