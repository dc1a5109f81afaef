"""What is built when, with npm played by a fake that copies the sources."""

import gzip
import shutil
from pathlib import Path

import pytest

from local.node import NpmFailed
from tools import console


class Npm:
    """`fails` names the command that does."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.fails = ""

    def __call__(self, *arguments: str, folder: Path) -> str:
        command = arguments[-1] if arguments[0] == "run" else arguments[0]
        if command == self.fails:
            raise NpmFailed(f"npm {command} failed: the registry does not answer")
        self.calls.append(command)
        if command == "ci":
            (folder / "node_modules").mkdir(exist_ok=True)
        elif command == "build":
            shutil.rmtree(folder / "dist", ignore_errors=True)
            (folder / "dist" / "assets").mkdir(parents=True)
            shutil.copy(folder / "index.html", folder / "dist")
            shutil.copy(folder / "src" / "main.ts", folder / "dist" / "assets" / "main-1.js")
        return ""


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Npm:
    sources = tmp_path / "console"
    (sources / "src").mkdir(parents=True)
    (sources / "index.html").write_text("<!doctype html>")
    (sources / "src" / "main.ts").write_text("export {};\n" * 50)
    (sources / "package-lock.json").write_text("{}")
    fake = Npm()
    monkeypatch.setattr(console, "npm", fake)
    monkeypatch.setattr(console, "SOURCES", sources)
    monkeypatch.setattr(console, "STATIC", tmp_path / "static")
    monkeypatch.setattr(console, "LOCAL", tmp_path / ".local")
    return fake


def build() -> list[str]:
    lines: list[str] = []
    console.build(lines.append)
    return lines


def test_the_first_build_fetches_builds_and_compresses(npm: Npm):
    build()

    script = console.STATIC / "assets" / "main-1.js"
    assert npm.calls == ["ci", "build"]
    assert (console.STATIC / "index.html").read_text() == "<!doctype html>"
    assert gzip.decompress(script.with_name("main-1.js.gz").read_bytes()) == script.read_bytes()
    assert not (console.STATIC / "index.html.gz").exists()  # it would be larger


def test_the_same_sources_make_the_same_bytes(npm: Npm):
    def packed() -> dict[str, bytes]:
        files = [path for path in console.STATIC.rglob("*") if path.is_file()]
        return {str(path.relative_to(console.STATIC)): path.read_bytes() for path in files}

    build()
    first = packed()
    shutil.rmtree(console.STATIC)
    build()

    assert packed() == first
    assert npm.calls == ["ci", "build", "build"]


def test_nothing_is_done_where_nothing_changed(npm: Npm):
    build()

    assert build() == []
    assert npm.calls == ["ci", "build"]


def test_a_changed_source_is_built_with_the_packages_that_are_there(npm: Npm):
    build()
    (console.SOURCES / "src" / "main.ts").write_text("export const version = 2;\n")
    build()

    assert npm.calls == ["ci", "build", "build"]
    assert "version = 2" in (console.STATIC / "assets" / "main-1.js").read_text()


def test_other_packages_are_fetched_before_it_is_built(npm: Npm):
    build()
    (console.SOURCES / "package-lock.json").write_text('{"lockfileVersion": 3}')
    build()

    assert npm.calls == ["ci", "build", "ci", "build"]


@pytest.mark.parametrize("command", ["ci", "build"])
def test_what_was_built_before_stays_when_a_build_fails(npm: Npm, command: str):
    build()
    (console.SOURCES / "package-lock.json").write_text('{"lockfileVersion": 3}')
    npm.fails = command

    with pytest.raises(NpmFailed):
        build()

    assert (console.STATIC / "index.html").exists()
    npm.fails = ""
    build()
    assert npm.calls[-1] == "build"


def test_a_failure_is_told_and_stops_what_needs_the_console(
    npm: Npm, capsys: pytest.CaptureFixture[str]
):
    npm.fails = "ci"

    assert console.main([]) == 1
    assert "no console: npm ci failed: the registry does not answer" in capsys.readouterr().err


def test_a_failure_stops_nothing_that_can_do_without(npm: Npm, capsys: pytest.CaptureFixture[str]):
    npm.fails = "ci"

    assert console.main(["--or-without"]) == 0
    assert "no console" in capsys.readouterr().err


def test_a_check_looks_at_what_was_built_already_too(npm: Npm):
    build()
    console.check(print)

    assert npm.calls == ["ci", "build", "check", "test"]


def test_a_check_fails_where_a_unit_test_does(npm: Npm):
    npm.fails = "test"

    with pytest.raises(NpmFailed):
        console.check(print)
