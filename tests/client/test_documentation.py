"""What the READMEs show is what there is."""

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from faultbook_client import Faultbook
from local.stack import LocalStack
from local.template import ROOT
from tests.client.conftest import Run, Tenant

LONG = 300  # seconds until the tour is given up
README = ROOT / "README.md"
CLIENT_README = ROOT / "client/README.md"
LEAVING = ROOT / "docs/leave-opsgenie.md"


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands_of(file: Path) -> list[str]:
    """Each `faultbook` of the shell blocks, what is within `$(…)` apart, without pipes."""
    text = "\n".join(blocks(file.read_text("utf-8"), "sh")).replace("\\\n", " ")
    within = re.findall(r"\$\((faultbook [^)]*)\)", text)
    plain = re.sub(r"\$\(faultbook [^)]*\)", "flt_1", text)
    lines = [line for line in plain.splitlines() if line.startswith("faultbook ")]
    return [line.partition("|  ")[0] for line in within + lines]


def words_of(command: str) -> list[str]:
    words = shlex.split(command, comments=True)[1:]
    return words[: words.index("|")] if "|" in words else words


@pytest.mark.parametrize("command", [*commands_of(CLIENT_README), *commands_of(LEAVING)])
def test_every_command_that_is_shown_is_one(command: str, run: Run):
    result = run(*words_of(command), "--help")

    assert result.exit_code == 0, result.stderr
    assert "Usage: faultbook" in result.stdout


def test_the_python_of_the_clients_readme_works(
    faultbook: Faultbook, tenant: Tenant, capsys: pytest.CaptureFixture[str]
):
    for code in blocks(CLIENT_README.read_text("utf-8"), "python"):
        exec(code.replace("https://faults.example.com", tenant.url), {"token": tenant.token})  # noqa: S102 - it is ours

    [fault] = faultbook.list()
    assert fault.acknowledged_at
    assert "CRITICAL" in capsys.readouterr().out


def test_the_five_minutes_of_the_readme_go_as_they_are_told(tmp_path: Path):
    """All of them in one shell, at a stack that works as `make run` does."""
    section = README.read_text("utf-8").partition("\n## Five minutes\n")[2].partition("\n## ")[0]
    script = "".join(blocks(section, "sh"))
    assert script.count("faultbook ") > 10
    with LocalStack(tmp_path / "data", store="memory", manual=False) as stack:
        environment = os.environ | {
            "FAULTBOOK_TOKEN": stack.token(),
            "FAULTBOOK_URL": stack.url,
            "FAULTBOOK_CONFIG": str(tmp_path / "config.toml"),
            "XDG_STATE_HOME": str(tmp_path / "state"),
            "NO_PROXY": "localhost,127.0.0.1",
        }
        went = subprocess.run(
            ["/usr/bin/env", "bash", "-eu"],
            input=script,
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=LONG,
            check=False,
        )
        with stack.http() as http:
            there = http.get("/fault", params={"resource_id": "lyon-core"}).json()["data"]

    assert went.returncode == 0, went.stderr
    assert "120 created, 0 repeated, 0 refused" in went.stdout
    assert "0 created, 0 repeated, 0 refused, 120 done before" in went.stdout
    assert "bad\t" not in went.stdout
    assert [fault["status"] for fault in there] == ["resolved"]
