"""Puts the Dynoxide binary under .local/bin: `python -m local.dynoxide` prints where it is.

npm is asked first, where it has a package for this platform: it takes a second, cargo takes
minutes. Both versions passed the same checks; what differs is how exact error texts are.
"""

import fcntl
import functools
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from local.node import NpmFailed, npm

ROOT = Path(__file__).parent.parent
LOCAL = ROOT / ".local"
BINARY = LOCAL / "bin" / "dynoxide"

# What `dynoxide --version` says: 1.2.1 is npm's package, 1.5.0 is 3.2.0 of the crate.
_VERSIONS = ("dynoxide 1.2.1", "dynoxide 1.5.0")
_NPM_MANIFESTS = ROOT / "local" / "npm"
_NPM_PACKAGES = {("Linux", "x86_64"): "@dynoxide/linux-x64"}
_CRATE = ("dynoxide-rs", "3.2.0")
_CRATE_FEATURES = "native-sqlite,http-server,cli"
_OLDEST_CARGO = (1, 88)

Say = Callable[[str], None]


class NotInstallable(Exception):
    """Neither npm nor cargo could install the binary; the text says why each failed."""


def installed(say: Say) -> Path:
    """The binary, brought here first if need be. Raises NotInstallable."""
    with _one_at_a_time():
        if _is_usable(BINARY):
            return BINARY
        reasons = []
        for way in (_by_npm, _by_cargo):
            try:
                way(say)
            except NotInstallable as reason:
                reasons.append(str(reason))
            else:
                return BINARY
        raise NotInstallable("; ".join(reasons))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Parallel test processes all want the binary."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "dynoxide.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_usable(binary: Path) -> bool:
    if not binary.exists():
        return False
    try:
        answer = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
    except OSError:  # of another platform
        return False
    return answer.stdout.strip() in _VERSIONS


def _by_npm(say: Say) -> None:
    system = (platform.system(), platform.machine())
    if system not in _NPM_PACKAGES:
        raise NotInstallable(f"npm has no Dynoxide for {' '.join(system)}")
    folder = LOCAL / "node"
    folder.mkdir(exist_ok=True)
    for manifest in ("package.json", "package-lock.json"):
        shutil.copy(_NPM_MANIFESTS / manifest, folder)
    say("installing Dynoxide with npm")
    try:
        npm("ci", "--no-audit", "--no-fund", "--ignore-scripts", folder=folder)
    except NpmFailed as reason:
        raise NotInstallable(str(reason)) from reason
    _put(folder / "node_modules" / _NPM_PACKAGES[system] / "dynoxide")


def _by_cargo(say: Say) -> None:
    cargo = shutil.which("cargo")
    if cargo is None:
        raise NotInstallable("there is no cargo")
    printed = subprocess.run(
        [cargo, "--version"], capture_output=True, text=True, check=False
    ).stdout
    version = tuple(int(part) for part in re.findall(r"\d+", printed)[:2])
    if version < _OLDEST_CARGO:
        raise NotInstallable(f"cargo is older than {'.'.join(map(str, _OLDEST_CARGO))}")
    say("building Dynoxide with cargo: a few minutes, once")
    crate, crate_version = _CRATE
    folder = LOCAL / "cargo"
    options = ["--version", crate_version, "--locked", "--root", str(folder)]
    choice = ["--no-default-features", "--features", _CRATE_FEATURES]
    _run([cargo, "install", crate, *options, *choice], ROOT)
    _put(folder / "bin" / "dynoxide")


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise NotInstallable(f"{Path(command[0]).name} failed: {last[0]}")


def _put(built: Path) -> None:
    """In one step, so that nobody starts half a binary."""
    BINARY.parent.mkdir(exist_ok=True)
    arriving = BINARY.with_suffix(".arriving")
    shutil.copy(built, arriving)
    arriving.chmod(0o755)
    arriving.replace(BINARY)
    if not _is_usable(BINARY):
        raise NotInstallable(f"{built.name} does not run here")


def main() -> int:
    try:
        print(installed(functools.partial(print, file=sys.stderr)))
    except NotInstallable as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
