"""Cold starts of every function, counted.

python -m tests.benchmarks.cold_start [--imports] [FUNCTION ...]
"""

import argparse
import platform
import re
import statistics
import sys
from collections import Counter
from pathlib import Path

from tests.benchmarks.cold_start import world
from tests.benchmarks.cold_start.measure import Bench, bench, instructions
from tests.rehearsal.build import build

RUNS = 3  # of which the median counts, for CPU time; instructions repeat to 0.1 %
MODULES = 25
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+([\w.]+)")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.cold_start")
    parser.add_argument("functions", nargs="*", metavar="FUNCTION")
    parser.add_argument("--imports", action="store_true", help="what importing costs, by package")
    parser.add_argument("--memory", action="store_true", help="the most that each holds")
    parser.add_argument("--built", type=Path, help="artifacts to measure; otherwise they are made")
    chosen = parser.parse_args(arguments)
    built = (chosen.built or build()).resolve()
    names = chosen.functions or sorted(world.functions())
    with bench(built) as measuring:
        if chosen.memory:
            print_memory(measuring, names)
        elif chosen.imports:
            for name in names:
                print_imports(measuring, name)
        else:
            print_table(measuring, names)
    return 0


def print_table(measuring: Bench, names: list[str]) -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}")
    print(f"{'function':<36}{'M instr':>9}{'x runtime':>11}{'CPU ms':>9}   first event")
    seconds = cpu(measuring, None)  # the first runs also write what bytecode the runtime lacks
    floor = instructions(measuring, None)
    print(row("(the runtime alone)", floor, floor, seconds, "nothing"))
    for name in names:
        event = world.event_name(world.functions()[name])
        seconds = cpu(measuring, name)
        print(row(name, instructions(measuring, name), floor, seconds, event), flush=True)


def print_memory(measuring: Bench, names: list[str]) -> None:
    print(f"{'function':<36}{'first event':>13}{'largest':>9}   MB")
    for name in names:
        first = measuring.cold_start(name).peak
        largest = measuring.cold_start(name, is_largest=True).peak
        print(f"{name:<36}{first:>13.0f}{largest:>9.0f}", flush=True)


def row(name: str, counted: int, floor: int, seconds: float, event: str) -> str:
    ratio = counted / floor
    return f"{name:<36}{counted / 1e6:>9.0f}{ratio:>11.1f}{seconds * 1e3:>9.0f}   {event}"


def cpu(measuring: Bench, name: str | None) -> float:
    return statistics.median(measuring.cold_start(name).seconds for _ in range(RUNS))


def print_imports(measuring: Bench, name: str) -> None:
    printed = measuring.cold_start(name, flags=("-X", "importtime")).printed
    packages: Counter[str] = Counter()
    modules: Counter[str] = Counter()
    for micros, module in _IMPORT.findall(printed):
        modules[module] += int(micros)
        packages[module.split(".")[0]] += int(micros)
    print(f"\n{name}: {len(modules)} modules, {sum(modules.values()) / 1e3:.0f} ms")
    for found in (packages, modules):
        for module, micros in found.most_common(MODULES):
            print(f"{micros / 1e3:>8.1f} ms  {module}")
        print()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
