"""A PostgreSQL of Debian's on a socket in a folder of its own, for as long as it is needed."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from local.engine import Engine
from tests.benchmarks.peers.calling import CallFailed, wait_until
from tests.benchmarks.peers.prerequisites import Missing

Command = list[str | Path]

_DEBIAN = Path("/usr/lib/postgresql")
_USER = "postgres"

# What its manual advises for a machine of some gigabytes that it shares with others. Commits do
# not wait for the disk, because Dynoxide's do not either.
_SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "1GB",
    "effective_cache_size": "3GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "synchronous_commit": "off",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    programs: Path
    socket: Path
    version: str

    def url(self, database: str) -> str:
        return f"postgresql:///{database}?host={self.socket}&user={_USER}"

    def run(self, database: str, statement: str, given: Path | None = None) -> None:
        """`given` is read as the statement's standard input. Raises CallFailed."""
        command: Command = [
            self.programs / "psql",
            "--no-psqlrc",
            "--quiet",
            "-v",
            "ON_ERROR_STOP=1",
        ]
        command += ["-d", self.url(database), "-c", statement]
        with (given or Path(os.devnull)).open("rb") as source:
            done = subprocess.run(command, stdin=source, capture_output=True, check=False)
        if done.returncode:
            raise CallFailed(done.stderr.decode("utf-8", "replace"))


def programs() -> Path:
    """The newest that Debian has installed here. Raises Missing."""
    found = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if elsewhere := shutil.which("initdb"):
        return Path(elsewhere).resolve().parent
    raise Missing("postgresql")


@contextmanager
def running(directory: Path) -> Iterator[Postgres]:
    """`directory` is new; everybody has to be able to enter those above it."""
    where = programs()
    directory.mkdir()
    as_user = _as_user(directory)
    data = directory / "data"
    initdb: Command = [where / "initdb", "-D", data, "-U", _USER, "-A", "trust"]
    initdb += ["--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run([*as_user, *initdb], check=True, capture_output=True, cwd=directory)
    settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
    command: Command = [*as_user, where / "postgres", "-D", data, "-k", directory, *settings]
    with (directory.parent / "postgres.log").open("ab") as log:
        engine = Engine(command, log)
        try:
            postgres = Postgres(where, directory, _version(where))
            wait_until(lambda: postgres.run(_USER, "SELECT 1"), "PostgreSQL")
            yield postgres
        finally:
            engine.stop()


def _as_user(directory: Path) -> list[str]:
    """PostgreSQL refuses to run as root; the user that Debian made for it will do."""
    if os.geteuid() != 0:
        return []
    try:
        pwd.getpwnam(_USER)
    except KeyError as error:
        raise Missing("postgresql") from error
    shutil.chown(directory, _USER, _USER)
    return ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--init-groups", "--"]


def _version(where: Path) -> str:
    said = subprocess.run([where / "postgres", "--version"], capture_output=True, check=True)
    return said.stdout.decode().split()[2]
