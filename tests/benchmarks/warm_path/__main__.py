"""Processor time of warm functions, without the store's: python -m tests.benchmarks.warm_path."""

import argparse
import cProfile
import gc
import os
import platform
import pstats
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.cold_start.measure import VALGRIND
from tests.benchmarks.warm_path.scenario import Operation, operations
from tests.benchmarks.warm_path.tape import Tape

ROUNDS = 15
LINES = 40  # of a profile
MODULE = "tests.benchmarks.warm_path"
FEW, MANY = 2, 12  # calls
INSTRUCTIONS = re.compile(r"I\s+refs:\s+([\d,]+)")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.warm_path")
    parser.add_argument("operations", nargs="*", metavar="OPERATION", help="as the table has them")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--profile", action="store_true", help="where the time goes")
    parser.add_argument("--instructions", action="store_true", help="counted by valgrind; minutes")
    parser.add_argument("--times", type=int, help="call each that often and print nothing")
    chosen = parser.parse_args(arguments)
    if chosen.instructions:
        print_instructions(chosen.operations)
        return 0
    with (
        tempfile.TemporaryDirectory() as scratch,
        operations(Path(scratch), chosen.operations) as (every, tape),
    ):
        wanted = [one for one in every if not chosen.operations or one.name in chosen.operations]
        if chosen.times is not None:
            gc.disable()  # its turns would fall on some runs and not on others
            for one in wanted:
                repeat(one, tape, chosen.times)
        elif chosen.profile:
            for one in wanted:
                print_profile(one, tape)
        else:
            print_table(wanted, tape, chosen.rounds)
    return 0


def print_table(wanted: list[Operation], tape: Tape, rounds: int) -> None:
    for one in wanted:
        microseconds(one, tape)  # the first round warms up
    seen = [[microseconds(one, tape) for one in wanted] for _ in range(rounds)]
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, {platform.machine()}, {rounds} rounds, load {load}")
    print(f"{'operation':<24}{'median us':>11}{'least us':>10}{'calls to the store':>20}")
    for one, times in zip(wanted, zip(*seen, strict=True), strict=True):
        median, least = statistics.median(times), min(times)
        print(f"{one.name:<24}{median:>11,.0f}{least:>10,.0f}{one.calls:>20}")


def microseconds(one: Operation, tape: Tape) -> float:
    """Of processor time, for one call."""
    started = time.process_time_ns()
    repeat(one, tape, one.times)
    return (time.process_time_ns() - started) / 1000 / one.times


def repeat(one: Operation, tape: Tape, times: int) -> None:
    tape.turn_to(one.name)
    for _ in range(times):
        one.once()


def print_instructions(names: list[str]) -> None:
    """Of a call: what a run of some calls has more than a run of few."""
    print(f"{'operation':<24}{'k instructions':>16}")
    for name in names:
        print(f"{name:<24}{instructions(name) / 1000:>16,.0f}", flush=True)


def instructions(name: str) -> float:
    few, many = (counted(name, times) for times in (FEW, MANY))
    return (many - few) / (MANY - FEW)


def counted(name: str, times: int) -> int:
    command = [*VALGRIND, sys.executable, "-m", MODULE, name, "--times", str(times)]
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found = INSTRUCTIONS.search(run.stderr)
    return int(found[1].replace(",", "")) if found else 0


def print_profile(one: Operation, tape: Tape) -> None:
    microseconds(one, tape)
    with cProfile.Profile() as profile:
        microseconds(one, tape)
    print(f"\n{one.name}, {one.times} times")
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(LINES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
