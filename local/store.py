"""The store of a local stack: Dynoxide on a file, or an engine that forgets."""

import json
import shutil
import socket
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from local import dynoxide
from local.dynoxide import NotInstallable, Say
from local.engine import Engine, command_line, end_process
from local.stream_index import forget_old_records, index_stream_records

_START_SECONDS = 15.0
_STARTS = 3
_POLL_SECONDS = 0.01
_FILE = "faultbook.db"
_NOTE = "store.json"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of this run alone is made in it
_ROOM = 1024**3
_LOG = "store.log"


class StoreFailed(Exception):
    """The engine did not start; the text is its output."""


@dataclass(frozen=True, slots=True)
class Store:
    """`kind` is what runs: dynoxide, moto, or given, which has no process of ours.

    `file` is Dynoxide's, with `start_again` for it.
    """

    kind: str
    endpoint: str
    is_durable: bool
    file: Path | None = None
    has_ended: Callable[[], bool] = lambda: False
    start_again: Callable[[], None] | None = None
    closing: ExitStack = field(default_factory=ExitStack)

    def forget_old_records(self) -> None:
        if self.file:
            forget_old_records(self.file)

    def stop(self) -> None:
        self.closing.close()


class _PortTaken(StoreFailed):
    """The engine ended at once: most likely another process was faster."""


def given_store(endpoint: str) -> Store:
    """A store of somebody else: AWS itself, DynamoDB Local, or the store of another stack."""
    return Store("given", endpoint, is_durable=True)


def open_store(kind: str, directory: Path, say: Say) -> Store:
    """Start what `kind` names; raises StoreFailed.

    "dynoxide": a file in `directory`, kept; only one process may hold the directory at a time.
    "memory": the same engine on a file that is thrown away at the end.
    "moto": moto's server, one request at a time.
    Without Dynoxide for this platform it is moto in each case.
    """
    if kind == "moto":
        return _moto(directory)
    try:
        binary = dynoxide.installed(say)
    except NotInstallable as reason:
        say(f"no Dynoxide here: {reason}")
        say("the store is moto's server, in memory: everything is forgotten at the end")
        return _moto(directory)
    if kind == "dynoxide":
        return _dynoxide(binary, directory)
    with ExitStack() as stack:
        scratch = TemporaryDirectory(
            prefix="faultbook-", dir=_folder_in_memory(), ignore_cleanup_errors=True
        )
        folder = Path(stack.enter_context(scratch))
        store = _dynoxide(binary, folder)
        stack.callback(store.stop)
        return replace(store, is_durable=False, closing=stack.pop_all())


def _folder_in_memory() -> Path | None:
    """Half the time a write takes on disk; a container may have too little of it."""
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM
    return _MEMORY if has_room else None


def end_leftover(directory: Path) -> bool:
    """Whether there was an engine that its run could not end. Hold the directory's lock."""
    note = directory / _NOTE
    if not note.exists():
        return False
    pid = json.loads(note.read_text("utf-8"))["pid"]
    # Another process may have the number by now.
    was_running = str(directory.resolve()) in command_line(pid)
    if was_running:
        end_process(pid)
    note.unlink()
    return was_running


def _dynoxide(binary: Path, directory: Path) -> Store:
    for _ in range(_STARTS):
        try:
            return _started_dynoxide(binary, directory.resolve(), _free_port())
        except _PortTaken:
            continue
    raise StoreFailed(f"Dynoxide found no free port; see {directory / _LOG}")


def _started_dynoxide(binary: Path, directory: Path, port: int) -> Store:
    process = _Dynoxide(binary, directory, port)
    process.start()
    closing = ExitStack()
    closing.callback(process.stop)
    return Store(
        "dynoxide",
        f"http://127.0.0.1:{port}",
        is_durable=True,
        file=process.file,
        has_ended=process.has_ended,
        start_again=process.start,
        closing=closing,
    )


class _Dynoxide:
    """On one file and one port, however often it is started."""

    def __init__(self, binary: Path, directory: Path, port: int) -> None:
        self.file = directory / _FILE
        self._binary = binary
        self._directory = directory
        self._port = port
        self._engine: Engine | None = None

    def has_ended(self) -> bool:
        return self._engine is not None and not self._engine.is_running()

    def start(self) -> None:
        """Raises _PortTaken, StoreFailed."""
        self.stop()
        address = ["--host", "127.0.0.1", "--port", str(self._port)]
        with (self._directory / _LOG).open("ab") as log:
            engine = Engine([self._binary, "serve", *address, "--db-path", self.file], log)
        self._engine = engine
        try:
            (self._directory / _NOTE).write_text(json.dumps({"pid": engine.pid}), "utf-8")
            _wait_for_port(self._port, engine, self._directory)
            index_stream_records(self.file)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        if self._engine:
            self._engine.stop()
            self._engine = None
            (self._directory / _NOTE).unlink(missing_ok=True)


def _moto(directory: Path) -> Store:
    with ExitStack() as stack:
        log = stack.enter_context((directory / _LOG).open("ab"))
        engine = Engine([sys.executable, "-m", "local.moto_server"], log)
        stack.callback(engine.stop)
        port = engine.read_line().strip()
        if not port:
            raise StoreFailed(f"moto's server did not start; see {directory / _LOG}")
        endpoint = f"http://127.0.0.1:{port}"
        return Store(
            "moto",
            endpoint,
            is_durable=False,
            has_ended=lambda: not engine.is_running(),
            closing=stack.pop_all(),
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_port(port: int, engine: Engine, directory: Path) -> None:
    patience = time.monotonic() + _START_SECONDS
    while time.monotonic() < patience:
        if not engine.is_running():
            raise _PortTaken
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(_POLL_SECONDS)
        else:
            return
    raise StoreFailed(f"Dynoxide does not answer; see {directory / _LOG}")
