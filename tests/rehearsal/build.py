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
    """Return the folder that `sam build` left, roots and bytecode in it. Raises NpmFailed."""
    console.build(print)
    built = FOLDER / "build"
    sam_build = [str(SAM), "build", "--build-dir", str(built)]
    sam_build += ["--cache-dir", str(FOLDER / "cache"), "--parameter-overrides", *PARAMETERS]
    run(sam_build, without_account())
    python = str(SAM.with_name("python"))
    run([python, "-P", "tools/amazon_roots.py", str(built)], without_account())
    run([sys.executable, "-P", "tools/bytecode.py", str(built)], without_account())
    return built
