"""Builds the template for the Python and the processor of this machine."""

import platform
import sys
from functools import cache
from pathlib import Path

from tests.rehearsal.commands import ROOT, SAM, run, without_account
from tools import console

FOLDER = ROOT / ".local" / "rehearsal"
RUNTIME = f"python{sys.version_info.major}.{sys.version_info.minor}"
ARCHITECTURE = "arm64" if platform.machine() in {"arm64", "aarch64"} else "x86_64"
PARAMETERS = [f"Runtime={RUNTIME}", f"Architecture={ARCHITECTURE}"]


@cache
def build() -> Path:
    """Return the folder that `sam build` left, slimmed and compiled. Raises NpmFailed."""
    console.build(print)
    built = FOLDER / "build"
    sam_build = [str(SAM), "build", "--build-dir", str(built)]
    sam_build += ["--cache-dir", str(FOLDER / "cache"), "--parameter-overrides", *PARAMETERS]
    run(sam_build, without_account())
    for step in ("tools/slim_dependencies.py", "tools/bytecode.py"):
        run([sys.executable, "-P", step, str(built)], without_account())
    return built
