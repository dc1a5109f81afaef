"""Real clients from their package registries, installed once under .local/clients.

What is installed is named by a digest of everything that pins it, so a changed pin is a new
folder. A tool chain that is not there fails the test and says what to install.

As a program it builds those that have to be compiled, which takes minutes, beside something else.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path(__file__).resolve().parent
INSTALLED = ROOT / ".local" / "clients"
_MINUTES = 15
GO_PACKAGES = {
    "go": ".",
    "go_opsgenie": ".",
    "go_pagerduty": ".",
    "mackerel_agent": "github.com/mackerelio/mackerel-agent",
    "mkr": "github.com/mackerelio/mkr",
}
CARGO_PROJECTS = ("rust",)
_HINTS = {
    "go": "Go 1.25 or newer (Debian: golang-go)",
    "cargo": "Rust with cargo 1.85 or newer, pkg-config and OpenSSL (Debian: cargo libssl-dev)",
}


def go_program(folder: str) -> Path:
    """The program of its package, built in tests/clients/<folder> by what go.mod and go.sum pin."""
    source = SOURCES / folder
    go = _tool("go")
    with _folder_for(f"go-{folder}", source) as (target, is_new):
        program = target / "client"
        if is_new:
            _run([go, "build", "-mod=readonly", "-o", program, GO_PACKAGES[folder]], source)
    return program


def cargo_program(folder: str) -> Path:
    """The program of the Cargo project in tests/clients/<folder>, by its locked.toml."""
    source = SOURCES / folder
    cargo = _tool("cargo")
    with _folder_for(f"cargo-{folder}", source) as (target, is_new):
        program = target / "client"
        if is_new:
            project = target / "project"
            shutil.copytree(source, project)
            _lock(cargo, project)
            built = INSTALLED / "cargo-target"  # keeps the packages of other versions compiled
            _run([cargo, "build", "--locked", "--quiet", "--target-dir", built], project)
            shutil.copy(built / "debug" / _name_of(project), program)
    return program


def node_modules(folder: str) -> Path:
    """What package-lock.json in tests/clients/<folder> pins; the Node is that of the project."""
    source = SOURCES / folder
    npm = Path(sys.executable).with_name("npm")
    with _folder_for(f"node-{folder}", source) as (target, is_new):
        if is_new:
            for manifest in ("package.json", "package-lock.json"):
                shutil.copy(source / manifest, target)
            _run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], target)
    return target / "node_modules"


def python_packages(requirements: str) -> Path:
    """What tests/clients/python/<requirements> pins, apart from the project's own packages."""
    source = SOURCES / "python" / requirements
    uv = Path(sys.executable).with_name("uv")
    with _folder_for(f"python-{source.stem}", source) as (target, is_new):
        if is_new:
            options = ["--quiet", "--require-hashes", f"--target={target}"]
            _run([uv, "pip", "install", *options, f"--requirements={source}"], ROOT)
    return target


@contextmanager
def _folder_for(name: str, source: Path) -> Iterator[tuple[Path, bool]]:
    """A folder for what the source pins, and whether it is to be filled now.

    Others wait; what fails half-way leaves nothing behind.
    """
    INSTALLED.mkdir(parents=True, exist_ok=True)
    target = INSTALLED / f"{name}-{_digest(source)}"
    with (INSTALLED / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if target.exists():
            yield target, False
            return
        target.mkdir()
        try:
            yield target, True
        except BaseException:
            shutil.rmtree(target)
            raise


def _digest(source: Path) -> str:
    files = sorted(f for f in source.rglob("*") if f.is_file()) if source.is_dir() else [source]
    whole = hashlib.sha256()
    for file in files:
        whole.update(f"{file.relative_to(source.parent)}\n".encode() + file.read_bytes())
    return whole.hexdigest()[:16]


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.fail(f"`{name}` is not on PATH; this test needs {_HINTS[name]}", pytrace=False)
    return path


def _lock(cargo: str, project: Path) -> None:
    """Cargo.lock out of locked.toml, which is one without the lines that name the registry."""
    lock_file = project / "Cargo.lock"
    _run([cargo, "generate-lockfile", "--quiet"], project)
    registry = next(
        line for line in lock_file.read_text().splitlines() if line.startswith("source = ")
    )
    pinned = (project / "locked.toml").read_text()
    lock_file.write_text(pinned.replace("\nchecksum = ", f"\n{registry}\nchecksum = "))


def _name_of(project: Path) -> str:
    lines = (project / "Cargo.toml").read_text().splitlines()
    return next(line for line in lines if line.startswith("name = ")).split('"')[1]


def _run(command: Sequence[str | Path], folder: Path) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=_MINUTES * 60,
        check=False,
    )
    if done.returncode:
        said = (done.stdout + done.stderr)[-4000:]
        pytest.fail(f"{Path(command[0]).name} {command[1]} failed:\n{said}", pytrace=False)


if __name__ == "__main__":
    for folder in GO_PACKAGES:
        go_program(folder)
    for folder in CARGO_PROJECTS:
        cargo_program(folder)
