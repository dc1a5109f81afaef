"""Runs the project's tools, quiet until one fails."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOT_KEY = "test"  # whom MiniStack takes for the account's root, also where it enforces roles
SAM = ROOT / ".venv-tools" / "bin" / "sam"


class CommandFailed(Exception):
    """Its message holds the command and all that it printed."""


def without_account() -> dict[str, str]:
    """Return this environment without what leads to a real AWS account.

    The directory of this Python comes first on PATH: sam looks for the runtime's Python there.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")]),
        "AWS_ACCESS_KEY_ID": ROOT_KEY,
        "AWS_SECRET_ACCESS_KEY": ROOT_KEY,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "127.0.0.1,localhost",
        "SAM_CLI_TELEMETRY": "0",
    }


def run(command: list[str], environment: dict[str, str]) -> str:
    """Return what it printed; raises CommandFailed."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        raise CommandFailed(f"{' '.join(command)}\n{done.stdout}")
    return done.stdout
