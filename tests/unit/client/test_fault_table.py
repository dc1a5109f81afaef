"""What a table of faults shows on a terminal of some width."""

import io
from typing import Any

import pytest
from rich.console import Console

from faultbook_client import Fault
from faultbook_client.command.views.fault_table import fitting
from faultbook_client.reading import read
from tests.unit.client.test_retries import FAULT

LOST_IN_ORDER = ["Id", "Seen", "Where", "Age", "Severity", "Message"]


def drawn(width: int, **other: Any) -> list[str]:
    """The lines, without blank ones."""
    console = Console(file=io.StringIO(), width=width)
    wire = FAULT | {"id": "flt_" + "x" * 21 + "BfhgV2", "occurrences": 3} | other
    console.print(fitting([read(Fault, wire)], width))
    assert isinstance(console.file, io.StringIO)
    return [line for line in console.file.getvalue().splitlines() if line.strip()]


@pytest.mark.parametrize("width", range(20, 140))
def test_a_narrow_terminal_loses_the_id_first_and_the_message_last(width: int):
    head, _, row = drawn(width)

    shown = [name for name in LOST_IN_ORDER if name in head]
    assert shown == LOST_IN_ORDER[len(LOST_IN_ORDER) - len(shown) :]
    assert "Upl" in row
    assert all(len(line) <= width for line in (head, row))


def test_all_of_it_is_there_on_a_wide_one():
    _, _, row = drawn(100)

    assert row.split() == [
        "⬢", "Critical", *row.split()[2:3], "BfhgV2", "site_1", ">", "edge-7", "3", "Uplink",
        "is", "down",
    ]  # fmt: skip


def test_the_end_of_a_long_path_is_what_stays():
    _, _, row = drawn(80, resource_ancestry_path="|".join(["site_with_a_long_name"] * 4 + ["e-7"]))

    assert "… > e-7" in row or "e-7  " in row
    assert "site_with_a_long_name > site" not in row


def test_what_is_worked_on_says_so():
    _, _, row = drawn(100, acknowledged_at="2026-01-15T12:00:00.000000Z")

    assert "acked  Uplink is down" in row
