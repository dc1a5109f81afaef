"""Builds the web console into the package of its function: `python -m tools.console`.

Nothing is done while what was built is of the sources that are there.
"""

import argparse
import fcntl
import gzip
import hashlib
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from local.node import NpmFailed, npm

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "console"
STATIC = ROOT / "functions" / "console" / "static"
LOCAL = ROOT / ".local"
_MADE = ("node_modules", "dist")  # folders beside the sources that are none
_LOCKED = "package-lock.json"
_INSTALLED = "node_modules/.installed"
# What is compressed already would only grow.
_COMPRESSED = (".gz", ".png", ".woff2")

Say = Callable[[str], None]


def build(say: Say) -> None:
    """Raises NpmFailed."""
    with _one_at_a_time():
        digest = _digest(_sources())
        stamp = LOCAL / "console.built"
        if (STATIC / "index.html").exists() and _text_of(stamp) == digest:
            return
        _install(say)
        say("building the console")
        npm("run", "build", folder=SOURCES)
        _put(SOURCES / "dist")
        stamp.write_text(digest, "utf-8")


def check(say: Say) -> None:
    """Formatting, types and unit tests of the sources. Raises NpmFailed."""
    build(say)
    with _one_at_a_time():
        _install(say)  # what is built already may have been built on another machine
        npm("run", "check", folder=SOURCES)
        npm("test", folder=SOURCES)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Parallel test processes all want the console."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "console.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sources() -> list[Path]:
    if not SOURCES.is_dir():
        raise NpmFailed(f"there is no {SOURCES.name}/ to build it from")
    inside = [path for path in SOURCES.iterdir() if path.name not in _MADE]
    files = [file for path in inside for file in (path, *path.rglob("*")) if file.is_file()]
    return sorted(files)


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(SOURCES).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def _install(say: Say) -> None:
    """The packages that the lock file names, once for each state of it."""
    locked = _digest([SOURCES / _LOCKED])
    installed = SOURCES / _INSTALLED
    if _text_of(installed) != locked:
        say("fetching the console's packages with npm")
        npm("ci", "--no-audit", "--no-fund", folder=SOURCES)
        installed.write_text(locked, "utf-8")


def _put(built: Path) -> None:
    """In one step, so that nobody serves half a console."""
    arriving = STATIC.with_name("static-arriving")
    shutil.rmtree(arriving, ignore_errors=True)
    shutil.copytree(built, arriving)
    pack(arriving)
    shutil.rmtree(STATIC, ignore_errors=True)
    arriving.rename(STATIC)


def pack(folder: Path) -> None:
    """Put beside each file what is sent to browsers that take gzip.

    The same bytes on every machine: gzip would note the time otherwise.
    """
    for file in [path for path in folder.rglob("*") if path.is_file()]:
        content = file.read_bytes()
        zipped = gzip.compress(content, mtime=0)
        if file.suffix not in _COMPRESSED and len(zipped) < len(content):
            file.with_name(f"{file.name}.gz").write_bytes(zipped)


def _text_of(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.console", description=__doc__)
    parser.add_argument(
        "--or-without",
        action="store_true",
        help="do not fail where it cannot be built: the page then says that it was not",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="also check its formatting and types and run its unit tests",
    )
    options = parser.parse_args(arguments)
    work = check if options.check else build
    try:
        work(lambda text: print(f"==> {text}", file=sys.stderr, flush=True))
    except NpmFailed as reason:
        print(f"==> no console: {reason}", file=sys.stderr)
        return 0 if options.or_without else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
