"""The folder of a local stack: one process at a time has it."""

import fcntl
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_LOCK = "lock"
_RUN = "run.json"


class DirectoryTaken(Exception):
    """Another local stack uses the folder; `run` is what it wrote about itself."""

    def __init__(self, directory: Path, run: Mapping[str, Any]) -> None:
        where = run.get("url", "somewhere")
        super().__init__(f"{directory} is in use: Faultbook already runs at {where}")
        self.run = run


@contextmanager
def owned(directory: Path) -> Iterator[None]:
    """The lock ends with the process, however that ends. Raises DirectoryTaken."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (directory / _LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DirectoryTaken(directory, read_run(directory)) from None
        (directory / _RUN).unlink(missing_ok=True)
        yield


def write_run(directory: Path, run: Mapping[str, Any]) -> None:
    """Writes where the stack answers and where its store is, for other processes."""
    arriving = directory / f"{_RUN}.arriving"
    arriving.write_text(json.dumps(run), "utf-8")
    arriving.replace(directory / _RUN)


def read_run(directory: Path) -> dict[str, Any]:
    try:
        run: dict[str, Any] = json.loads((directory / _RUN).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return run
