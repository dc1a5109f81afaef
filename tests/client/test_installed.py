"""The installed program: in pipes, on a terminal, interrupted, and out of its own wheel."""

import importlib.metadata
import json
import os
import pty
import signal
import subprocess
import sys
import termios
import time
import venv
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from faultbook_client import Faultbook
from local.template import ROOT
from tests.client.conftest import Tenant
from tests.client.network import reported
from tests.client.program import FAULTBOOK, LONG, faultbook_program, on_a_terminal, read

_LOCAL_FLAGS = 3  # their place in what termios tells


def test_a_terminal_gets_a_table_with_shapes_and_colours(faultbook: Faultbook):
    fault = reported(faultbook)
    faultbook.acknowledge(fault.id)

    code, sent = on_a_terminal(["list"])

    assert code == 0
    assert fault.id[-6:] in sent
    assert "⬢ Critical" in sent
    assert "acked" in sent
    assert "\x1b[1;31m" in sent


def test_no_color_is_heeded(faultbook: Faultbook, monkeypatch: pytest.MonkeyPatch):
    reported(faultbook)
    monkeypatch.setenv("NO_COLOR", "1")

    code, sent = on_a_terminal(["list"])

    assert code == 0
    assert "⬢ Critical" in sent
    assert not any(f"\x1b[{colour}m" in sent for colour in ("31", "1;31", "90"))


def test_views_are_drawn_on_a_terminal(faultbook: Faultbook, tenant: Tenant):
    fault = reported(faultbook, message="[bold]Down\u202e")
    faultbook.comment(fault.id, "called")
    tenant.stack.drain()

    _, shown = on_a_terminal(["show", fault.id])
    _, drawn = on_a_terminal(["tree"])
    _, counted = on_a_terminal(["stats", "--buckets", "6"])
    _, examined = on_a_terminal(["doctor"])

    assert "[bold]Down\ufffd" in shown
    assert "“called”" in shown
    assert "└── " in drawn
    assert "█" in counted
    assert "✓" in examined


def test_an_empty_list_says_so_to_a_person(tenant: Tenant, environment: dict[str, str]):
    del tenant, environment
    assert on_a_terminal(["list"]) == (0, "No faults.\r\n")


@pytest.mark.parametrize("moment", ["loading", "asked"])
def test_ctrl_c_is_130_and_no_traceback_whenever_it_comes(
    tenant: Tenant, environment: dict[str, str], tmp_path: Path, moment: str
):
    """While its modules load, or while a token is asked for."""
    del tenant
    slow = tmp_path / "typer.py"
    slow.write_text("import time\nprint('ready', flush=True)\ntime.sleep(60)\n")
    variables = environment | {"PATH": os.environ["PATH"]}
    if moment == "loading":
        variables["PYTHONPATH"] = str(tmp_path)
    else:
        del variables["FAULTBOOK_TOKEN"]
    keyboard, terminal = pty.openpty()
    process = subprocess.Popen(
        faultbook_program("login"), env=variables, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    sent = b""
    while b"ready" not in sent and b"Token for" not in sent:
        sent += os.read(keyboard, 65_536)
    if moment == "asked":
        while termios.tcgetattr(keyboard)[_LOCAL_FLAGS] & termios.ECHO:
            time.sleep(0.01)

    process.send_signal(signal.SIGINT)
    while piece := read(keyboard):
        sent += piece
    os.close(keyboard)

    assert process.wait(LONG) == 130
    assert b"Traceback" not in sent


def test_a_closed_pipe_ends_it_quietly(faultbook: Faultbook):
    reported(faultbook)
    export = subprocess.Popen(
        faultbook_program("export"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert export.stdout
    assert export.stderr
    export.stdout.close()

    with export.stderr as errors:
        text = errors.read()

    assert (export.wait(LONG), text) == (141, b"")


def test_output_and_errors_keep_apart(tenant: Tenant, environment: dict[str, str]):
    del tenant, environment
    result = subprocess.run(
        faultbook_program("show", "flt_unknown"), capture_output=True, text=True, check=False
    )

    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == "faultbook: There is no such fault.\n"


def test_an_output_without_unicode_still_gets_everything(
    faultbook: Faultbook, environment: dict[str, str]
):
    fault = reported(faultbook, message="Grüße: “down”")

    def output(*arguments: str) -> str:
        result = subprocess.run(
            faultbook_program(*arguments),
            env=environment | {"PYTHONIOENCODING": "ascii", "PATH": os.environ["PATH"]},
            capture_output=True,
            check=True,
        )
        return result.stdout.decode("ascii")

    assert "Gr??e: ?down?" in output("list")
    assert json.loads(output("list", "--json")) == fault.wire
    assert json.loads(output("export")) == fault.wire


def test_a_token_is_asked_for_unseen(tenant: Tenant, environment: dict[str, str]):
    child, keyboard = pty.fork()
    if child == 0:
        variables = environment | {"PATH": os.environ["PATH"]}
        del variables["FAULTBOOK_TOKEN"]
        os.execve(FAULTBOOK, ["faultbook", "login"], variables)  # noqa: S606 - no shell is wanted
    sent = bytearray()
    while b"Token for" not in sent:
        sent += read(keyboard)
    while termios.tcgetattr(keyboard)[_LOCAL_FLAGS] & termios.ECHO:
        time.sleep(0.01)  # what is typed before the terminal is silent is thrown away
    os.write(keyboard, f"{tenant.token}\n".encode())
    while piece := read(keyboard):
        sent += piece
    os.close(keyboard)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert tenant.token not in sent.decode()
    assert f"Profile default: {tenant.customer_id}" in sent.decode()
    assert tenant.token in Path(environment["FAULTBOOK_CONFIG"]).read_text("utf-8")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and, by a path file, this one's packages beside it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    wheels = folder / "wheels"
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(build, cwd=ROOT / "client", check=True, capture_output=True)
    [wheel] = wheels.glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv/bin/python"
    install = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([str(python), *install], check=True, cwd=folder)
    here = Path(pytest.__file__).parents[1]
    [packages] = (folder / "venv/lib").glob("python*/site-packages")
    (packages / "beside.pth").write_text(f"{here}\n")
    return folder / "venv"


def test_the_wheel_works_in_an_environment_of_its_own(
    elsewhere: Path, tenant: Tenant, environment: dict[str, str], tmp_path: Path
):
    def run(*command: str) -> str:
        result = subprocess.run(
            command,
            env=environment | {"PATH": os.environ["PATH"]},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        return result.stdout

    program = str(elsewhere / "bin/faultbook")
    where = "import faultbook_client; print(faultbook_client.__file__)"

    assert run(str(elsewhere / "bin/python"), "-c", where).startswith(str(elsewhere))
    assert run(program, "--version") == "faultbook 0.1.0\n"
    assert f"of {tenant.customer_id}" in run(program, "doctor")


def test_what_the_wheel_requires_is_what_it_is_tested_with():
    requirements = [
        Requirement(line) for line in importlib.metadata.requires("faultbook-client") or []
    ]

    assert {requirement.name for requirement in requirements} == {
        "anyio",
        "httpx",
        "platformdirs",
        "pydantic",
        "pyyaml",
        "rich",
        "tomli-w",
        "typer",
    }
    for requirement in requirements:
        assert requirement.specifier.contains(importlib.metadata.version(requirement.name)), (
            requirement
        )
