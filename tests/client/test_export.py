"""Where an export goes: files whole or not at all, and what is no file as it is."""

import csv
import json
import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from faultbook_client import Faultbook
from tests.client.conftest import Run
from tests.client.network import reported
from tests.client.program import LONG, faultbook_program


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def mode_of(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def test_exports_are_whole_files_or_none(run: Run, faultbook: Faultbook, tmp_path: Path):
    fault = reported(faultbook, message='Says "no", twice', metadata={"port": 1})
    file = tmp_path / "faults.jsonl"

    assert run("export", "--output", str(file)).stderr == f"1 faults in {file}\n"

    assert json.loads(file.read_text()) == fault.wire
    assert run("export").stdout == run("export", "-o", "-").stdout == file.read_text()
    kept = file.read_bytes()
    assert run("--token", "x.y.z", "export", "-o", str(file)).exit_code == 4
    assert file.read_bytes() == kept
    assert [path.name for path in tmp_path.glob("*faults*")] == ["faults.jsonl"]


@pytest.mark.usefixtures("umask")
def test_a_new_file_has_what_the_umask_leaves_and_an_old_one_keeps_its_mode(
    run: Run, faultbook: Faultbook, tmp_path: Path
):
    reported(faultbook)
    new, old = tmp_path / "new.csv", tmp_path / "old.csv"
    old.touch()
    old.chmod(0o666)

    for file in (new, old):
        assert run("export", "-o", str(file)).exit_code == 0

    assert (mode_of(new), mode_of(old)) == (0o640, 0o666)


@pytest.mark.parametrize("target", ["missing", "there"])
def test_a_link_is_followed(run: Run, faultbook: Faultbook, tmp_path: Path, target: str):
    fault = reported(faultbook)
    (tmp_path / "there").write_text("old")
    link = tmp_path / "link.jsonl"
    link.symlink_to(target)

    assert run("export", "-o", str(link)).exit_code == 0

    assert link.is_symlink()
    assert json.loads((tmp_path / target).read_text())["id"] == fault.id


def test_every_name_of_a_file_shows_what_was_written(
    run: Run, faultbook: Faultbook, tmp_path: Path
):
    fault = reported(faultbook)
    file, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    file.write_text("old")
    other.hardlink_to(file)

    assert run("export", "-o", str(file)).exit_code == 0

    assert json.loads(other.read_text())["id"] == fault.id
    assert file.samefile(other)


def test_a_pipe_is_written_into(faultbook: Faultbook, tmp_path: Path):
    fault = reported(faultbook)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    export = subprocess.Popen(
        faultbook_program("export", "--output", str(pipe)), stderr=subprocess.PIPE
    )

    text = pipe.read_text()
    export.communicate(timeout=LONG)

    assert export.returncode == 0
    assert json.loads(text)["id"] == fault.id
    assert pipe.is_fifo()


def test_a_device_is_written_into_and_stays_one(run: Run, faultbook: Faultbook):
    reported(faultbook)

    full, nowhere = (run("export", "-o", f"/dev/{name}") for name in ("full", "null"))

    assert (full.exit_code, nowhere.exit_code) == (1, 0)
    assert "No space left on device" in full.stderr
    assert Path("/dev/full").is_char_device()
    assert Path("/dev/null").is_char_device()


def test_what_the_shell_has_opened_is_written_on(faultbook: Faultbook, tmp_path: Path):
    reported(faultbook)
    file = tmp_path / "both.jsonl"
    file.write_text("first\n")
    with file.open("a") as opened:
        subprocess.run(
            faultbook_program("export", "-o", "/dev/stdout"),
            stdout=opened,
            check=True,
            timeout=LONG,
        )

    first, second = file.read_text().splitlines()

    assert first == "first"
    assert json.loads(second)["resource_id"] == "edge-7"


def test_an_output_that_takes_nothing_is_told_once(faultbook: Faultbook):
    reported(faultbook)
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            faultbook_program("list"), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )

    assert result.returncode == 1
    assert result.stderr == "faultbook: [Errno 28] No space left on device\n"


def test_a_folder_that_there_is_not_is_named(run: Run, faultbook: Faultbook, tmp_path: Path):
    reported(faultbook)

    result = run("export", "-o", str(tmp_path / "none" / "x.csv"))

    assert result.exit_code == 1
    assert result.stderr == f"faultbook: there is no folder {tmp_path}/none\n"


def test_a_profile_is_kept_through_a_link_and_never_in_the_place_of_a_device(
    run: Run, environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    real = tmp_path / "dotfiles.toml"
    real.write_text("")
    real.chmod(0o644)
    link = tmp_path / "config.toml"
    link.symlink_to(real)
    monkeypatch.setenv("FAULTBOOK_CONFIG", str(link))

    assert run("login").exit_code == 0

    assert link.is_symlink()
    assert environment["FAULTBOOK_TOKEN"] in real.read_text()
    assert mode_of(real) == 0o600
    monkeypatch.setenv("FAULTBOOK_CONFIG", "/dev/null")
    assert run("login").exit_code == 0
    assert Path("/dev/null").is_char_device()


def test_a_spreadsheet_gets_no_formula(run: Run, faultbook: Faultbook):
    formulas = ["=cmd|' /C calc'!A0", "@SUM(1+1)", "+1-2", "-3", " =1", "＝1", "'=1", "\t=1"]  # noqa: RUF001 - as a Japanese keyboard has it
    for formula in formulas:
        reported(faultbook, message=formula, cause=formula)
    reported(faultbook, message="'quoted'")

    for command in (("export", "--format", "csv"), ("list", "-o", "csv")):
        rows = list(csv.DictReader(run(*command).stdout.splitlines()))

        assert [row["message"] for row in rows] == ["'quoted'", *(f"'{f}" for f in formulas[::-1])]
        assert all(row["cause"].startswith("'") for row in rows[1:])
