"""One cold start, counted: from the start of Python to the answer of the first event."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.store import open_store
from tests.benchmarks.cold_start import world
from tests.benchmarks.cold_start.amazon import Amazon
from tests.benchmarks.cold_start.environment import lay_out, variables
from tests.benchmarks.cold_start.largest import largest
from tests.benchmarks.cold_start.runtime_api import RuntimeApi
from tests.support.engines import Engine

BOOTSTRAP = Path(__file__).with_name("bootstrap.py")
PYTHON = str(Path(sys.executable).resolve())
VALGRIND = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
_INSTRUCTIONS = re.compile(r"I\s+refs:\s+([\d,]+)")
_PATIENCE = 300  # seconds


class NotServed(Exception):
    """The function did not answer its first event; the text is what was seen."""


@dataclass(frozen=True, slots=True)
class Run:
    """`instructions` is 0 without valgrind; `seconds` is CPU time, user and system.

    `peak` is the most memory that the process held, in MB.
    """

    instructions: int
    seconds: float
    peak: float
    printed: str
    answer: Any


class Bench:
    def __init__(self, built: Path, engine: Engine, folder: Path) -> None:
        self._built = built
        self._engine = engine
        self._folder = folder
        self._serial = 0

    def cold_start(
        self,
        function: str | None,
        *,
        prefix: tuple[str, ...] = (),
        flags: tuple[str, ...] = (),
        is_largest: bool = False,
    ) -> Run:
        """`function` None: an empty one, which is the runtime alone. `flags` are Python's.

        The first event is as it stands under events/, or the largest that the function takes.
        """
        self._serial += 1
        place = self._folder / f"environment-{self._serial}"
        amazon = Amazon(self._engine.endpoint, world.SECRETS, self._folder)
        lay_out(place, self._built, function, amazon.root)
        declared = world.functions()[function] if function else None
        with world.prepared(self._engine) as template:
            event = world.first_event(declared, self._engine) if declared else {}
            if declared and is_largest:
                event = largest(world.folder_of(declared), event)
            with amazon.running(), RuntimeApi(event).running() as api:
                settings = variables(template, place, api.port)
                handler = declared.handler if declared else "empty.lambda_handler"
                python = [PYTHON, "-I", "-S", *flags, str(BOOTSTRAP)]
                command = [*prefix, *python, str(place), handler, str(amazon.port)]
                return _watched(command, settings, api)


def instructions(bench: Bench, function: str | None) -> int:
    return bench.cold_start(function, prefix=VALGRIND).instructions


@contextmanager
def bench(built: Path) -> Iterator[Bench]:
    """Over an engine that is thrown away."""
    folder = built.parent  # hard links reach no other file system
    with tempfile.TemporaryDirectory(dir=folder, prefix="cold-") as scratch:
        store = open_store("memory", Path(scratch), print)
        try:
            yield Bench(built, Engine(store.endpoint), Path(scratch))
        finally:
            store.stop()


def _watched(command: list[str], settings: dict[str, str], api: RuntimeApi) -> Run:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, env=settings, stdout=output, stderr=subprocess.STDOUT, text=True
        )
        while not api.served.wait(0.05):
            if process.poll() is not None:
                break
        peak = _peak(process.pid) if process.returncode is None else 0.0
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)  # as Lambda ends an environment; valgrind reports
        _, _, usage = os.wait4(process.pid, 0) if process.returncode is None else (0, 0, None)
        process.returncode = 0
        output.seek(0)
        printed = output.read()
    if api.error or not api.answered:
        raise NotServed(f"{api.error}\n{printed}")
    if isinstance(api.answer, dict) and api.answer.get("statusCode", 200) >= 500:
        raise NotServed(f"{api.answer}\n{printed}")
    counted = _INSTRUCTIONS.search(printed)
    return Run(
        instructions=int(counted[1].replace(",", "")) if counted else 0,
        seconds=usage.ru_utime + usage.ru_stime if usage else 0.0,
        peak=peak,
        printed=printed,
        answer=api.answer,
    )


def _peak(process: int) -> float:
    """The resource usage of a child would have the memory of its parent in it, from the fork."""
    status = Path("/proc", str(process), "status").read_text("ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
