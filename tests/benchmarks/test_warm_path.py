"""What a warm function does for one call: calls of Python's functions, and of the store.

Both are counted, so that a budget can hold them; times are only printed: `make bench`.
"""

import cProfile
import pstats
from collections.abc import Iterator

import pytest

from tests.benchmarks.warm_path.__main__ import instructions, microseconds, repeat
from tests.benchmarks.warm_path.scenario import Operation, operations
from tests.benchmarks.warm_path.tape import Tape

# Of functions and of the store, at most. BENCHMARKS.md has the times.
BUDGETS = {
    "create": (3_700, 1),
    "create, new token": (4_500, 1),
    "get": (3_600, 1),
    "list of 50": (13_100, 1),
    "resolve": (7_000, 2),
    "1000 stream records": (920_000, 90),
}


# Of the processor, in millions; they repeat to a thousandth. Needs valgrind.
MILLION = 1_000_000
INSTRUCTIONS = {"create": 4.5 * MILLION, "list of 50": 29 * MILLION}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Operation], Tape]]:
    with operations(tmp_path_factory.mktemp("warm")) as recorded:
        yield recorded


@pytest.mark.parametrize("name", BUDGETS)
def test_a_warm_call_keeps_within_its_budget(name: str, recorded: tuple[list[Operation], Tape]):
    every, tape = recorded
    [one] = [operation for operation in every if operation.name == name]
    repeat(one, tape, 2)
    with cProfile.Profile() as profile:
        repeat(one, tape, 1)
    functions = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]

    print(f"\n{name}: {functions:,} calls of functions, {microseconds(one, tape):,.0f} us")
    most, most_of_the_store = BUDGETS[name]
    assert functions <= most
    assert one.calls <= most_of_the_store


@pytest.mark.parametrize("name", INSTRUCTIONS)
def test_a_warm_call_keeps_within_its_instructions(name: str):
    counted = instructions(name)

    print(f"\n{name}: {counted / MILLION:.2f} M instructions")
    assert counted <= INSTRUCTIONS[name]
