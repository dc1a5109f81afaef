"""Which way the store's binary comes, where some ways are closed."""

import platform
import shutil
from pathlib import Path

import pytest

from local import dynoxide
from local.dynoxide import NotInstallable, installed
from local.store import open_store

RIGHT = '#!/bin/sh\necho "dynoxide 1.2.1"\n'
OTHER = '#!/bin/sh\necho "dynoxide 0.9.0"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine for which npm has no package, and without cargo."""
    monkeypatch.setattr(dynoxide, "LOCAL", tmp_path)
    monkeypatch.setattr(dynoxide, "BINARY", tmp_path / "bin" / "dynoxide")
    monkeypatch.setattr(platform, "system", lambda: "Plan9")
    monkeypatch.setattr(platform, "machine", lambda: "mips")
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    return tmp_path


def put_binary(folder: Path, content: str) -> Path:
    binary = folder / "bin" / "dynoxide"
    binary.parent.mkdir()
    binary.write_text(content, "utf-8")
    binary.chmod(0o755)
    return binary


def test_a_binary_of_a_known_version_is_used_as_it_is(folder: Path):
    binary = put_binary(folder, RIGHT)
    lines: list[str] = []

    assert installed(lines.append) == binary
    assert lines == []


@pytest.mark.parametrize("content", [OTHER, "not a program"])
def test_another_version_is_not_used(folder: Path, content: str):
    put_binary(folder, content)

    with pytest.raises(NotInstallable):
        installed(print)


def test_where_nothing_works_each_way_says_what_it_lacks(folder: Path):
    with pytest.raises(NotInstallable, match=r"no Dynoxide for Plan9 mips; there is no cargo"):
        installed(print)
    assert not (folder / "bin").exists()


@pytest.mark.parametrize("kind", ["dynoxide", "memory"])
def test_without_the_binary_the_store_is_moto_and_that_is_said(folder: Path, kind: str):
    lines: list[str] = []

    store = open_store(kind, folder, lines.append)
    store.stop()

    assert (store.kind, store.is_durable) == ("moto", False)
    assert "everything is forgotten at the end" in lines[-1]


CARGO = """#!/bin/sh
if [ "$1" = --version ]; then echo "cargo {version} (0000000 2026-01-01)"; exit; fi
while [ "$1" != --root ]; do shift; done
mkdir -p "$2/bin"
printf '#!/bin/sh\\necho "dynoxide 1.5.0"\\n' > "$2/bin/dynoxide"
"""


def put_cargo(folder: Path, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cargo = folder / "cargo-command"
    cargo.write_text(CARGO.format(version=version), "utf-8")
    cargo.chmod(0o755)
    paths = {"cargo": str(cargo)}
    monkeypatch.setattr(shutil, "which", lambda command, **_: paths.get(command))


def test_where_npm_has_no_package_cargo_builds_it(folder: Path, monkeypatch: pytest.MonkeyPatch):
    put_cargo(folder, "1.88.0", monkeypatch)
    lines: list[str] = []

    assert installed(lines.append) == folder / "bin" / "dynoxide"
    assert lines == ["building Dynoxide with cargo: a few minutes, once"]


def test_a_cargo_that_is_too_old_for_the_crate_is_not_tried(
    folder: Path, monkeypatch: pytest.MonkeyPatch
):
    put_cargo(folder, "1.87.1", monkeypatch)

    with pytest.raises(NotInstallable, match=r"cargo is older than 1\.88"):
        installed(print)
