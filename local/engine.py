"""A store's process, which starts and ends with us, even when we are killed."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

_STOP_SECONDS = 1.5
_POLL_SECONDS = 0.02
_LOOKS = 10
# A shell says the engine's pid, then waits for the end of its input, which is our end.
_GUARD = '"$@" </dev/null & engine=$!; echo $engine; read -r _; kill $engine; wait $engine'


class Engine:
    def __init__(self, command: Sequence[str | Path], errors: IO[bytes] | int) -> None:
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", _GUARD, "engine", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,  # Ctrl-C is for us: requests under way still need the engine
        )
        self.pid = int(self.read_line())

    def read_line(self) -> str:
        """The next line of the engine's standard output; empty once it has ended."""
        return self._guard.stdout.readline() if self._guard.stdout else ""

    def is_running(self) -> bool:
        """Asks again: a process has no command line while the shell becomes the engine."""
        for _ in range(_LOOKS):
            if command_line(self.pid):
                return True
            time.sleep(_POLL_SECONDS)
        return False

    def stop(self) -> None:
        if self._guard.stdin:
            self._guard.stdin.close()
        try:
            self._guard.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            _signal(self.pid, signal.SIGKILL)
            self._guard.wait()
        if self._guard.stdout:
            self._guard.stdout.close()


def command_line(pid: int) -> str:
    """Empty when there is no such process, or only its exit status."""
    processes = Path("/proc")
    if processes.is_dir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            return (processes / str(pid) / "cmdline").read_text("utf-8").replace("\0", " ")
        return ""
    listed = subprocess.run(  # macOS
        ["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "" if "<defunct>" in listed.stdout else listed.stdout.strip()


def end_process(pid: int) -> None:
    """Ends an engine whose starter is gone; returns when it has ended."""
    _signal(pid, signal.SIGTERM)
    patience = time.monotonic() + _STOP_SECONDS
    while command_line(pid):
        if time.monotonic() > patience:
            _signal(pid, signal.SIGKILL)
        time.sleep(_POLL_SECONDS)


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
