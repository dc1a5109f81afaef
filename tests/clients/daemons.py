"""Programs that run beside Faultbook and send to it, left to run until something has come of it."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

_STOP_SECONDS = 20
_HINT = (
    "`{0}` is not on PATH; this test needs Debian's packages prometheus, prometheus-alertmanager, "
    "victoria-metrics, zabbix-server-mysql"
)

Found = TypeVar("Found")


def debian_program(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.fail(_HINT.format(name), pytrace=False)
    return path


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str | Path], log: Path) -> Iterator[None]:
    with log.open("a") as lines:
        process = subprocess.Popen(
            [str(part) for part in command],
            env={"PATH": "/usr/bin:/bin"},
            cwd=log.parent,
            stdout=lines,
            stderr=lines,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(_STOP_SECONDS)


def eventually(look: Callable[[], Found], log: Path, most_seconds: float = 60) -> Found:
    """What is found as soon as something is; with what the program has said where nothing is."""
    until = time.monotonic() + most_seconds
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.3)
    pytest.fail(f"nothing came of it:\n{log.read_text()[-4000:]}", pytrace=False)
