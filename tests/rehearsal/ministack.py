"""MiniStack in an environment so small that functions cannot lean on it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.rehearsal.commands import ROOT

PYTHON = ROOT / ".venv-ministack" / "bin" / "python"
_START_SECONDS = 60


class NotStarted(Exception):
    """Its message holds what MiniStack said last."""


@contextmanager
def ministack(*, roles_enforced: bool) -> Iterator[str]:
    """Yield the endpoint; at the end nothing of it is left, neither process nor file."""
    folder = Path(tempfile.mkdtemp(prefix="faultbook-rehearsal-"))
    port = _free_port()
    log = folder / "ministack.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [str(PYTHON), "-m", "ministack"],
            env=_environment(folder, port, roles_enforced=roles_enforced),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # its workers die with it
        )
    try:
        endpoint = f"http://127.0.0.1:{port}"
        _wait_until_healthy(endpoint, server, log)
        yield endpoint
    finally:
        _kill(server)
        shutil.rmtree(folder, ignore_errors=True)


def _environment(folder: Path, port: int, *, roles_enforced: bool) -> dict[str, str]:
    """All of it reaches the functions, so it is all that they may know."""
    return {
        "PATH": os.pathsep.join([str(PYTHON.parent), "/usr/bin", "/bin"]),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "PERSIST_STATE": "0",
        "AUTH": str(roles_enforced).lower(),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(endpoint: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{endpoint}/_ministack/health", trust_env=False).is_success:
                return
        time.sleep(0.1)
    raise NotStarted(f"MiniStack did not start:\n{log.read_text()[-2000:]}")


def _kill(server: "subprocess.Popen[bytes]") -> None:
    """With its workers; nothing that it holds is wanted any more."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
